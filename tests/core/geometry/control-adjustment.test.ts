import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustParcels, adjustToControl, type MeasuredParcel } from '#core/geometry/control-adjustment.ts';
import { centiSquareMeters, roundHalfUp } from '#core/geometry/units.ts';

const sum = (areas: readonly number[]) => areas.reduce((total, area) => total + centiSquareMeters(area), 0n);
const plain = (areas: readonly number[]) => areas.map((area) => ({ ...aParcel, parcelSquareMeters: area }));
const aParcel: MeasuredParcel = {
  villageCode: '120111001201',
  island: false,
  parcelSquareMeters: 0,
  deductionRate: 0,
};
const land = (areaSquareMeters: number) => ({ villageCode: '120111001201', island: false, areaSquareMeters });
const islands = (areaSquareMeters: number) => ({ ...land(areaSquareMeters), island: true });

describe('控制面积平差', () => {
  it('deals +0.17 m² out to seven parcels: the three largest get 0.03, the other four 0.02', () => {
    const areas = [500, 100, 700, 300, 200, 600, 400];
    expect(adjustToControl(areas, 2800.17)).toEqual([500.03, 100.02, 700.03, 300.02, 200.02, 600.03, 400.02]);
  });

  it('takes away what the parcels have too much, from the largest first', () => {
    expect(adjustToControl([500, 100, 700], 1299.96)).toEqual([499.99, 99.99, 699.98]);
    expect(adjustToControl([500, 100, 700], 1299.99)).toEqual([500, 100, 699.99]);
  });

  it('leaves parcels alone that already add up', () => {
    expect(adjustToControl([12.34, 56.78], 69.12)).toEqual([12.34, 56.78]);
    expect(adjustToControl([], 0)).toEqual([]);
  });

  it('of equal parcels the first gets the odd hundredth', () => {
    expect(adjustToControl([100, 100, 100], 300.01)).toEqual([100.01, 100, 100]);
  });

  it('adds up to the control area exactly; no parcel moves by more than the others but for a hundredth', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 10_000, max: 90_000_000 }), { minLength: 1, maxLength: 80 }),
        fc.integer({ min: -5000, max: 5000 }),
        (cents, difference) => {
          const areas = cents.map((cent) => cent / 100);
          const control = roundHalfUp((cents.reduce((a, b) => a + b, 0) + difference) / 100, 2);
          const adjusted = adjustToControl(areas, control);
          expect(sum(adjusted)).toBe(centiSquareMeters(control));
          const moved = adjusted.map((area, i) =>
            Number(centiSquareMeters(area) - centiSquareMeters(areas[i]!)),
          );
          expect(Math.max(...moved) - Math.min(...moved)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses a control area without parcels, and one that would make a parcel negative', () => {
    expect(() => adjustToControl([], 1)).toThrow(RangeError);
    expect(() => adjustToControl([0.01, 50], 49.9)).toThrow(/place 1/);
  });
});

describe('图斑平差: land and islands of each village apart, deductions after', () => {
  it('deducts ridges from the adjusted parcel: 10 000.00 + 0.10 at 0.0650 gives 650.01 and 9 350.09', () => {
    const [parcel] = adjustParcels(
      [{ ...aParcel, parcelSquareMeters: 10_000, deductionRate: 0.065 }],
      [land(10_000.1)],
    );
    expect(parcel).toEqual({
      parcelSquareMeters: 10_000.1,
      deductedSquareMeters: 650.01,
      classSquareMeters: 9350.09,
    });
  });

  it('a parcel that fits its control area keeps the worked figures: KCMJ 650.00, TBDLMJ 9 350.00', () => {
    expect(
      adjustParcels([{ ...aParcel, parcelSquareMeters: 10_000, deductionRate: 0.065 }], [land(10_000)])[0],
    ).toEqual({ parcelSquareMeters: 10_000, deductedSquareMeters: 650, classSquareMeters: 9350 });
  });

  it('what is missing on an island is not made good on land', () => {
    const parcels = [
      ...plain([1000, 2000]),
      { ...aParcel, island: true, parcelSquareMeters: 300 },
      { ...aParcel, villageCode: '120111001202', parcelSquareMeters: 70 },
    ];
    const adjusted = adjustParcels(parcels, [
      islands(300.05),
      land(2999.99),
      { ...land(70.01), villageCode: '120111001202' },
    ]);
    expect(adjusted.map((each) => each.parcelSquareMeters)).toEqual([1000, 1999.99, 300.05, 70.01]);
  });

  it('a village whose control area is not given is not left as it is, and one without parcels is not passed over', () => {
    expect(() => adjustParcels(plain([100]), [])).toThrow(/120111001201 land/);
    expect(() => adjustParcels(plain([100]), [islands(100), land(100)])).toThrow(RangeError);
  });
});
