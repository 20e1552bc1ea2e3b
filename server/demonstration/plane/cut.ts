import type { Path } from './path.ts';
import { boxOf, insideRing, type Ring, ringArea } from './ring.ts';
import { between, cross, distance, type Point, pointKey, subtract, toMillimetre } from './vector.ts';

interface Crossing {
  /** Segment index and share along the path. */
  readonly along: number;
  readonly point: Point;
  /** Edge of the ring and share along it; a share of 0 is the edge's first corner. */
  readonly edge: number;
  readonly share: number;
}

/**
 * 切割: cuts a ring along a path. Pieces keep the ring's corners and share the new ones exactly; ends of the path that do not
 * leave the ring again cut nothing. A crossing closer than `snap` metres to a corner uses the corner.
 *
 * @returns the pieces, or the ring itself when the path does not cross it
 */
export function cutRing(ring: Ring, path: Path, snap = 0.5): Ring[] {
  const crossings = crossingsOf(ring, path, snap);
  if (crossings.length < 2) return [ring];
  let pieces: Ring[] = [withCorners(ring, crossings)];
  for (let i = 0; i + 1 < crossings.length; i++) {
    const from = crossings[i]!;
    const to = crossings[i + 1]!;
    const chord = [from.point, ...pathInside(path, from.along, to.along), to.point];
    const middle = between(chord[0]!, chord[1]!, 0.5);
    pieces = pieces.flatMap((piece) => cutByChord(piece, chord, middle));
  }
  return pieces;
}

function crossingsOf(ring: Ring, path: Path, snap: number): Crossing[] {
  const [west, south, east, north] = boxOf(ring);
  const found: Crossing[] = [];
  for (let i = 0; i + 1 < path.length; i++) {
    const a = path[i]!;
    const b = path[i + 1]!;
    if (Math.max(a[0], b[0]) < west || Math.min(a[0], b[0]) > east) continue;
    if (Math.max(a[1], b[1]) < south || Math.min(a[1], b[1]) > north) continue;
    const ab = subtract(b, a);
    for (let j = 0; j < ring.length; j++) {
      const c = ring[j]!;
      const d = ring[(j + 1) % ring.length]!;
      const cd = subtract(d, c);
      const denominator = cross(ab, cd);
      if (denominator === 0) continue;
      const ac = subtract(c, a);
      const t = cross(ac, cd) / denominator;
      const u = cross(ac, ab) / denominator;
      if (t < 0 || t > 1 || u < 0 || u > 1) continue;
      const point = toMillimetre(between(c, d, u));
      const corner = distance(point, c) < snap ? j : distance(point, d) < snap ? (j + 1) % ring.length : -1;
      found.push(
        corner < 0
          ? { along: i + t, point, edge: j, share: u }
          : { along: i + t, point: ring[corner]!, edge: corner, share: 0 },
      );
    }
  }
  found.sort((p, q) => p.along - q.along);
  return found.filter((crossing, i) => i === 0 || pointKey(crossing.point) !== pointKey(found[i - 1]!.point));
}

/** Corners of the path strictly between two places along it, a little away from both ends. */
function pathInside(path: Path, from: number, to: number): Point[] {
  const result: Point[] = [];
  for (let i = Math.floor(from) + 1; i < to && i < path.length; i++) {
    if (i - from > 1e-3 && to - i > 1e-3) result.push(toMillimetre(path[i]!));
  }
  return result;
}

function withCorners(ring: Ring, crossings: readonly Crossing[]): Ring {
  const byEdge = new Map<number, Crossing[]>();
  for (const crossing of crossings) {
    if (crossing.share === 0) continue;
    const list = byEdge.get(crossing.edge);
    if (list) list.push(crossing);
    else byEdge.set(crossing.edge, [crossing]);
  }
  return ring.flatMap((corner, i) => [
    corner,
    ...(byEdge.get(i) ?? []).sort((p, q) => p.share - q.share).map((crossing) => crossing.point),
  ]);
}

function cutByChord(ring: Ring, chord: readonly Point[], middle: Point): Ring[] {
  const start = indexOf(ring, chord[0]!);
  const end = indexOf(ring, chord[chord.length - 1]!);
  if (start < 0 || end < 0 || start === end) return [ring];
  const apart = Math.abs(start - end);
  if (chord.length === 2 && (apart === 1 || apart === ring.length - 1)) return [ring];
  if (!insideRing(middle, ring)) return [ring];
  const inner = chord.slice(1, -1);
  const first = [...arc(ring, end, start), ...inner];
  const second = [...arc(ring, start, end), ...[...inner].reverse()];
  if (ringArea(first) < 0.01 || ringArea(second) < 0.01) return [ring];
  return [first, second];
}

/** Corners from one index to another, both included, in the ring's direction. */
function arc(ring: Ring, from: number, to: number): Point[] {
  return from <= to ? ring.slice(from, to + 1) : [...ring.slice(from), ...ring.slice(0, to + 1)];
}

function indexOf(ring: Ring, point: Point): number {
  const key = pointKey(point);
  return ring.findIndex((corner) => pointKey(corner) === key);
}
