import type { Position } from 'geojson';

/**
 * 转向: sign of the turn a → b → c: positive to the left, negative to the right, 0 when the three points are exactly collinear.
 * Exact: where rounding could decide, the doubles are compared as integers.
 */
export function orientation(a: Position, b: Position, c: Position): number {
  const left = (a[0]! - c[0]!) * (b[1]! - c[1]!);
  const right = (a[1]! - c[1]!) * (b[0]! - c[0]!);
  const determinant = left - right;
  // Shewchuk's bound for this expression in double precision.
  if (Math.abs(determinant) > 3.3306690738754716e-16 * (Math.abs(left) + Math.abs(right))) {
    return determinant;
  }
  return exactOrientation(a, b, c);
}

/** Multiplying by a power of two is exact; 2^80 leaves nothing of a coordinate below 1e-24. */
const toInteger = (value: number) => BigInt(value * 2 ** 80);

function exactOrientation(a: Position, b: Position, c: Position): number {
  const [ax, ay, bx, by, cx, cy] = [a[0]!, a[1]!, b[0]!, b[1]!, c[0]!, c[1]!].map(fixed) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const determinant = (ax - cx) * (by - cy) - (ay - cy) * (bx - cx);
  return determinant > 0n ? 1 : determinant < 0n ? -1 : 0;
}

function fixed(value: number): bigint {
  return toInteger(Math.abs(value) < 1e-24 ? 0 : value);
}

/** How two segments meet. `point` is on both; for an overlap it is one end of the shared piece. */
export interface SegmentMeeting {
  readonly kind: 'crossing' | 'touching' | 'overlapping';
  readonly point: Position;
}

/** Where segments p1–p2 and q1–q2 meet, or null. Crossing: inside both; touching: an end of one lies on the other. */
export function meetingOf(p1: Position, p2: Position, q1: Position, q2: Position): SegmentMeeting | null {
  const a = Math.sign(orientation(q1, q2, p1));
  const b = Math.sign(orientation(q1, q2, p2));
  if (a * b > 0) return null;
  const c = Math.sign(orientation(p1, p2, q1));
  const d = Math.sign(orientation(p1, p2, q2));
  if (c * d > 0) return null;
  if (a === 0 && b === 0) return collinearMeeting(p1, p2, q1, q2);
  if (a * b < 0 && c * d < 0) return { kind: 'crossing', point: crossingPoint(p1, p2, q1, q2) };
  if (a === 0 && between(q1, q2, p1)) return { kind: 'touching', point: p1 };
  if (b === 0 && between(q1, q2, p2)) return { kind: 'touching', point: p2 };
  if (c === 0 && between(p1, p2, q1)) return { kind: 'touching', point: q1 };
  if (d === 0 && between(p1, p2, q2)) return { kind: 'touching', point: q2 };
  return null;
}

export function samePoint(a: Position, b: Position): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** Inside the box of a segment; with orientation 0 that is on the segment. */
export function between(a: Position, b: Position, point: Position): boolean {
  return (
    Math.min(a[0]!, b[0]!) <= point[0]! &&
    point[0]! <= Math.max(a[0]!, b[0]!) &&
    Math.min(a[1]!, b[1]!) <= point[1]! &&
    point[1]! <= Math.max(a[1]!, b[1]!)
  );
}

function collinearMeeting(p1: Position, p2: Position, q1: Position, q2: Position): SegmentMeeting | null {
  const shared = [
    ...[p1, p2].filter((point) => between(q1, q2, point)),
    ...[q1, q2].filter((point) => between(p1, p2, point)),
  ];
  const first = shared[0];
  if (first === undefined) return null;
  const longer = shared.some((point) => !samePoint(point, first));
  return { kind: longer ? 'overlapping' : 'touching', point: first };
}

function crossingPoint(p1: Position, p2: Position, q1: Position, q2: Position): Position {
  const [dx, dy] = [p2[0]! - p1[0]!, p2[1]! - p1[1]!];
  const [ex, ey] = [q2[0]! - q1[0]!, q2[1]! - q1[1]!];
  const t = ((q1[0]! - p1[0]!) * ey - (q1[1]! - p1[1]!) * ex) / (dx * ey - dy * ex);
  return [p1[0]! + t * dx, p1[1]! + t * dy];
}
