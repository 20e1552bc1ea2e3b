import { describe, expect, it } from 'vitest';
import { Fence, type FenceZone } from '#core/field/fence-index.ts';
import { dutyLedger, judgePatrol, quarterOf, shareSeen, visitsOf } from '#core/field/patrol.ts';
import {
  ownPatrolFrequencies,
  ownPatrolRules,
  type PatrolRule,
  patrolRuleOn,
} from '#core/field/patrol-rules.ts';
import { trackOf } from '#core/field/track.ts';
import type { EastNorth } from '#core/geometry/lon-lat.ts';
import { rectangle, walk } from './traces.ts';

const west: FenceZone = { id: 'west', layer: 'village', outline: rectangle(0, 0, 500, 400) };
const east: FenceZone = { id: 'east', layer: 'village', outline: rectangle(500, 0, 1000, 400) };
const town: FenceZone = { id: 'town', layer: 'town', outline: rectangle(-2000, -2000, 2000, 2000) };
const track = (...corners: EastNorth[]) =>
  trackOf(
    walk(corners, { seed: 2, speed: 1.25, accuracy: 3, memory: 0.5, everyMs: 5000 }).map(({ fix }) => fix),
  ).points;
const rule: PatrolRule = {
  from: '2020-01-01',
  until: null,
  level: null,
  minMinutes: 5,
  minMeters: 400,
  minShare: 0.4,
  sightMeters: 100,
  source: '',
  verified: false,
};

describe('履职计时: what a patrol comes to', () => {
  it('counts time in each grid, those of several levels each by themselves', () => {
    const visits = visitsOf(track([0, 200], [1000, 200]), new Fence([west, east, town]));
    const minutes = Object.fromEntries(visits.map(({ grid, milliseconds }) => [grid, milliseconds / 60_000]));
    expect(minutes.west).toBeCloseTo(6.67, 0);
    expect(minutes.east).toBeCloseTo(6.67, 0);
    expect(minutes.town).toBeCloseTo(13.3, 0);
  });

  it('says how much of a grid was within sight', () => {
    expect(shareSeen(track([0, 200], [500, 200]), west.outline, 100)).toBeCloseTo(0.5, 1);
    expect(shareSeen(track([0, 100], [500, 100], [500, 300], [0, 300]), west.outline, 110)).toBeGreaterThan(
      0.97,
    );
    expect(shareSeen([], west.outline, 100)).toBe(0);
  });

  it('is a patrol when all that the rule asks for is met, and says what lacks', () => {
    expect(judgePatrol(track([0, 200], [500, 200]), west, rule)).toMatchObject({ done: true, lacking: [] });
    expect(judgePatrol(track([0, 200], [100, 200]), west, rule)).toMatchObject({
      done: false,
      lacking: ['minutes', 'meters', 'share'],
    });
    const nothing = { ...rule, minMinutes: null, minMeters: null, minShare: null };
    expect(judgePatrol(track([0, 200], [100, 200]), west, nothing)).toMatchObject({
      done: true,
      share: null,
    });
    expect(judgePatrol(track([0, 200], [100, 200]), east, nothing).done).toBe(false);
  });

  it('takes the rule of the level and of the day', () => {
    const rules = [
      rule,
      { ...rule, level: 'village', minMinutes: 9 },
      { ...rule, from: '2027-01-01', minMinutes: 7 },
    ];
    expect(patrolRuleOn(rules, 'village', '2026-11-23')!.minMinutes).toBe(9);
    expect(patrolRuleOn(rules, 'town', '2026-11-23')!.minMinutes).toBe(5);
    expect(patrolRuleOn(rules, 'town', '2027-02-01')!.minMinutes).toBe(7);
    expect(patrolRuleOn(rules, 'town', '2019-02-01')).toBeNull();
    expect(patrolRuleOn(ownPatrolRules, 'village', '2026-11-23')).not.toBeNull();
  });
});

describe('履职台账: patrols done and due in a quarter', () => {
  it('counts by the frequency of each level; without a number nothing is lacking', () => {
    const grids = [
      { id: 't', level: 'town' },
      { id: 'v', level: 'village' },
      { id: 'x', level: 'another-province' },
    ];
    const patrols = [
      { grid: 'v', day: '2026-10-01' },
      { grid: 'v', day: '2026-12-31' },
      { grid: 't', day: '2026-09-30' },
    ];
    expect(dutyLedger(grids, patrols, '2026-Q4', ownPatrolFrequencies)).toEqual([
      { grid: 't', level: 'town', due: 1, done: 0, lacking: 1 },
      { grid: 'v', level: 'village', due: null, done: 2, lacking: 0 },
      { grid: 'x', level: 'another-province', due: null, done: 0, lacking: 0 },
    ]);
    expect(['2026-01-01', '2026-03-31', '2026-04-01', '2026-12-31'].map(quarterOf)).toEqual([
      '2026-Q1',
      '2026-Q1',
      '2026-Q2',
      '2026-Q4',
    ]);
  });
});
