import { describe, expect, it } from 'vitest';
import { minutesOf, startRecord, takePatrolFix } from '../../../client/field/patrol/patrol-record.ts';

const fixAt = (second: number, meters: number, accuracyMeters = 5) => ({
  lonLat: [117.1 + meters / 86_500, 39.1] as const,
  accuracyMeters,
  at: 1_700_000_000_000 + second * 1000,
});

describe('a patrol that is recorded', () => {
  it('adds up the way and the time', () => {
    let record = startRecord('p', 0);
    for (let second = 0; second <= 600; second += 10) record = takePatrolFix(record, fixAt(second, second));
    expect(record.track.meters).toBeGreaterThan(590);
    expect(record.track.meters).toBeLessThan(610);
    expect(minutesOf(record)).toBeCloseTo(10, 6);
  });

  it('has nothing to write while the person stands still', () => {
    const first = takePatrolFix(startRecord('p', 0), fixAt(0, 0));
    expect(takePatrolFix(first, fixAt(5, 1))).toBe(first);
    expect(takePatrolFix(first, fixAt(70, 1))).not.toBe(first);
  });

  it('takes nothing while it is paused, and no position that is none', () => {
    const paused = { ...startRecord('p', 0), paused: true };
    expect(takePatrolFix(paused, fixAt(0, 0))).toBe(paused);
    const record = startRecord('p', 0);
    expect(takePatrolFix(record, { ...fixAt(0, 0), lonLat: [Number.NaN, 39] })).toBe(record);
  });

  it('counts how often the position was too rough', () => {
    const record = takePatrolFix(startRecord('p', 0), fixAt(0, 0, 400));
    expect(record.points).toEqual([]);
    expect(record.track.refused.accuracy).toBe(1);
  });
});
