import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TargetRow } from '#core/contract/targets.ts';
import { groupByLandClass, sortRows } from '../../../client/panels/targets/group-rows.ts';

function row(id: number, landClass: string | null, hundredths: number): TargetRow {
  return {
    id,
    layer: 'land_parcels',
    label: String(id),
    regionCode: '120111001201',
    regionName: '村',
    landClass,
    landClassName: landClass && `类${landClass}`,
    value: hundredths / 100,
    geometryAreaSquareMeters: hundredths / 100,
    bounds: [117, 39, 117.1, 39.1],
  };
}

const rows = fc
  .array(fc.tuple(fc.constantFrom('0101', '0102', '0103', null), fc.integer({ min: 0, max: 9_000_000 })))
  .map((list) => list.map(([code, hundredths], index) => row(index + 1, code, hundredths)));

describe('breakdown by land class', () => {
  it('adds up to the rows, group by group and row by row', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const groups = groupByLandClass(list);
        const sum = (values: readonly number[]) =>
          values.reduce((total, v) => total + Math.round(v * 100), 0);
        expect(sum(groups.map((group) => group.value))).toBe(sum(list.map((item) => item.value)));
        expect(groups.reduce((total, group) => total + group.rowCount, 0)).toBe(list.length);
      }),
    );
  });

  it('lists the classes by code, rows without a class first', () => {
    const groups = groupByLandClass([row(1, '0103', 1), row(2, null, 1), row(3, '0101', 2)]);
    expect(groups.map((group) => group.code)).toEqual(['', '0101', '0103']);
    expect(groups[1]).toMatchObject({ name: '类0101', share: 0.5 });
  });
});

describe('order of the rows', () => {
  it('takes parcel numbers as numbers', () => {
    const list = [row(10, '0101', 1), row(9, '0101', 1), row(100, '0101', 1)];
    expect(sortRows(list, 'number').map((item) => item.id)).toEqual([9, 10, 100]);
  });

  it('keeps every row in every order', () => {
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom('number', 'largest', 'smallest', 'village', 'class'),
        (list, order) => {
          expect(
            sortRows(list, order as 'number')
              .map((item) => item.id)
              .sort((a, b) => a - b),
          ).toEqual(list.map((item) => item.id));
        },
      ),
    );
  });
});
