import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centiSquareMeters } from '#core/geometry/units.ts';
import { type SignedAreas, type SignedParcel, splitParcel } from '#core/overlay/split-parcel.ts';
import { classAreaOf } from '#core/targets/farmland.ts';

const signed = (areas: SignedAreas): SignedAreas => ({
  parcelSquareMeters: areas.parcelSquareMeters,
  deductedSquareMeters: areas.deductedSquareMeters,
  classSquareMeters: areas.classSquareMeters,
});

function aParcelOf(parcelSquareMeters: number, rate: number, geometrySquareMeters: number): SignedParcel {
  return { parcelSquareMeters, ...classAreaOf(parcelSquareMeters, rate), geometrySquareMeters };
}

const columns = ['parcelSquareMeters', 'deductedSquareMeters', 'classSquareMeters'] as const;

function expectSum(parts: readonly SignedAreas[], whole: SignedAreas): void {
  for (const column of columns) {
    const sum = parts.reduce((total, part) => total + centiSquareMeters(part[column]), 0n);
    expect(sum, column).toBe(centiSquareMeters(whole[column]));
  }
}

const parcels = fc
  .record({
    cents: fc.integer({ min: 1, max: 500_000_000 }),
    rate: fc.constantFrom(0, 0.065, 0.1234),
    drift: fc.double({ min: 0.999, max: 1.001, noNaN: true }),
    shares: fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }), {
      minLength: 1,
      maxLength: 2,
    }),
    taken: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ cents, rate, drift, shares, taken }) => {
    const parcel = aParcelOf(cents / 100, rate, (cents / 100) * drift);
    const whole = shares.flat().reduce((a, b) => a + b, 0) || 1;
    const cuts = shares.map((group) =>
      group.map((share) => (share / whole) * taken * parcel.geometrySquareMeters),
    );
    return { parcel, cuts };
  });

describe('图斑分割: the three signed areas of a parcel, divided', () => {
  it('halves 10 000.00 with KCXS 0.0650 into 5 000.00 − 325.00 = 4 675.00 each', () => {
    const { rest, groups } = splitParcel(aParcelOf(10_000, 0.065, 10_003.7), [[5001.85]]);
    const half = { parcelSquareMeters: 5000, deductedSquareMeters: 325, classSquareMeters: 4675 };
    expect(signed(rest)).toEqual(half);
    expect(signed(groups[0]!.total)).toEqual(half);
    expect(groups[0]!.members.map(signed)).toEqual([half]);
  });

  it('gives the hundredth that three thirds lose to one of them', () => {
    const { rest, groups } = splitParcel(aParcelOf(100, 0, 99), [[33], [33]]);
    const thirds = [rest, ...groups.map(({ total }) => total)].map((part) => part.parcelSquareMeters);
    expect(thirds.toSorted()).toEqual([33.33, 33.33, 33.34]);
  });

  it('a cut that takes all but the noise of cutting takes the parcel whole', () => {
    const parcel = aParcelOf(1234.56, 0.065, 1234.5612);
    const { rest, groups } = splitParcel(parcel, [[1234.5]]);
    expect(signed(groups[0]!.total)).toEqual(signed(parcel));
    expect(signed(rest)).toEqual({ parcelSquareMeters: 0, deductedSquareMeters: 0, classSquareMeters: 0 });
  });

  it('cuts that measure a little more than the outline share it without a rest', () => {
    const parcel = aParcelOf(1000, 0.1, 1000);
    const { rest, groups } = splitParcel(parcel, [[600.004], [400.004]]);
    expect(rest.parcelSquareMeters).toBe(0);
    expectSum(
      groups.map(({ total }) => total),
      parcel,
    );
  });

  it('adds up to the parcel in all three columns, groups to it and members to their group', () => {
    fc.assert(
      fc.property(parcels, ({ parcel, cuts }) => {
        const { rest, groups } = splitParcel(parcel, cuts);
        expectSum([rest, ...groups.map(({ total }) => total)], parcel);
        for (const { total, members } of groups) expectSum(members, total);
        for (const part of [rest, ...groups.flatMap(({ total, members }) => [total, ...members])]) {
          for (const column of columns) expect(part[column]).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('what a group takes does not depend on how many members share it, nor on their order', () => {
    fc.assert(
      fc.property(parcels, ({ parcel, cuts }) => {
        // Sums of the same numbers in another order differ in their last bits, which largest remainder could see in a tie.
        const whole = cuts.map((members) => members.map((area) => Math.round(area * 1024) / 1024));
        const totals = (groups: readonly (readonly number[])[]) =>
          splitParcel(parcel, groups).groups.map(({ total }) => signed(total));
        expect(totals(whole.map((members) => members.toReversed()))).toEqual(totals(whole));
        expect(totals(whole.map((members) => [members.reduce((a, b) => a + b, 0)]))).toEqual(totals(whole));
      }),
      { numRuns: 300 },
    );
  });

  it('no part is off its share by more than a hundredth, but for the noise of the outline', () => {
    fc.assert(
      fc.property(parcels, ({ parcel, cuts }) => {
        const { groups } = splitParcel(parcel, cuts);
        cuts.forEach((members, index) => {
          const share = members.reduce((a, b) => a + b, 0) / parcel.geometrySquareMeters;
          const exact = share * parcel.parcelSquareMeters;
          const noise = 0.011 + Math.max(0.1, parcel.geometrySquareMeters * 5e-7) * 1.01;
          expect(Math.abs(groups[index]!.total.parcelSquareMeters - exact)).toBeLessThanOrEqual(noise);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a negative area', () => {
    expect(() => splitParcel(aParcelOf(100, 0, 100), [[-1, 5]])).toThrow(RangeError);
  });
});
