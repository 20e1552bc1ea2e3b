/** A hash of two whole numbers and a seed, in [0, 1). */
export function hash(a: number, b: number, seed: number): number {
  let h = Math.imul(a, 0x27d4eb2d) ^ Math.imul(b, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

/** 平滑噪声: smooth in space, in [0, 1), with features of about `size` metres; two octaves. */
export function noise(x: number, y: number, size: number, seed: number): number {
  return 0.7 * octave(x / size, y / size, seed) + 0.3 * octave((x * 2.3) / size, (y * 2.3) / size, seed + 77);
}

function octave(x: number, y: number, seed: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const u = ease(x - column);
  const v = ease(y - row);
  const below = mix(hash(column, row, seed), hash(column + 1, row, seed), u);
  const above = mix(hash(column, row + 1, seed), hash(column + 1, row + 1, seed), u);
  return mix(below, above, v);
}

const ease = (t: number) => t * t * (3 - 2 * t);
const mix = (a: number, b: number, t: number) => a + (b - a) * t;
