import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centiSquareMeters } from '#core/geometry/units.ts';
import { accountOverlay, balanceTolerance } from '#core/overlay/accounting.ts';

const pieces = (...areas: number[]) => areas.map((areaSquareMeters, id) => ({ id, areaSquareMeters }));
const sumCents = (areas: readonly number[]) => areas.reduce((sum, area) => sum + centiSquareMeters(area), 0n);

describe('占用分析平差: the pieces of a subject add up to the whole', () => {
  it('allocates the hundredth that rounding would lose', () => {
    const [account] = accountOverlay(100, [
      { layer: 'land_parcels', pieces: pieces(33.3333, 33.3333, 33.3334) },
    ]);
    expect(account?.rows.map((row) => row.areaSquareMeters)).toEqual([33.33, 33.33, 33.34]);
    expect(account?.rows.map((row) => row.sharePercent)).toEqual([33.33, 33.33, 33.34]);
    expect(account).toMatchObject({
      coveredSquareMeters: 100,
      outsideSquareMeters: 0,
      balanced: true,
      findings: [],
    });
  });

  it('shows what a layer leaves outside, and balances it with the rest', () => {
    const [farmland, redline] = accountOverlay(552791.1552, [
      { layer: 'permanent_farmland', pieces: pieces(91000.004, 2.006) },
      { layer: 'ecological_redlines', pieces: [] },
    ]);
    expect(farmland).toMatchObject({ coveredSquareMeters: 91002.01, outsideSquareMeters: 461789.15 });
    expect(redline).toMatchObject({
      rows: [],
      coveredSquareMeters: 0,
      outsideSquareMeters: 552791.16,
      outsidePercent: 100,
    });
  });

  it('sums to the subject exactly, whatever covers how much of it', () => {
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e9, noNaN: true }),
        fc.array(fraction, { minLength: 1, maxLength: 60 }),
        fraction,
        (whole, weights, coverage) => {
          const total = weights.reduce((a, b) => a + b, 0);
          fc.pre(total > 1e-6);
          const areas = weights.map((weight) => (weight / total) * whole * coverage);
          const [account] = accountOverlay(whole, [{ layer: 'x', pieces: pieces(...areas) }]);
          const rows = account!.rows.map((row) => row.areaSquareMeters);
          expect(sumCents([...rows, account!.outsideSquareMeters])).toBe(centiSquareMeters(whole));
          expect(sumCents(rows)).toBe(centiSquareMeters(account!.coveredSquareMeters));
          const shares = account!.rows.map((row) => row.sharePercent);
          expect(sumCents([...shares, account!.outsidePercent])).toBe(10000n);
          rows.forEach((area, i) => {
            expect(Math.abs(area - areas[i]!)).toBeLessThan(0.011 + balanceTolerance(whole));
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes a gap below the tolerance for noise, and one above it for ground', () => {
    const account = (gap: number) =>
      accountOverlay(10000, [{ layer: 'x', pieces: pieces(6000, 4000 - gap) }])[0]!;
    expect(account(0.09).outsideSquareMeters).toBe(0);
    expect(account(0.09).rows.map((row) => row.areaSquareMeters)).toEqual([6000.05, 3999.95]);
    expect(account(0.11).outsideSquareMeters).toBe(0.11);
  });

  it('says when a layer overlaps itself, and forces nothing', () => {
    const [account] = accountOverlay(100, [{ layer: 'patches', pieces: pieces(80, 40) }], 'parcel 7');
    expect(account).toMatchObject({ balanced: false, coveredSquareMeters: 120, outsideSquareMeters: 0 });
    expect(account?.rows.map((row) => row.areaSquareMeters)).toEqual([80, 40]);
    expect(account?.findings[0]).toMatchObject({
      code: 'overlay.area.unbalanced',
      subject: 'parcel 7',
      context: { layer: 'patches', excessSquareMeters: 20 },
    });
  });

  it('refuses a subject without area and pieces with negative area', () => {
    expect(() => accountOverlay(0, [])).toThrow(RangeError);
    expect(() => accountOverlay(Number.NaN, [])).toThrow(RangeError);
    expect(() => accountOverlay(10, [{ layer: 'x', pieces: pieces(-1, 2) }])).toThrow(RangeError);
  });
});
