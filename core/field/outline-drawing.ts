import type { MultiPolygon, Polygon, Position } from 'geojson';
import { isLonLat } from '#core/field/local-plane.ts';
import { type MeasuredOutline, measureOutline } from '#core/field/measure-outline.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';

/** Parts, their rings (the first is the shell), their corners; not closed. */
type Rings = readonly (readonly (readonly LonLat[])[])[];

/** 十字丝绘制: an outline being drawn or corrected, with what it was before each step. Plain data. */
export interface OutlineDrawing {
  readonly parts: Rings;
  readonly past: readonly Rings[];
  readonly future: readonly Rings[];
}

/** Indices from 0. */
export interface CornerPlace {
  readonly part: number;
  readonly ring: number;
  readonly corner: number;
}

/** Begins with nothing, or with an outline to correct. */
export function startDrawing(outline: Polygon | MultiPolygon | null = null): OutlineDrawing {
  const parts =
    outline === null ? [] : outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates;
  return { parts: parts.map((rings) => rings.map(opened)), past: [], future: [] };
}

/** Adds a corner at the end of the ring drawn last. A corner on the one before it, or that is no position, changes nothing. */
export function addCorner(drawing: OutlineDrawing, lonLat: LonLat): OutlineDrawing {
  const part = Math.max(0, drawing.parts.length - 1);
  const ring = Math.max(0, (drawing.parts[part]?.length ?? 0) - 1);
  const corners = drawing.parts[part]?.[ring] ?? [];
  const last = corners.at(-1);
  if (!isLonLat(lonLat) || (last && last[0] === lonLat[0] && last[1] === lonLat[1])) return drawing;
  return changed(drawing, { part, ring }, [...corners, lonLat]);
}

/** Inserts a corner before the place; a place behind the last corner adds it on the closing edge. */
export function insertCorner(drawing: OutlineDrawing, place: CornerPlace, lonLat: LonLat): OutlineDrawing {
  const corners = drawing.parts[place.part]?.[place.ring];
  if (!corners || !isLonLat(lonLat) || place.corner < 0 || place.corner > corners.length) return drawing;
  return changed(drawing, place, corners.toSpliced(place.corner, 0, lonLat));
}

export function moveCorner(drawing: OutlineDrawing, place: CornerPlace, lonLat: LonLat): OutlineDrawing {
  const corners = cornersAt(drawing, place);
  if (!corners || !isLonLat(lonLat)) return drawing;
  return changed(drawing, place, corners.with(place.corner, lonLat));
}

/** Deletes a corner; with its last corner a ring goes, with its shell a part. */
export function deleteCorner(drawing: OutlineDrawing, place: CornerPlace): OutlineDrawing {
  const corners = cornersAt(drawing, place);
  return corners ? changed(drawing, place, corners.toSpliced(place.corner, 1)) : drawing;
}

export function undoDrawing({ parts, past, future }: OutlineDrawing): OutlineDrawing {
  const before = past.at(-1);
  return before
    ? { parts: before, past: past.slice(0, -1), future: [parts, ...future] }
    : { parts, past, future };
}

export function redoDrawing({ parts, past, future }: OutlineDrawing): OutlineDrawing {
  const [next, ...later] = future;
  return next ? { parts: next, past: [...past, parts], future: later } : { parts, past, future };
}

/** The outline drawn so far; null while a ring has fewer than three corners. */
export function drawnOutline({ parts }: OutlineDrawing): MultiPolygon | null {
  if (parts.length === 0 || parts.some((rings) => rings.some((ring) => ring.length < 3))) return null;
  return { type: 'MultiPolygon', coordinates: parts.map((rings) => rings.map(closed)) };
}

/** 检查: area, perimeter and findings; nothing is reported while there is no outline. */
export function checkDrawing(drawing: OutlineDrawing, subject: string): MeasuredOutline<MultiPolygon> {
  return measureOutline(drawnOutline(drawing), subject);
}

function cornersAt(drawing: OutlineDrawing, { part, ring, corner }: CornerPlace): readonly LonLat[] | null {
  const corners = drawing.parts[part]?.[ring];
  return corners?.[corner] ? corners : null;
}

function changed(
  drawing: OutlineDrawing,
  { part, ring }: Omit<CornerPlace, 'corner'>,
  corners: readonly LonLat[],
): OutlineDrawing {
  const rings = [...(drawing.parts[part] ?? [])];
  if (corners.length > 0) rings[ring] = corners;
  else if (ring === 0) rings.length = 0;
  else rings.splice(ring, 1);
  const parts = [...drawing.parts];
  if (rings.length > 0) parts[part] = rings;
  else parts.splice(part, 1);
  return { parts, past: [...drawing.past, drawing.parts], future: [] };
}

function opened(ring: readonly Position[]): LonLat[] {
  const [first, last] = [ring[0], ring.at(-1)];
  const twice = ring.length > 1 && first![0] === last![0] && first![1] === last![1];
  return (twice ? ring.slice(0, -1) : ring).map(([lon, lat]) => [lon!, lat!]);
}

function closed(ring: readonly LonLat[]): Position[] {
  return [...ring, ring[0]!].map(([lon, lat]) => [lon, lat]);
}
