import type { MultiPolygon, Polygon } from 'geojson';
import type { LonLat, LonLatBox } from '#core/geometry/lon-lat.ts';
import type { FieldStyle } from './field-style.ts';
import type { Room } from './fit.ts';
import type { FieldPatch } from './patch-picture.ts';
import type { PositionFix } from './position-picture.ts';
import type { Sketch } from './sketch-picture.ts';

/** A press on the map: where, and the patch under the finger. */
export interface MapTap {
  readonly lonLat: LonLat;
  readonly patch: string | null;
}

/** The map's centre and how close it is. */
export interface MapView {
  readonly centre: LonLat;
  readonly zoom: number;
  readonly bounds: LonLatBox;
}

type Area = Polygon | MultiPolygon;

/**
 * 外业地图: what the rest of the field app does with the map. Functions only: nothing of it is drawn by React. Everything may be called
 * before the map is ready, and the last call of each kind counts. lon/lat degrees, EPSG:4490.
 */
export interface FieldMap {
  /** All patches of this phone at once; call again when any of them changed. Their outlines are asked for once the map is near enough. */
  showPatches(patches: readonly FieldPatch[], readOutlines: () => Promise<ReadonlyMap<string, Area>>): void;
  /** Resolves when patches are on the screen for the first time. */
  readonly patchesDrawn: Promise<void>;
  /** Makes one stand out; null: none. */
  choosePatch(id: string | null): void;
  showPosition(fix: PositionFix | null): void;
  /** 跟随 the position, until a hand moves it out of sight or the map is sent elsewhere; never under the cross. */
  follow(on: boolean): void;
  /** Told at once and whenever it changes; the returned function stops. */
  onFollow(listener: (on: boolean) => void): () => void;
  /** 走过去: line, distance and bearing from the position to a place. */
  showTarget(target: LonLat | null): void;
  showSketch(sketch: Sketch | null): void;
  /** 视域 of photographs. */
  showWedges(wedges: readonly Polygon[]): void;
  /** 残影: outlines that stand against the shown one, of a conflict. */
  showGhosts(outlines: readonly Area[]): void;
  /** 巡查轨迹: one line for each stretch without a gap. */
  showTrack(stretches: readonly (readonly LonLat[])[]): void;
  /** Areas that are on this phone, hatched. */
  showCoverage(areas: readonly LonLatBox[]): void;
  /** 围栏 that the person is in or near, as a warning. */
  showFence(zones: readonly Area[]): void;
  /** Presses on the map; the returned function stops. While anybody listens with `first`, only they hear. */
  onTap(listener: (tap: MapTap) => void, options?: { readonly first?: boolean }): () => void;
  /** Called while the view moves: the place under the cross changes. The returned function stops. */
  onMove(listener: (view: MapView) => void): () => void;
  /** What is in the middle of the part of the map that nothing covers: the place under the cross. */
  centre(): LonLat;
  view(): MapView;
  flyTo(place: LonLat, zoom?: number): void;
  fit(box: LonLatBox): void;
  zoomBy(levels: number): void;
  /** Shows the cross in the middle. */
  crosshair(shown: boolean): void;
  /** What a panel covers; the middle moves accordingly. */
  room(covered: Room): void;
  want(style: FieldStyle): void;
  /** Asks again for tiles that were not there: the network is back, or an area has arrived. */
  refreshTiles(): void;
  remove(): void;
}

let current: FieldMap | null = null;
let waiting: ((map: FieldMap) => void)[] = [];

/** Gives the one map of the page to everybody; null when it is taken away. */
export function provideFieldMap(map: FieldMap | null): void {
  current = map;
  if (!map) return;
  for (const tell of waiting) tell(map);
  waiting = [];
}

/** Resolves as soon as the map exists. */
export function whenFieldMap(): Promise<FieldMap> {
  return current ? Promise.resolve(current) : new Promise((resolve) => waiting.push(resolve));
}

/** The map when it exists already. */
export function currentFieldMap(): FieldMap | null {
  return current;
}
