import type { LonLatBox } from '#core/geometry/lon-lat.ts';

/**
 * 稳健范围: the box of raw coordinates without the outermost fiftieth on each side, so that one broken vertex does not decide the CRS.
 * @param xs, ys one coordinate pair a feature is enough; values that are not finite are left out
 */
export function robustBox(xs: readonly number[], ys: readonly number[]): LonLatBox | null {
  const [minX, maxX] = spread(xs);
  const [minY, maxY] = spread(ys);
  return minX === undefined || minY === undefined ? null : [minX, minY, maxX!, maxY!];
}

function spread(values: readonly number[]): [number, number] | [] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  const cut = Math.floor(sorted.length * 0.02);
  return [sorted[cut]!, sorted[sorted.length - 1 - cut]!];
}
