import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numericScale, scaleBar } from '../../client/app/scale.ts';

describe('scale of the map', () => {
  it('gives 1:10 000 where a pixel is 2.6458 m', () => {
    expect(numericScale(2.645833)).toBe(10_000);
  });

  it('draws the longest 1, 2 or 5 × 10ⁿ metres that fit, true to the scale', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 10_000, noNaN: true }), (metersPerPixel) => {
        const { meters, pixels } = scaleBar(metersPerPixel, 110);
        expect(pixels).toBeLessThanOrEqual(110.0001);
        expect(pixels).toBeGreaterThan(110 / 2.6);
        expect(pixels * metersPerPixel).toBeCloseTo(meters, 6);
        expect([1, 2, 5]).toContain(Number(meters.toPrecision(1)[0]));
      }),
    );
  });
});
