import { cross, dot, left, type Point, subtract, unit } from './vector.ts';

/** 环: the corners of a simple polygon, counter-clockwise, not closed. */
export type Ring = readonly Point[];

/** Area in the plane, m²; positive when counter-clockwise. */
export function ringArea(ring: Ring): number {
  const origin = ring[0]!;
  let sum = 0;
  for (let i = 1; i + 1 < ring.length; i++) {
    sum += cross(subtract(ring[i]!, origin), subtract(ring[i + 1]!, origin));
  }
  return sum / 2;
}

export function counterClockwise(ring: Ring): Ring {
  return ringArea(ring) < 0 ? [...ring].reverse() : ring;
}

/** Even-odd test; a point on the edge may be either. */
export function insideRing([x, y]: Point, ring: Ring): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!;
    const [xj, yj] = ring[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** 内点: a point well inside, in the middle of the widest of a few level sections. */
export function interiorPoint(ring: Ring): Point {
  const box = boxOf(ring);
  let best: Point = ring[0]!;
  let widest = -1;
  for (const share of [0.5, 0.31, 0.69, 0.12, 0.88]) {
    const y = box[1] + (box[3] - box[1]) * share + 0.000137;
    const hits: number[] = [];
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i]!;
      const [xj, yj] = ring[j]!;
      if (yi > y !== yj > y) hits.push(((xj - xi) * (y - yi)) / (yj - yi) + xi);
    }
    hits.sort((a, b) => a - b);
    for (let i = 0; i + 1 < hits.length; i += 2) {
      const width = hits[i + 1]! - hits[i]!;
      if (width > widest * 1.5) {
        widest = width;
        best = [(hits[i]! + hits[i + 1]!) / 2, y];
      }
    }
  }
  return best;
}

/** West, south, east, north. */
export function boxOf(ring: Ring): [number, number, number, number] {
  let [west, south] = ring[0]!;
  let [east, north] = ring[0]!;
  for (const [x, y] of ring) {
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  return [west, south, east, north];
}

/** The smallest rectangle around a ring with one side along one of its edges: `axis` is the long direction. */
export interface Frame {
  readonly axis: Point;
  /** Extent along `axis`, measured by dot product. */
  readonly long: readonly [number, number];
  /** Extent along `left(axis)`. */
  readonly short: readonly [number, number];
}

export function frameOf(ring: Ring): Frame {
  let best: Frame | undefined;
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ring.length; i++) {
    const edge = subtract(ring[(i + 1) % ring.length]!, ring[i]!);
    if (dot(edge, edge) < 4 && ring.length > 4) continue;
    const frame = frameAlong(ring, unit(edge));
    const size = (frame.long[1] - frame.long[0]) * (frame.short[1] - frame.short[0]);
    if (size < smallest - 1e-6) {
      smallest = size;
      best = frame;
    }
  }
  const frame = best ?? frameAlong(ring, [1, 0]);
  if (frame.long[1] - frame.long[0] >= frame.short[1] - frame.short[0]) return frame;
  return frameAlong(ring, left(frame.axis));
}

/** Extents of a ring along a direction and across it. */
export function frameAlong(ring: Ring, axis: Point): Frame {
  return { axis, long: extent(ring, axis), short: extent(ring, left(axis)) };
}

function extent(ring: Ring, direction: Point): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const point of ring) {
    const along = dot(point, direction);
    if (along < low) low = along;
    if (along > high) high = along;
  }
  return [low, high];
}
