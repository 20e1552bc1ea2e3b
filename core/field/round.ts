import { bestRound } from '#core/field/best-round.ts';
import { type DistanceTable, improvedRound } from '#core/field/improved-round.ts';
import { isLonLat, localPlane } from '#core/field/local-plane.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';

export interface RoundStop {
  readonly id: string;
  readonly lonLat: LonLat | null;
  /** 0 is visited before 1, and so on; left out: the last. Stops of one rank are ordered by the way. */
  readonly rank?: number;
}

export interface RoundOptions {
  /** Whether the way back to the start counts. */
  readonly backToStart?: boolean;
  /** Comparisons after which the improvement of a long round ends; a count, not a clock, so that every machine finds the same. */
  readonly maxSteps?: number;
}

export interface RoundLeg {
  readonly id: string;
  readonly lonLat: LonLat;
  /** Geodesic metres from the stop before. */
  readonly meters: number;
  readonly metersFromStart: number;
}

export interface Round {
  readonly legs: readonly RoundLeg[];
  /** 0 unless one goes back to the start. */
  readonly backMeters: number;
  readonly totalMeters: number;
  /** Whether no shorter order exists (up to 12 stops). */
  readonly best: boolean;
  /** Stops without a position. */
  readonly unplaced: readonly string[];
}

/** Up to so many stops the best order is found for certain. */
const exactUpTo = 12;

/**
 * 巡查路线: the order in which to visit stops from a start. The best one for up to 12 stops; for more, nearest neighbour improved by 2-opt and Or-opt. The
 * same stops give the same round, in whatever order they are handed in.
 */
export function planRound(start: LonLat, stops: readonly RoundStop[], options: RoundOptions = {}): Round {
  const placed = stops
    .filter((stop): stop is RoundStop & { lonLat: LonLat } => isLonLat(stop.lonLat))
    .sort((a, b) => rankOf(a) - rankOf(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const points = [start, ...placed.map(({ lonLat }) => lonLat)];
  const ranks = [-1, ...placed.map(rankOf)];
  const best = placed.length <= exactUpTo;
  const distance = best ? geodesicTable(points) : planeTable(points);
  const back = options.backToStart ?? false;
  const order = best
    ? bestRound(distance, ranks, back)
    : improvedRound(distance, ranks, back, options.maxSteps ?? 4_000_000);

  const legs: RoundLeg[] = [];
  let [at, total] = [start, 0];
  for (const point of order) {
    const { id, lonLat } = placed[point - 1]!;
    const meters = geodesicDistance(at, lonLat);
    total += meters;
    legs.push({ id, lonLat, meters, metersFromStart: total });
    at = lonLat;
  }
  const backMeters = back ? geodesicDistance(at, start) : 0;
  const unplaced = stops.filter(({ lonLat }) => !isLonLat(lonLat)).map(({ id }) => id);
  return { legs, backMeters, totalMeters: total + backMeters, best, unplaced };
}

const rankOf = ({ rank }: RoundStop) => rank ?? Number.MAX_SAFE_INTEGER;

function geodesicTable(points: readonly LonLat[]): DistanceTable {
  const size = points.length;
  const meters = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      meters[i * size + j] = geodesicDistance(points[i]!, points[j]!);
      meters[j * size + i] = meters[i * size + j]!;
    }
  }
  return { size, between: (i, j) => meters[i * size + j]! };
}

/** Good to a thousandth within a district, and quick for many stops. */
function planeTable(points: readonly LonLat[]): DistanceTable {
  const size = points.length;
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / size;
  const plane = localPlane([mean(0), mean(1)]);
  const east = new Float64Array(size);
  const north = new Float64Array(size);
  points.forEach((point, i) => {
    [east[i], north[i]] = plane.toMeters(point) as [number, number];
  });
  const between = (i: number, j: number) => {
    const [dx, dy] = [east[i]! - east[j]!, north[i]! - north[j]!];
    return Math.sqrt(dx * dx + dy * dy);
  };
  return { size, between };
}
