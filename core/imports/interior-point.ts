import type { Position } from 'geojson';

/**
 * 内点: a point inside a polygon, in the middle of the longest stretch that a level line cuts out of it.
 * @param rings all rings of all parts, closed; even-odd
 * @returns null when the polygon has no extent
 */
export function interiorPoint(rings: readonly (readonly Position[])[]): [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const ring of rings) {
    for (const point of ring) {
      low = Math.min(low, point[1]!);
      high = Math.max(high, point[1]!);
    }
  }
  let best: { width: number; point: [number, number] } | null = null;
  // Odd divisions of the height, so that a level is unlikely to run through a vertex.
  for (const share of [0.5, 0.3819, 0.6271, 0.2213, 0.7843]) {
    const level = low + (high - low) * share;
    const found = longestStretch(rings, level);
    if (found && (best === null || found.width > best.width)) best = found;
    if (best && share === 0.5 && best.width > (high - low) * 0.1) break;
  }
  return best?.point ?? null;
}

function longestStretch(rings: readonly (readonly Position[])[], level: number) {
  const crossings: number[] = [];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1]!, ring[i]!];
      if (a[1]! > level === b[1]! > level) continue;
      crossings.push(a[0]! + ((level - a[1]!) / (b[1]! - a[1]!)) * (b[0]! - a[0]!));
    }
  }
  crossings.sort((a, b) => a - b);
  let best: { width: number; point: [number, number] } | null = null;
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const width = crossings[i + 1]! - crossings[i]!;
    if (width > (best?.width ?? 0)) best = { width, point: [crossings[i]! + width / 2, level] };
  }
  return best;
}
