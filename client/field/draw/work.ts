import type { MultiPolygon, Polygon } from 'geojson';
import { pointTowards } from '#core/field/bearing.ts';
import {
  addCorner,
  type CornerPlace,
  deleteCorner,
  drawnOutline,
  insertCorner,
  moveCorner,
  type OutlineDrawing,
  startDrawing,
} from '#core/field/outline-drawing.ts';
import type { Walk } from '#core/field/walk-outline.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';

/** 勾绘进度: plain data, kept in a draft as it is. */
export interface DrawWork {
  readonly drawing: OutlineDrawing;
  /** Corners are corrected; before, the outline grows. */
  readonly closed: boolean;
  /** The corner that is worked on, once it is closed. */
  readonly active: CornerPlace | null;
  /** While the outline is being walked. */
  readonly walk: Walk | null;
  /** 圈定: a round mark, not a survey. */
  readonly rough: boolean;
}

export function startWork(outline: Polygon | MultiPolygon | null = null): DrawWork {
  return {
    drawing: startDrawing(outline),
    closed: outline !== null,
    active: null,
    walk: null,
    rough: false,
  };
}

/** What a draft keeps: without the steps that could be taken back. */
export function keptWork(work: DrawWork): DrawWork {
  return { ...work, drawing: { parts: work.drawing.parts, past: [], future: [] } };
}

/** Nine decimals are a tenth of a millimetre: what is stored is what was drawn. */
export function exact([lon, lat]: LonLat): LonLat {
  return [Math.round(lon * 1e9) / 1e9, Math.round(lat * 1e9) / 1e9];
}

/** The same of a whole outline: what joins it later meets its very corners. */
export function exactRings({ coordinates }: Polygon): Polygon {
  const rings = coordinates.map((ring) => ring.map(([lon, lat]) => [...exact([lon!, lat!])]));
  return { type: 'Polygon', coordinates: rings };
}

/** 加点 while it grows; once closed, behind the corner that is worked on. */
export function addPoint(work: DrawWork, lonLat: LonLat): DrawWork {
  const { drawing, closed, active } = work;
  if (!closed) return { ...work, drawing: addCorner(drawing, exact(lonLat)), rough: false };
  const place = active ?? lastPlace(drawing);
  if (!place) return work;
  const behind = { ...place, corner: place.corner + 1 };
  return { ...work, drawing: insertCorner(drawing, behind, exact(lonLat)), active: behind };
}

export function movePoint(work: DrawWork, lonLat: LonLat): DrawWork {
  if (!work.active) return work;
  return { ...work, drawing: moveCorner(work.drawing, work.active, exact(lonLat)), rough: false };
}

/** 删点; a ring of three stays. */
export function deletePoint(work: DrawWork): DrawWork {
  const { drawing, active } = work;
  const ring = active && drawing.parts[active.part]?.[active.ring];
  if (!active || !ring || ring.length <= 3) return work;
  const corner = Math.min(active.corner, ring.length - 2);
  return { ...work, drawing: deleteCorner(drawing, active), active: { ...active, corner } };
}

/** 闭合; nothing changes with fewer than three corners. */
export function closeWork(work: DrawWork): DrawWork {
  return work.closed || !drawnOutline(work.drawing) ? work : { ...work, closed: true, active: null };
}

/** The next corner (+1) or the one before (−1), round and round through all rings. */
export function stepPoint(work: DrawWork, by: 1 | -1): DrawWork {
  const places = placesOf(work.drawing);
  const { active } = work;
  if (places.length === 0) return work;
  const now = places.findIndex((place) => active !== null && samePlace(place, active));
  const next = now < 0 ? (by > 0 ? 0 : places.length - 1) : (now + by + places.length) % places.length;
  return { ...work, active: places[next]! };
}

/** 选点: the corner nearest to a press, within reach. */
export function pickPoint(work: DrawWork, at: LonLat, reachMeters: number): DrawWork {
  let best: { place: CornerPlace; meters: number } | null = null;
  for (const place of placesOf(work.drawing)) {
    const meters = geodesicDistance(at, cornerAt(work.drawing, place)!);
    if (meters <= (best?.meters ?? reachMeters)) best = { place, meters };
  }
  return best ? { ...work, active: best.place } : work;
}

export function cornerAt({ parts }: OutlineDrawing, place: CornerPlace | null): LonLat | null {
  return (place && parts[place.part]?.[place.ring]?.[place.corner]) ?? null;
}

export function cornerCount({ parts }: OutlineDrawing): number {
  return parts.flat().reduce((sum, ring) => sum + ring.length, 0);
}

/** 圈定此处: a ring of sixteen corners round a place, for who cannot draw now. */
export function circleWork(centre: LonLat, radiusMeters: number): DrawWork {
  const ring = Array.from({ length: 16 }, (_, i) =>
    exact(pointTowards(centre, 360 - i * 22.5, radiusMeters)),
  );
  const coordinates = [[...ring, ring[0]!].map(([lon, lat]) => [lon, lat])];
  return { ...startWork({ type: 'Polygon', coordinates }), rough: true };
}

function placesOf({ parts }: OutlineDrawing): CornerPlace[] {
  return parts.flatMap((rings, part) =>
    rings.flatMap((corners, ring) => corners.map((_, corner) => ({ part, ring, corner }))),
  );
}

function lastPlace(drawing: OutlineDrawing): CornerPlace | null {
  return placesOf(drawing).at(-1) ?? null;
}

function samePlace(a: CornerPlace, b: CornerPlace): boolean {
  return a.part === b.part && a.ring === b.ring && a.corner === b.corner;
}
