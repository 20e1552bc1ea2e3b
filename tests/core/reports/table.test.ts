import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roomAnswer } from '#core/reports/room.ts';
import { cellText, type ReportTable, solveTable } from '#core/reports/table.ts';

const table = (rows: ReportTable['rows']): ReportTable => ({
  kind: 'table',
  name: 't',
  caption: 't',
  total: '合计',
  columns: [
    { key: 'name', title: '村', kind: 'text', width: 1 },
    { key: 'area', title: '面积', kind: 'm2', width: 1 },
    { key: 'mu', title: '亩', kind: 'mu', width: 1, derived: { as: 'mu', of: 'area' } },
    { key: 'share', title: '占比', kind: 'share', width: 1, derived: { as: 'share', of: 'area' } },
    {
      key: 'left',
      title: '余',
      kind: 'm2',
      width: 1,
      derived: { as: 'difference', of: 'area', minus: 'goal' },
    },
    { key: 'leftHa', title: '余', kind: 'ha', width: 1, signed: true, derived: { as: 'ha', of: 'left' } },
    { key: 'goal', title: '目标', kind: 'm2', width: 1 },
  ],
  rows,
});
const cents = fc.integer({ min: 0, max: 2_000_000_000 }).map((value) => value / 100);

describe('a table of a report', () => {
  it('sums the shown hundredths exactly, and shares come to one', () => {
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 60 }), (areas) => {
        const { rows, total } = solveTable(table(areas.map((area) => ({ name: 'a', area, goal: 1 }))));
        const shown = rows.map((row) => BigInt(cellText({ kind: 'm2' }, row[1]!).replace('.', '')));
        expect(cellText({ kind: 'm2' }, total![1]!).replace('.', '')).toBe(
          String(shown.reduce((sum, value) => sum + value, 0n)).padStart(3, '0'),
        );
        if ((total![1] as number) > 0) {
          expect(rows.reduce((sum, row) => sum + (row[3] as number), 0)).toBeCloseTo(1, 9);
        }
      }),
    );
  });

  it('takes 亩 as m² × 0.0015, and a margin with its sign', () => {
    const { rows } = solveTable(table([{ name: 'a', area: 55_000.05, goal: 55_280 }]));
    expect(rows[0]).toEqual(['a', 55_000.05, 82.500075, 1, -279.95, -0.027995, 55_280]);
    expect(cellText({ kind: 'ha', signed: true }, -0.027995)).toBe('−0.0280');
    expect(cellText({ kind: 'm2', signed: true }, 279.95)).toBe('+279.95');
    expect(cellText({ kind: 'm2', signed: true }, 0)).toBe('0.00');
    expect(cellText({ kind: 'm2', signed: true }, -0.001), 'no minus before nothing').toBe('0.00');
  });

  it('leaves empty what is not measured, and everything that follows from it: never zero', () => {
    const { rows, total } = solveTable(table([{ name: 'a', area: null, goal: 5 }]));
    expect(rows[0]).toEqual(['a', null, null, null, null, null, 5]);
    expect(total?.[1]).toBeNull();
    expect(cellText({ kind: 'm2' }, null)).toBe('—');
  });
});

describe('what may still be converted', () => {
  it.each([
    [10, 4, 4, 'floor'],
    [4, 10, 4, 'quota'],
    [4, null, 4, 'no-floor'],
    [-1, 10, 0, 'over-quota'],
    [4, -1, 0, 'below-floor'],
  ] as const)('with %d left of the quota and %d above the floor is %d (%s)', (left, floor, room, limit) => {
    expect(roomAnswer({ leftSquareMeters: left, floorMarginSquareMeters: floor })).toEqual({
      squareMeters: room,
      limit,
    });
  });
});
