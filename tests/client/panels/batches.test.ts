import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaFrom } from '../../../client/panels/batches/balance-form.tsx';
import { featureOf } from '../../../client/panels/batches/checks.tsx';
import {
  AREA_COLUMNS,
  balanceOf,
  difference,
  farmlandPromise,
  stageState,
  sumAreas,
  unequalColumns,
} from '../../../client/panels/batches/figures.ts';
import { boundsOf } from '../../../client/panels/batches/light.ts';
import type { BalanceEntry, BatchAreas, BatchParcel } from '../../../core/contract/batches.ts';

const hundredths = fc.integer({ min: 0, max: 90_000_000 }).map((value) => value / 100);

function areas(values: readonly number[]): BatchAreas {
  return {
    ...(Object.fromEntries(AREA_COLUMNS.map(({ key }, index) => [key, values[index] ?? 0])) as Omit<
      BatchAreas,
      'byClass'
    >),
    byClass: [],
  };
}

function parcel(values: readonly number[]): BatchParcel {
  return { areas: areas(values) } as BatchParcel;
}

const entry = (change: Partial<BalanceEntry>): BalanceEntry =>
  ({ entry: 'supplied', areaSquareMeters: 0, reverses: null, reversedBy: null, ...change }) as BalanceEntry;

describe('the areas of a batch', () => {
  it('add up to the total for any parcels, to the hundredth, where floating-point addition does not', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hundredths, hundredths), { minLength: 1, maxLength: 60 }), (rows) => {
        const total = areas([
          Number((rows.reduce((sum, [a]) => sum + Math.round(a * 100), 0) / 100).toFixed(2)),
          Number((rows.reduce((sum, [, b]) => sum + Math.round(b * 100), 0) / 100).toFixed(2)),
        ]);
        expect(unequalColumns(rows.map(parcel), total)).toEqual([]);
      }),
    );
  });

  it('names the column in which one hundredth is missing', () => {
    expect(unequalColumns([parcel([10, 5.01]), parcel([20, 1])], areas([30, 6.02]))).toEqual([
      'agriculturalSquareMeters',
    ]);
  });

  it('promises the farmland of the stored pieces: 0101–0103 after deduction, nothing that may only be restored', () => {
    const piece = (landClass: string, classSquareMeters: number) =>
      ({ landClass, classSquareMeters }) as never;
    expect(
      farmlandPromise({
        pieces: [
          piece('0101', 0.1),
          piece('0102', 0.2),
          piece('0103', 10),
          piece('0201', 99),
          piece('1203', 5),
        ],
      }),
    ).toBe(10.3);
  });

  it('takes back exactly what it took away', () => {
    fc.assert(
      fc.property(hundredths, hundredths, (before, promise) => {
        expect(sumAreas([difference(before, promise), promise])).toBe(before);
      }),
    );
  });
});

describe('the stages of a batch', () => {
  it('are done up to where it stands, and ahead beyond', () => {
    expect(stageState('planned', 'submitted')).toBe('done');
    expect(stageState('submitted', 'submitted')).toBe('now');
    expect(stageState('carried-out', 'submitted')).toBe('ahead');
  });
});

describe('the ledger of farmland', () => {
  it('counts neither an entry that was taken back nor the one that took it back', () => {
    const entries = [
      entry({ entry: 'occupied', areaSquareMeters: 100.1 }),
      entry({ areaSquareMeters: 60.2 }),
      entry({ areaSquareMeters: 500, reversedBy: 9 }),
      entry({ areaSquareMeters: 500, reverses: 3 }),
    ];
    expect(balanceOf(entries)).toEqual({ occupied: 100.1, supplied: 60.2, balance: -39.9 });
  });

  it('reads a typed area exactly in the unit that is shown, and refuses what is none', () => {
    expect(areaFrom('23.33', 'ha')).toBe(233_300);
    expect(areaFrom('1.5', 'mu')).toBe(1000);
    expect(areaFrom('0', 'ha')).toBeNull();
    expect(areaFrom('十亩', 'mu')).toBeNull();
  });
});

describe('what a finding shows on the map', () => {
  it('is the feature it names, when it names one of our layers', () => {
    expect(featureOf({ context: { layer: 'permanent_farmland', id: 12 } })).toEqual({
      layer: 'permanent_farmland',
      id: 12,
    });
    expect(featureOf({ context: { layer: 'elsewhere', id: 12 } })).toBeNull();
    expect(featureOf({ context: { parcel: 'DK01' } })).toBeNull();
  });

  it('fits all parts of all parcels, and nothing when there is none', () => {
    const ring = (x: number, y: number) => [
      [x, y],
      [x + 1, y],
      [x + 1, y + 1],
      [x, y],
    ];
    expect(
      boundsOf([
        { type: 'Polygon', coordinates: [ring(117, 39)] },
        { type: 'MultiPolygon', coordinates: [[ring(118, 38)], [ring(116, 40)]] },
      ]),
    ).toEqual([116, 38, 119, 41]);
    expect(boundsOf([])).toBeNull();
  });
});
