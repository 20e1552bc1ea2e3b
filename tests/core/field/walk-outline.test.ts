import { describe, expect, it } from 'vitest';
import { areaUncertainty } from '#core/field/measure-outline.ts';
import {
  closeWalk,
  closingOf,
  emptyWalk,
  finishCorner,
  joinCorner,
  joinPoint,
  takeBackCorner,
  type Walk,
  walkOn,
} from '#core/field/walk-outline.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import type { EastNorth } from '#core/geometry/lon-lat.ts';
import { at, normal, ringOf, seeded, sigmaOfRadius, walk } from './traces.ts';

const corners: EastNorth[] = [
  [0, 0],
  [60, 0],
  [60, 40],
  [0, 40],
];
let clock = 0;
const stand = (from: Walk, [east, north]: EastNorth, accuracyMeters = 3) =>
  walkOn(from, { lonLat: at(east, north), accuracyMeters, at: clock++ }).walk;
const through = (...places: EastNorth[]) => places.reduce((sum, place) => stand(sum, place), emptyWalk);

describe('走绘: an outline from where one walked', () => {
  it('closes four corners to their area and perimeter', () => {
    const walked = closeWalk(through(...corners), 'outline');
    expect(walked.areaSquareMeters).toBeCloseTo(2400, 0);
    expect(walked.perimeterMeters).toBeCloseTo(200, 1);
    expect(walked.findings).toEqual([]);
    expect(walked.plusMinusSquareMeters).toBeGreaterThan(0);
  });

  it('takes fixes of one place for one corner, the better ones weighing more', () => {
    let standing = stand(emptyWalk, [0, 0], 2);
    standing = stand(standing, [1.5, 0], 4);
    expect(standing.corners).toHaveLength(1);
    expect(geodesicDistance(standing.corners[0]!.lonLat, at(0.3, 0))).toBeLessThan(0.001);
    expect(standing.corners[0]).toMatchObject({ fixes: 2, bestAccuracyMeters: 2 });
    for (let i = 0; i < 100; i++) standing = stand(standing, [0.3, 0], 2);
    expect(standing.corners[0]!.accuracyMeters).toBe(1);
  });

  it('makes the coming back to the start one corner', () => {
    const back = through(...corners, [1, 1]);
    expect(closingOf(back)).toMatchObject({ mayClose: true });
    expect(closingOf(through(...corners.slice(0, 3)))).toMatchObject({ mayClose: false });
    const walked = closeWalk(back, 'outline');
    expect(walked.corners).toHaveLength(4);
    expect(geodesicDistance(walked.corners[0]!.lonLat, at(0.5, 0.5))).toBeLessThan(0.01);
  });

  it('finds where the way crossed itself, and gives no area for it', () => {
    const walked = closeWalk(through([0, 0], [60, 40], [60, 0], [0, 40]), 'outline');
    expect(walked.findings.map(({ code }) => code)).toEqual(['geometry.ring.self-crossing']);
    expect(walked.areaSquareMeters).toBeNull();
    expect(geodesicDistance(walked.findings[0]!.lonLat!, at(30, 20))).toBeLessThan(0.1);
  });

  it('refuses what is no fix to draw by', () => {
    const fix = { lonLat: at(0, 0), accuracyMeters: 3, at: 1 };
    expect(walkOn(emptyWalk, { ...fix, accuracyMeters: 40 }).refusal).toBe('accuracy');
    expect(walkOn(emptyWalk, { ...fix, lonLat: [Number.NaN, 0] }).refusal).toBe('not-a-position');
    expect(walkOn(walkOn(emptyWalk, fix).walk, fix).refusal).toBe('duplicate');
    expect(closeWalk(through([0, 0], [9, 0]), 'outline')).toMatchObject({
      outline: null,
      areaSquareMeters: null,
    });
  });

  it('finishes a corner, takes it back, and joins it to the neighbour', () => {
    const finished = finishCorner(through([0, 0], [60, 0]));
    expect(stand(finished, [60.5, 0]).corners).toEqual(finished.corners);
    expect(takeBackCorner(finished).corners).toHaveLength(1);
    const neighbour = [at(100, 100), at(62, 1), at(61, 0)];
    const point = joinPoint(finished.corners[1]!.lonLat, neighbour, 5)!;
    expect(point.index).toBe(2);
    expect(joinCorner(finished, point.lonLat).corners[1]!.lonLat).toEqual(neighbour[2]);
    expect(joinPoint(at(0, 0), neighbour, 5)).toBeNull();
  });

  it('holds the true area within its stated error, in 95 of 100 surveys of noisy corners', () => {
    const random = seeded(11);
    const truth = geodesicArea(ringOf(...corners));
    let within = 0;
    for (let i = 0; i < 400; i++) {
      const noisy = corners.map(([east, north]) => {
        const error = () => 2 * sigmaOfRadius * normal(random);
        return { lonLat: at(east + error(), north + error()), accuracyMeters: 2 };
      });
      const ring = [...noisy, noisy[0]!].map(({ lonLat }) => [...lonLat]);
      const area = geodesicArea({ type: 'Polygon', coordinates: [ring] });
      if (Math.abs(area - truth) <= areaUncertainty(noisy)) within++;
    }
    expect(within / 400).toBeGreaterThan(0.92);
    expect(within / 400).toBeLessThan(0.985);
  });

  it('walks round a field and comes near its area', () => {
    const field: EastNorth[] = [
      [0, 0],
      [200, 0],
      [200, 150],
      [0, 150],
      [0, 0],
    ];
    const trace = walk(field, { seed: 8, speed: 1.3, accuracy: 3, memory: 0.97 });
    const walked = closeWalk(
      trace.reduce((sum, { fix }) => walkOn(sum, fix).walk, emptyWalk),
      'outline',
    );
    expect(walked.areaSquareMeters).toBeGreaterThan(30_000 * 0.95);
    expect(walked.areaSquareMeters).toBeLessThan(30_000 * 1.05);
  });
});
