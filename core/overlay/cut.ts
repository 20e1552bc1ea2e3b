import Flatbush from 'flatbush';
import type { MultiPolygon, Position } from 'geojson';
import polygonClipping, { type MultiPolygon as Coordinates } from 'polygon-clipping';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { locate } from '#core/geometry/rings.ts';

/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number];

/** A polygon that is to be cut or to cut: coordinates of a MultiPolygon, lon/lat degrees, with its box. */
export interface Outline {
  readonly coordinates: readonly (readonly (readonly Position[])[])[];
  readonly box: Box;
}

/** Thrown when the clipper gives up: a figure that is not known is not zero. */
export class ClipperFailure extends Error {}

export function outlineOf(geometry: Pick<MultiPolygon, 'coordinates'>): Outline {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [shell = []] of geometry.coordinates) {
    for (const [x = Number.NaN, y = Number.NaN] of shell) {
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      if (y > box[3]) box[3] = y;
    }
  }
  return { coordinates: geometry.coordinates, box };
}

export function boxesMeet(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

/** m², ellipsoidal; 0 of nothing. */
export function areaOf({ coordinates }: Pick<Outline, 'coordinates'>): number {
  return coordinates.length === 0
    ? 0
    : geodesicArea({ type: 'MultiPolygon', coordinates: coordinates as Position[][][] });
}

/** `null` when nothing is left. @throws ClipperFailure */
export function subtract(from: Outline, taken: readonly Outline[]): Outline | null {
  const near = taken.filter(({ box }) => boxesMeet(box, from.box));
  return near.length === 0 ? from : result('difference', from, near);
}

/** What of two outlines is common; null when nothing is. @throws ClipperFailure */
export function intersect(a: Outline, b: Outline): Outline | null {
  return boxesMeet(a.box, b.box) ? result('intersection', a, [b]) : null;
}

/** @throws ClipperFailure */
export function unite(outlines: readonly Outline[]): Outline | null {
  const [first, ...others] = outlines;
  if (!first) return null;
  return others.length === 0 ? first : result('union', first, others);
}

function result(
  operation: 'difference' | 'intersection' | 'union',
  a: Pick<Outline, 'coordinates'>,
  others: readonly Outline[],
): Outline | null {
  try {
    const coordinates = polygonClipping[operation](
      a.coordinates as unknown as Coordinates,
      ...others.map((other) => other.coordinates as unknown as Coordinates),
    );
    return coordinates.length === 0 ? null : outlineOf({ coordinates });
  } catch (cause) {
    throw new ClipperFailure(`${operation}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/**
 * 切割者: a subject ready to cut many features. Edges are straight in lon/lat degrees, as PostGIS cuts them, and what is cut off is measured on
 * the ellipsoid. A feature none of whose box an edge of the subject reaches lies wholly inside or wholly outside and is not clipped: most of
 * what lies under a large subject.
 */
export class Cutter {
  readonly #subject: Outline;
  readonly #edges: Flatbush;
  readonly #corners: number;

  constructor(subject: Outline) {
    this.#subject = subject;
    const edges = subject.coordinates.flatMap((rings) => rings.flatMap(edgesOf));
    this.#corners = edges.length;
    this.#edges = new Flatbush(Math.max(1, edges.length), 8);
    for (const [x1, y1, x2, y2] of edges) {
      this.#edges.add(Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2));
    }
    if (edges.length === 0) this.#edges.add(0, 0, 0, 0);
    this.#edges.finish();
  }

  /**
   * What the subject takes of a feature. `whole`: all of it, its own area counts.
   * @returns null when it takes nothing
   * @throws ClipperFailure
   */
  cut(feature: Outline): { readonly whole: boolean; readonly piece: Outline } | null {
    if (!boxesMeet(feature.box, this.#subject.box)) return null;
    if (this.#edges.search(...feature.box).length === 0) {
      const corner = feature.coordinates[0]?.[0]?.[0];
      return corner && isInside(corner, this.#subject) ? { whole: true, piece: feature } : null;
    }
    const near = this.#corners > manyCorners ? nearBox(this.#subject, feature.box) : this.#subject;
    const piece = near.coordinates.length === 0 ? null : result('intersection', near, [feature]);
    return piece && { whole: false, piece };
  }
}

/** From so many corners on, leaving out what is far from a feature is quicker than taking it along. */
const manyCorners = 16;

/** Air around a box, degrees (about a metre): what clipping leaves along it lies outside every feature. */
const air = 1e-5;

/**
 * The part of an outline in a box and a little around it. Along the box rings may run over themselves, which the clipper takes; inside it the
 * outline is as it was but for the last digit of edges that leave it.
 */
function nearBox(outline: Outline, [west, south, east, north]: Box): Pick<Outline, 'coordinates'> {
  const coordinates = outline.coordinates.flatMap((rings) => {
    const [shell, ...holes] = rings.map((ring) => {
      let left = ring.slice(0, -1);
      left = onOneSide(left, 0, west - air, 1);
      left = onOneSide(left, 0, east + air, -1);
      left = onOneSide(left, 1, south - air, 1);
      left = onOneSide(left, 1, north + air, -1);
      return left.length < 3 ? [] : [...left, left[0]!];
    });
    return shell && shell.length > 0 ? [[shell, ...holes.filter((hole) => hole.length > 0)]] : [];
  });
  return { coordinates };
}

/** Sutherland–Hodgman against one line: of an open ring what lies on the side that `sign` says of `limit` on an axis. */
function onOneSide(ring: readonly Position[], axis: 0 | 1, limit: number, sign: 1 | -1): Position[] {
  const kept: Position[] = [];
  let from = ring.at(-1);
  let wasIn = from !== undefined && (from[axis]! - limit) * sign >= 0;
  for (const to of ring) {
    const isIn = (to[axis]! - limit) * sign >= 0;
    if (from && isIn !== wasIn) {
      const part = (limit - from[axis]!) / (to[axis]! - from[axis]!);
      const other = from[1 - axis]! + part * (to[1 - axis]! - from[1 - axis]!);
      kept.push(axis === 0 ? [limit, other] : [other, limit]);
    }
    if (isIn) kept.push(to);
    [from, wasIn] = [to, isIn];
  }
  return kept;
}

function edgesOf(ring: readonly Position[]): [number, number, number, number][] {
  return ring.slice(1).map((point, index) => [ring[index]![0]!, ring[index]![1]!, point[0]!, point[1]!]);
}

function isInside(point: Position, { coordinates }: Outline): boolean {
  return coordinates.some(
    ([shell, ...holes]) =>
      shell !== undefined &&
      locate(point, shell) !== 'outside' &&
      holes.every((hole) => locate(point, hole) !== 'inside'),
  );
}
