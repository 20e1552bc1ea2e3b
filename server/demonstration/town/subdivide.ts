import { lineThrough, type Path } from '../plane/path.ts';
import { type Frame, frameOf, insideRing, type Ring, ringArea } from '../plane/ring.ts';
import {
  add,
  between,
  left,
  length,
  type Point,
  scale,
  subtract,
  toMillimetre,
  unit,
} from '../plane/vector.ts';
import type { Random } from '../random.ts';
import { cutPiece, layCorridor, type Piece } from './piece.ts';

/** A street of some land class between the halves of a division; without it the halves touch. */
export interface Street {
  readonly landClass: string;
  readonly width: number;
}

export const isOpen = (piece: Piece): boolean => piece.landClass === undefined;

/**
 * 逐级分割: halves a piece across its longer side until the parts are no larger than about `target` m². The street of a level lies between
 * the halves; the last street of the list serves all deeper levels.
 */
export function divide(
  piece: Piece,
  target: number,
  streets: readonly (Street | undefined)[],
  random: Random,
  skew = 0.03,
): Piece[] {
  if (!isOpen(piece) || ringArea(piece.ring) < target * random.between(1.15, 1.6)) return [piece];
  const frame = frameOf(piece.ring);
  const path = acrossPath(frame, random.between(0.42, 0.58), random.between(-skew, skew));
  const street = streets[0];
  const parts = street
    ? layCorridor([piece], path, street.width, street.landClass)
    : cutPiece(piece, path, Math.min(2, Math.sqrt(target) / 20));
  if (parts.length < 2) return [piece];
  const deeper = streets.length > 1 ? streets.slice(1) : streets;
  return parts.flatMap((part) => divide(part, target, deeper, random, skew));
}

/** A line across the long side of a frame at a share of its length, turned by `skew` (the tangent of the angle). */
export function acrossPath(frame: Frame, share: number, skew: number): Path {
  const along = frame.long[0] + (frame.long[1] - frame.long[0]) * share;
  const middle = (frame.short[0] + frame.short[1]) / 2;
  const normal = left(frame.axis);
  const point = add(scale(frame.axis, along), scale(normal, middle));
  return lineThrough(point, unit(add(normal, scale(frame.axis, skew))), frame.long[1] - frame.long[0] + 400);
}

/** 条带: cuts a piece across `axis` into strips whose widths `width()` draws; a rest narrower than half a strip joins the last one. */
export function strips(piece: Piece, axis: Point, width: () => number, skew = 0): Piece[] {
  if (!isOpen(piece)) return [piece];
  const along = piece.ring.map(([x, y]) => x * axis[0] + y * axis[1]);
  const low = Math.min(...along);
  const high = Math.max(...along);
  const direction = unit(add(left(axis), scale(axis, skew)));
  let rest: Piece[] = [piece];
  const done: Piece[] = [];
  for (let at = low + width(); ; ) {
    const next = width();
    if (at > high - next * 0.6) break;
    const path = lineThrough(
      add(scale(axis, at), scale(left(axis), middleAcross(piece.ring, axis))),
      direction,
      3000,
    );
    const parts = rest.flatMap((part) => cutPiece(part, path, 1));
    const isBefore = (part: Piece) => extentAlong(part.ring, axis)[1] < at + 40 * Math.abs(skew) + 0.8;
    done.push(...parts.filter(isBefore));
    rest = parts.filter((part) => !isBefore(part));
    at += next;
  }
  return [...done, ...rest];
}

function middleAcross(ring: Ring, axis: Point): number {
  const [low, high] = extentAlong(ring, left(axis));
  return (low + high) / 2;
}

function extentAlong(ring: Ring, axis: Point): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const [x, y] of ring) {
    const along = x * axis[0] + y * axis[1];
    low = Math.min(low, along);
    high = Math.max(high, along);
  }
  return [low, high];
}

/** Rows with a lane of `lane` metres between them, along the long side of the piece. */
export function rows(piece: Piece, depth: number, lane: Street, random: Random): Piece[] {
  const frame = frameOf(piece.ring);
  const height = frame.short[1] - frame.short[0];
  const count = Math.max(1, Math.round(height / (depth + lane.width)));
  let parts: Piece[] = [piece];
  for (let i = 1; i < count; i++) {
    const at = frame.short[0] + (height * i) / count + random.between(-2, 2);
    const point = add(scale(left(frame.axis), at), scale(frame.axis, (frame.long[0] + frame.long[1]) / 2));
    parts = layCorridor(parts, lineThrough(point, frame.axis, 3000), lane.width, lane.landClass);
  }
  return parts;
}

/** A wavy line from one end of the piece to the other: the middle of a lake, a stream or an old field path. */
export function wavyPath(ring: Ring, share: number, amplitude: number, random: Random): Path {
  const frame = frameOf(ring);
  const reach = frame.long[1] - frame.long[0];
  const base = frame.short[0] + (frame.short[1] - frame.short[0]) * share;
  const steps = Math.max(4, Math.round(reach / 60));
  return Array.from({ length: steps + 3 }, (_, i) => {
    const along = frame.long[0] + (reach * (i - 1)) / steps;
    return toMillimetre(
      add(scale(frame.axis, along), scale(left(frame.axis), base + random.between(-amplitude, amplitude))),
    );
  });
}

/** 湖面: cuts a rounded blob out of the pieces it lies across; it must not lie inside a single one. */
export function cutBlob(
  pieces: readonly Piece[],
  centre: Point,
  radius: number,
  landClass: string,
  random: Random,
): Piece[] {
  const corners = [
    [1, 0],
    [0.92, 0.38],
    [0.71, 0.71],
    [0.38, 0.92],
    [0, 1],
    [-0.38, 0.92],
    [-0.71, 0.71],
    [-0.92, 0.38],
    [-1, 0],
    [-0.92, -0.38],
    [-0.71, -0.71],
    [-0.38, -0.92],
    [0, -1],
    [0.38, -0.92],
    [0.71, -0.71],
    [0.92, -0.38],
  ] as const;
  const stretch = random.between(0.6, 0.85);
  const loop = corners.map(([x, y]): Point => {
    const size = radius * random.between(0.86, 1.1);
    return toMillimetre([centre[0] + x * size, centre[1] + y * size * stretch]);
  });
  return pieces.flatMap((piece) => {
    if (!isOpen(piece)) return [piece];
    const start = loop.findIndex((corner) => !insideRing(corner, piece.ring));
    if (start < 0) return [piece];
    const path = [...loop.slice(start), ...loop.slice(0, start), loop[start]!];
    return cutPiece(piece, path, 0.5).map((part) =>
      part !== piece && insideLoop(part.ring, loop) ? { ...part, landClass } : part,
    );
  });
}

function insideLoop(ring: Ring, loop: Ring): boolean {
  const first = ring[0]!;
  const second = ring[1]!;
  const inward = scale(left(unit(subtract(second, first))), 0.3);
  return insideRing(add(between(first, second, 0.5), inward), loop);
}

/** Shares of a piece by how much it is compact: 1 for a square, near 0 for a needle. */
export function compactness(ring: Ring): number {
  let perimeter = 0;
  for (let i = 0; i < ring.length; i++) perimeter += length(subtract(ring[(i + 1) % ring.length]!, ring[i]!));
  return (16 * ringArea(ring)) / (perimeter * perimeter);
}
