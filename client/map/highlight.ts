import type { FeatureCollection } from 'geojson';
import type { Bounds, LonLat } from '#core/contract/shared.ts';
import type { FeatureRef } from '../state/link.ts';
import { useOverlay } from '../state/overlay.ts';
import { useTool } from '../state/tool.ts';
import { whenMap } from './handle.ts';

/** 点亮: lights exactly these features, whether or not their layer is on; an empty list puts the lights out. */
export function lightUp(lit: readonly FeatureRef[]): void {
  useOverlay.setState({ lit });
}

/**
 * 临时图示: shows a GeoJSON picture (EPSG:4490 lon/lat) above all layers until it is replaced or `null` removes it.
 * A feature's property `role` chooses its look: `preview` (default, blue), `warning` (orange), `reference` (grey, dashed); of outlines that are
 * compared: `after` (solid), `before` (dashed), `theirs` (dash and dot), `gained` (hatched), `lost` (cross-hatched).
 */
export function showPicture(picture: FeatureCollection | null): void {
  useOverlay.setState({ picture });
}

/** A pin, or none. */
export function showMarker(marker: LonLat | null): void {
  useOverlay.setState({ marker });
}

/** Moves the camera so that [west, south, east, north] fits beside the panels. */
export async function fitBounds(bounds: Bounds, options: { maxZoom?: number } = {}): Promise<void> {
  const map = await mapAsLaidOut();
  map.fitBounds(bounds, { padding: freeRoom(map), maxZoom: options.maxZoom ?? 18, ...cameraMotion() });
}

/** Moves the camera to a point, not further out than it is. */
export async function flyTo(lonLat: LonLat, zoom = 16): Promise<void> {
  const map = await mapAsLaidOut();
  const { top, bottom } = freeRoom(map);
  map.easeTo({
    center: lonLat,
    zoom: Math.max(map.getZoom(), zoom),
    offset: [0, (top - bottom) / 2],
    ...cameraMotion(),
  });
}

/** Moves a place that a sheet has covered back into sight; does nothing when it can be seen. */
export async function keepInSight(lonLat: LonLat): Promise<void> {
  const map = await whenMap();
  const { top, bottom } = freeRoom(map);
  const { y } = map.project(lonLat);
  if (y > top && y < map.getContainer().clientHeight - bottom) return;
  map.easeTo({ center: lonLat, offset: [0, (top - bottom) / 2], ...cameraMotion() });
}

/** The map once the panel that the same act opens has taken its room: a fit to the old width would hide a part behind it. */
async function mapAsLaidOut(): Promise<Awaited<ReturnType<typeof whenMap>>> {
  const map = await whenMap();
  await new Promise((laidOut) => requestAnimationFrame(() => requestAnimationFrame(laidOut)));
  map.resize();
  return map;
}

/** Room that furniture over the map leaves free; beside the map (desktop) nothing is covered. */
function freeRoom(map: { getContainer(): HTMLElement }) {
  const box = map.getContainer().getBoundingClientRect();
  const sheet = document.querySelector('.sheet')?.getBoundingClientRect();
  const bar = document.querySelector('.phone-top')?.getBoundingClientRect();
  const covered = sheet ? Math.max(0, box.bottom - sheet.top) : 0;
  return {
    // The strip of a tool floats under the upper edge, also while it is still being loaded.
    top: (bar ? bar.bottom - box.top : 0) + stripHeight(bar !== undefined),
    // A sheet that covers nearly everything leaves no room to fit anything into.
    bottom: Math.min(covered, box.height * 0.6) + 32,
    left: 32,
    right: bar ? 32 : 84,
  };
}

/** People who ask for less motion get none. */
function cameraMotion(): { duration: number } {
  return { duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 700 };
}

/** Room for the strip of the tool, which floats under the upper edge. */
function stripHeight(phone: boolean): number {
  const { tool } = useTool.getState();
  if (tool !== 'shape') return tool === 'none' ? 32 : 88;
  return phone ? 188 : 136;
}
