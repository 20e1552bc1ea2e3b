import { describe, expect, it } from 'vitest';
import type { PatchEvent, PatchSummary } from '#core/contract/patches.ts';
import { dividerAfterKey, dividerAt } from '../../../../client/map/compare/divider.ts';
import { mapSome, sharesOf } from '../../../../client/panels/patches/dispatch/plan.ts';
import { workOf } from '../../../../client/panels/patches/dispatch/round-picture.ts';
import { narrowing, noFilters, queryOf } from '../../../../client/panels/patches/filters.ts';
import { quarterOf, quartersBefore } from '../../../../client/panels/patches/quarters.ts';
import { fieldCourses } from '../../../../client/panels/patches/review/field-course.ts';
import { ghostsOf, versionBefore } from '../../../../client/panels/patches/review/outline-course.ts';
import { statisticsOption } from '../../../../client/panels/patches/statistics/chart-option.ts';
import { conditionsOf, openable, rowsOf } from '../../../../client/panels/patches/statistics/rows.ts';

const patch = (uid: string, lonLat: [number, number]) => ({ uid, lonLat }) as unknown as PatchSummary;

describe('the register', () => {
  it('names only conditions that are set, and counts those that narrow the register', () => {
    expect(queryOf(noFilters, '120111')).toEqual({ register: 'house-building', region: '120111' });
    const set = { ...noFilters, text: ' 杨庄子 ', light: 'red', conflicts: true } as const;
    expect(queryOf(set, undefined)).toEqual({
      register: 'house-building',
      light: 'red',
      text: '杨庄子',
      conflicts: true,
    });
    expect(narrowing(noFilters)).toBe(0);
    expect(narrowing(set)).toBe(3);
  });

  it('shares patches out by who is named for their place, those of nobody last, each on a round', () => {
    const patches = [
      patch('a', [117, 39]),
      patch('b', [117.02, 39]),
      patch('c', [117.01, 39]),
      patch('d', [117, 39.1]),
    ];
    const shares = sharesOf(patches, ({ uid }) =>
      uid === 'd' ? null : { kind: 'person', id: 'p', name: '示例' },
    );
    expect(shares.map(({ holder }) => holder?.name ?? null)).toEqual(['示例', null]);
    const order = shares[0]!.round.legs.map(({ id }) => id).join('');
    expect(['acb', 'bca', 'cab', 'cba']).toContain(order);
    const kinds = workOf(shares).features.map(({ properties }) => properties?.kind);
    expect(kinds.filter((kind) => kind === 'stop')).toHaveLength(4);
    // One stop needs no line.
    expect(kinds.filter((kind) => kind === 'round')).toHaveLength(1);
  });

  it('asks for several at a time and answers in the order asked', async () => {
    let [now, most] = [0, 0];
    const answers = await mapSome([5, 1, 3, 2], 2, async (wait) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((done) => setTimeout(done, wait));
      now -= 1;
      return wait;
    });
    expect(answers).toEqual([5, 1, 3, 2]);
    expect(most).toBe(2);
  });
});

describe('the review', () => {
  const event = (at: number, writes: readonly { field: string; value: unknown }[]): PatchEvent =>
    ({
      operation: `o${at}`,
      person: { id: 'p', name: `人${at}` },
      at,
      content: { kind: 'write', writes },
    }) as unknown as PatchEvent;

  it('shows what stood before and who put what stands', () => {
    const courses = fieldCourses({
      values: { note: '新', location: '村东' },
      assignee: { kind: 'person', id: 'x', name: '示例' },
      events: [
        event(1, [{ field: 'note', value: '旧' }]),
        event(2, [{ field: 'note', value: '新' }]),
        event(3, [{ field: 'assignee', value: { name: '示例', id: 'x', kind: 'person' } }]),
      ],
    });
    expect(courses.map(({ field, before, by }) => [field, before, by?.at ?? null])).toEqual([
      ['location', undefined, null],
      ['assignee', undefined, 3],
      ['note', '旧', 2],
    ]);
  });

  it('finds the outline before its last change', () => {
    const version = (versionId: number, geometryChanged: boolean) => ({ versionId, geometryChanged });
    expect(versionBefore([version(1, true)])).toBeNull();
    expect(versionBefore([version(3, false), version(2, true), version(1, true)])).toBe(1);
    expect(versionBefore([version(1, true), version(2, false)])).toBeNull();
  });

  it('draws every outline that stands against another, and nothing else', () => {
    const outline = { type: 'MultiPolygon' as const, coordinates: [] };
    const candidates = [outline, outline].map((value) => ({ value }));
    expect(
      ghostsOf({
        conflictList: [
          { kind: 'field', field: 'outline', candidates },
          { kind: 'field', field: 'note', candidates: [{ value: '甲' }] },
        ] as never,
      }).map(({ side }) => side),
    ).toEqual([0, 1]);
  });
});

describe('statistics', () => {
  const tally = (count: number, areaSquareMeters: number) => ({ count, areaSquareMeters });
  const row = (key: string, across: string | null, count: number) => ({
    key,
    name: key,
    across,
    issued: tally(count, count * 0.1),
    verified: tally(count, count * 0.1),
    closed: tally(1, 0.1),
    remainingSquareMeters: 0.1,
  });

  it('sums a key from what it is divided into, to the hundredth of a square metre', () => {
    const rows = rowsOf(
      [row('a', 'closed', 1), row('a', 'returned', 2), row('b', 'closed', 4)],
      ({ key }) => key,
    );
    expect(rows.map(({ key, issued, across }) => [key, issued, across.length])).toEqual([
      ['a', tally(3, 0.3), 2],
      ['b', tally(4, 0.4), 1],
    ]);
    expect(rows[0]?.remainingSquareMeters).toBe(0.2);
  });

  it('opens a figure to the list that it counts', () => {
    expect(openable('class', 'residential')).toEqual({ patchClass: 'residential' });
    expect(openable('assignee', '')).toEqual({ assignee: 'none' });
    expect(openable('month', '')).toBeNull();
    expect(openable('village', '120111001201')).toBeNull();
    expect(conditionsOf('village', '120111001201')).toEqual({ region: '120111001201' });
  });

  it('draws the largest, with decals', () => {
    const rows = rowsOf(
      Array.from({ length: 20 }, (_, i) => row(`k${i}`, null, i + 1)),
      ({ key }) => key,
    );
    const option = statisticsOption(
      rows,
      { open: '未', closed: '已' },
      { still: true, colour: () => '#000' },
    );
    expect(option.yAxis.data).toHaveLength(15);
    expect(option.yAxis.data.at(-1)).toBe('k19');
    expect(option.aria.decal.show).toBe(true);
  });

  it('counts quarters back over the year', () => {
    expect(quarterOf('2026-11-23')).toBe('2026-Q4');
    expect(quarterOf('2026-03-31')).toBe('2026-Q1');
    expect(quartersBefore('2026-Q2', 4)).toEqual(['2026-Q2', '2026-Q1', '2025-Q4', '2025-Q3']);
  });
});

describe('the divider of a comparison', () => {
  it('moves by keys and stays on the map', () => {
    expect(dividerAfterKey('ArrowRight', 50, false)).toBe(52);
    expect(dividerAfterKey('ArrowLeft', 5, true)).toBe(0);
    expect(dividerAfterKey('End', 5, false)).toBe(100);
    expect(dividerAfterKey('Tab', 5, false)).toBeNull();
  });

  it('stands where the pointer is', () => {
    expect(dividerAt(150, { left: 100, width: 200 })).toBe(25);
    expect(dividerAt(0, { left: 100, width: 200 })).toBe(0);
    expect(dividerAt(10, { left: 0, width: 0 })).toBe(50);
  });
});
