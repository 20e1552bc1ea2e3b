/** 平面点: metres east and north of the layout's origin, on whole millimetres. */
export type Point = readonly [x: number, y: number];

/** Onto whole millimetres, so that equal places are equal numbers. */
export function toMillimetre([x, y]: Point): Point {
  return [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000];
}

/** One number for one millimetre: valid for coordinates between −8 km and 260 km. */
export function pointKey([x, y]: Point): number {
  return (Math.round(x * 1000) + 8e6) * 268435456 + Math.round(y * 1000) + 8e6;
}

export const add = (a: Point, b: Point): Point => [a[0] + b[0], a[1] + b[1]];
export const subtract = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]];
export const scale = (a: Point, factor: number): Point => [a[0] * factor, a[1] * factor];
export const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1];
export const cross = (a: Point, b: Point): number => a[0] * b[1] - a[1] * b[0];
/** A quarter turn to the left. */
export const left = ([x, y]: Point): Point => [-y, x];
export const between = (a: Point, b: Point, t: number): Point => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
];

/** sqrt, not hypot: only the first is the same to the last bit in every engine. */
export function length([x, y]: Point): number {
  return Math.sqrt(x * x + y * y);
}

export const distance = (a: Point, b: Point): number => length(subtract(a, b));

export function unit(a: Point): Point {
  const size = length(a);
  return size === 0 ? [1, 0] : scale(a, 1 / size);
}

/** Nearest place on a segment: how far along (0…1) and how far away in metres. */
export function nearestOnSegment(p: Point, a: Point, b: Point): { t: number; distance: number } {
  const along = subtract(b, a);
  const square = dot(along, along);
  const t = square === 0 ? 0 : Math.max(0, Math.min(1, dot(subtract(p, a), along) / square));
  return { t, distance: distance(p, between(a, b, t)) };
}
