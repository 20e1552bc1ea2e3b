import { localPlane } from '#core/field/local-plane.ts';
import type { TrackPoint } from '#core/field/track.ts';
import type { EastNorth, LonLat } from '#core/geometry/lon-lat.ts';

/**
 * 抽稀: the points of a track worth storing (Douglas and Peucker 1973): every point left out lies within the tolerance of the line that stays. Ends and both sides
 * of a break stay; times, accuracies and order are kept.
 */
export function simplifyTrack(points: readonly TrackPoint[], toleranceMeters: number): TrackPoint[] {
  const first = points[0];
  if (first === undefined) return [];
  const plane = localPlane(first.lonLat);
  const places = points.map(({ lonLat }) => plane.toMeters(lonLat));
  const kept = new Set<number>();
  let from = 0;
  for (let i = 1; i <= points.length; i++) {
    if (i < points.length && !points[i]!.begins) continue;
    keep(places, from, i - 1, toleranceMeters, kept);
    from = i;
  }
  return points.filter((_, i) => kept.has(i));
}

/** Metres from a point to a segment of a local plane. */
export function distanceToSegment([x, y]: EastNorth, [ax, ay]: EastNorth, [bx, by]: EastNorth): number {
  const [ex, ey] = [bx - ax, by - ay];
  const length = ex * ex + ey * ey;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * ex + (y - ay) * ey) / length));
  return Math.hypot(x - ax - t * ex, y - ay - t * ey);
}

/** The line of a track, one part between breaks each; for the map. */
export function linesOf(points: readonly TrackPoint[]): LonLat[][] {
  const lines: LonLat[][] = [];
  for (const { begins, lonLat } of points) {
    if (begins || lines.length === 0) lines.push([lonLat]);
    else lines.at(-1)!.push(lonLat);
  }
  return lines;
}

function keep(
  places: readonly EastNorth[],
  from: number,
  to: number,
  tolerance: number,
  kept: Set<number>,
): void {
  kept.add(from).add(to);
  // A stack of its own: a track of a day is deeper than the machine's.
  const spans: [number, number][] = [[from, to]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [start, end] = span;
    let [farthest, distance] = [-1, tolerance];
    for (let i = start + 1; i < end; i++) {
      const away = distanceToSegment(places[i]!, places[start]!, places[end]!);
      if (away > distance) [farthest, distance] = [i, away];
    }
    if (farthest < 0) continue;
    kept.add(farthest);
    spans.push([start, farthest], [farthest, end]);
  }
}
