import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localPlane } from '#core/field/local-plane.ts';
import { distanceToSegment, linesOf, simplifyTrack } from '#core/field/simplify-track.ts';
import { emptyTrack, pausesOf, stepsOf, takeFix, trackOf } from '#core/field/track.ts';
import type { DeviceFix } from '#core/patches/operation.ts';
import { at, walk } from './traces.ts';

const fix = (east: number, seconds: number, more: Partial<DeviceFix> = {}): DeviceFix => ({
  lonLat: at(east, 0),
  accuracyMeters: 4,
  at: seconds * 1000,
  ...more,
});
const refusals = (...fixes: DeviceFix[]) => {
  let track = emptyTrack;
  return fixes.map((each) => {
    const taken = takeFix(track, each);
    track = taken.track;
    return taken.refusal;
  });
};

describe('巡查轨迹: which fixes are a track', () => {
  it('refuses what cannot be, and says why', () => {
    expect(
      refusals(
        fix(0, 10),
        fix(2, 10),
        fix(2, 8),
        fix(3, 11, { accuracyMeters: 80 }),
        fix(3, 11, { accuracyMeters: Number.NaN }),
        fix(3, 11, { lonLat: [Number.NaN, 39] }),
        fix(3, Number.NaN),
        fix(900, 12),
        fix(4, 13),
      ),
    ).toEqual([
      null,
      'duplicate',
      'clock-back',
      'accuracy',
      'accuracy',
      'not-a-position',
      'not-a-position',
      'impossible-speed',
      null,
    ]);
  });

  it('believes the second fix of a new place: then the first ones were wrong, and the way between does not count', () => {
    const { track, points } = trackOf([fix(-50_000, 0), fix(0, 2), fix(3, 4), fix(20, 10), fix(40, 20)]);
    expect(points.map(({ begins }) => begins)).toEqual([true, true, false, false]);
    expect(track.refused['impossible-speed']).toBe(1);
    expect(track.meters).toBeGreaterThan(30);
    expect(track.meters).toBeLessThan(45);
    expect(track.milliseconds).toBe(16_000);
  });

  it('counts neither way nor time over a break', () => {
    const { track, points } = trackOf([fix(0, 0), fix(50, 40), fix(1000, 2000), fix(1050, 2040)]);
    expect(Math.round(track.meters)).toBe(100);
    expect(track.milliseconds).toBe(80_000);
    expect(linesOf(points)).toHaveLength(2);
  });

  it('measures a walk to a few percent, and little in ten minutes of standing, through noise', () => {
    const going = trackOf(
      walk(
        [
          [0, 0],
          [1000, 0],
        ],
        { seed: 4, speed: 1.3, accuracy: 5, memory: 0.95 },
      ).map((step) => step.fix),
    );
    expect(going.track.meters).toBeGreaterThan(950);
    expect(going.track.meters).toBeLessThan(1150);
    const standing = trackOf(
      walk(
        [
          [0, 0],
          [6, 0],
        ],
        { seed: 4, speed: 0.01, accuracy: 5, memory: 0.97 },
      ).map((step) => step.fix),
    );
    expect(standing.track.meters).toBeLessThan(80);
  });

  it('counts the same length step by step', () => {
    const { track, points } = trackOf(
      walk(
        [
          [0, 0],
          [400, 0],
          [0, 50],
        ],
        { seed: 6, speed: 1.3, accuracy: 4, memory: 0.8 },
      ).map((each) => each.fix),
    );
    const sum = stepsOf(points).reduce((total, { meters }) => total + meters, 0);
    expect(sum).toBeCloseTo(track.meters, 6);
    expect(stepsOf([])).toEqual([]);
  });

  it('finds where one stayed', () => {
    const stay = Array.from({ length: 20 }, (_, i) => fix(100 + (i % 3), 60 + i * 10));
    const { points } = trackOf([fix(0, 0), fix(50, 30), ...stay, fix(150, 300), fix(200, 330)]);
    const pauses = pausesOf(points);
    expect(pauses.map(({ from, until }) => [from, until])).toEqual([[60_000, 250_000]]);
    expect(pausesOf([])).toEqual([]);
  });

  it('never throws and never loses count, whatever comes', () => {
    const anyFix = fc.record({
      lonLat: fc.tuple(fc.double(), fc.double()),
      accuracyMeters: fc.double(),
      at: fc.double(),
    });
    fc.assert(
      fc.property(fc.array(anyFix, { maxLength: 30 }), (fixes) => {
        const { track, points } = trackOf(fixes);
        const refused = Object.values(track.refused).reduce((sum, count) => sum + count, 0);
        expect(points.length + refused).toBe(fixes.length);
        expect(track.count).toBe(points.length);
      }),
    );
  });
});

describe('抽稀: what is kept of a track', () => {
  it('leaves out nothing that lies beside the line by more than the tolerance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 15 }), (seed, tolerance) => {
        const { points } = trackOf(
          walk(
            [
              [0, 0],
              [200, 50],
              [100, 200],
            ],
            { seed, speed: 1.5, accuracy: 4, memory: 0.7 },
          ).map((step) => step.fix),
        );
        const kept = simplifyTrack(points, tolerance);
        const plane = localPlane(points[0]!.lonLat);
        for (const point of points) {
          const i = Math.max(
            1,
            kept.findIndex((each) => each.at >= point.at),
          );
          const [a, b] = [kept[i - 1]!, kept[i]!].map(({ lonLat }) => plane.toMeters(lonLat));
          expect(distanceToSegment(plane.toMeters(point.lonLat), a!, b!)).toBeLessThanOrEqual(
            tolerance + 1e-6,
          );
        }
        expect(kept[0]).toBe(points[0]);
        expect(kept.at(-1)).toBe(points.at(-1));
      }),
      { numRuns: 40 },
    );
  });

  it('keeps both sides of a break, a single point and nothing', () => {
    const { points } = trackOf([fix(0, 0), fix(10, 10), fix(20, 20), fix(1000, 2000), fix(1010, 2010)]);
    expect(simplifyTrack(points, 5).map((point) => point.at / 1000)).toEqual([0, 20, 2000, 2010]);
    expect(simplifyTrack(points.slice(0, 1), 5)).toHaveLength(1);
    expect(simplifyTrack([], 5)).toEqual([]);
  });
});
