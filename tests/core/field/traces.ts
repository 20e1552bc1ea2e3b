import type { Polygon } from 'geojson';
import { localPlane } from '#core/field/local-plane.ts';
import type { EastNorth, LonLat } from '#core/geometry/lon-lat.ts';
import type { DeviceFix } from '#core/patches/operation.ts';

/** A corner of ground in Tianjin, from which the tests measure in metres. */
export const plane = localPlane([117.05, 39.12]);
export const at = (east: number, north: number): LonLat => plane.toLonLat([east, north]);

export const ringOf = (...corners: EastNorth[]): Polygon => ({
  type: 'Polygon',
  coordinates: [[...corners, corners[0]!].map(([east, north]) => [...at(east, north)])],
});

export const rectangle = (west: number, south: number, east: number, north: number): Polygon =>
  ringOf([west, south], [east, south], [east, north], [west, north]);

/** A repeatable source of numbers in [0, 1) (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** One axis of an error whose 68 % radius is 1. */
export const sigmaOfRadius = 1 / Math.sqrt(-2 * Math.log(0.32));

export interface TraceStep {
  readonly truth: EastNorth;
  readonly fix: DeviceFix;
}

/**
 * A walk along corners with receiver's noise: each error keeps `memory` (0: white, near 1: slow drift) of the one before, and its 68 % radius
 * is the accuracy.
 */
export function walk(
  corners: readonly EastNorth[],
  options: { seed: number; speed: number; accuracy: number; memory: number; everyMs?: number },
): TraceStep[] {
  const { seed, speed, accuracy, memory, everyMs = 1000 } = options;
  const random = seeded(seed);
  const sigma = accuracy * sigmaOfRadius;
  let error: EastNorth = [sigma * normal(random), sigma * normal(random)];
  const steps: TraceStep[] = [];
  const stride = (speed * everyMs) / 1000;
  const keep = Math.sqrt(1 - memory * memory);
  for (let i = 1; i < corners.length; i++) {
    const [[ax, ay], [bx, by]] = [corners[i - 1]!, corners[i]!];
    const length = Math.hypot(bx - ax, by - ay);
    for (let gone = 0; gone < length; gone += stride) {
      const truth: EastNorth = [ax + ((bx - ax) * gone) / length, ay + ((by - ay) * gone) / length];
      error = [
        memory * error[0] + keep * sigma * normal(random),
        memory * error[1] + keep * sigma * normal(random),
      ];
      const lonLat = at(truth[0] + error[0], truth[1] + error[1]);
      steps.push({
        truth,
        fix: { lonLat, accuracyMeters: accuracy, at: 1_790_000_000_000 + steps.length * everyMs },
      });
    }
  }
  return steps;
}
