import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundToSum } from '#core/geometry/round-to-sum.ts';
import {
  areaIn,
  areaText,
  centiSquareMeters,
  formatArea,
  hectaresOf,
  muOf,
  roundHalfUp,
  squareMeters,
  squareMetersFrom,
  toFixedHalfUp,
} from '#core/geometry/units.ts';

describe('面积单位: exact conversion', () => {
  it('converts the reported figures of plans and reports exactly', () => {
    expect(squareMetersFrom('55.28', 'ha')).toBe(552800);
    expect(squareMetersFrom('7315.2', 'mu')).toBe(4876800);
    expect(squareMetersFrom('1.43', 'wan-mu')).toBeCloseTo(9533333.333333, 6);
    expect(squareMetersFrom('32.21608', 'ha')).toBe(322160.8);
    expect(muOf(squareMetersFrom('55.28', 'ha'))).toBe(829.2);
    expect(muOf(squareMetersFrom('9.1', 'ha'))).toBe(136.5);
    expect(hectaresOf(squareMetersFrom('4731', 'mu'))).toBe(315.4);
    expect(areaIn(squareMetersFrom('467.46', 'wan-mu'), 'wan-mu')).toBe(467.46);
  });

  it('takes 1 mu as 10000/15 m², so 409.44 万亩 is not 20 mu off', () => {
    const area = squareMetersFrom('409.44', 'wan-mu');
    expect(area / 666.67).toBeLessThan(4094400 - 20);
    expect(muOf(area)).toBe(4094400);
  });

  it('comes back to the same hectares and mu from any figure with four decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e10 }), fc.constantFrom('ha', 'mu', 'km2'), (n, unit) => {
        const text = toFixedHalfUp(n / 1e4, 4);
        expect(areaText(squareMetersFrom(text, unit), unit, 4)).toBe(text);
      }),
    );
  });

  it('refuses what is not a number', () => {
    for (const text of ['', '55,28', '12亩', 'NaN'])
      expect(() => squareMetersFrom(text, 'ha')).toThrow(RangeError);
    expect(() => squareMeters(Number.NaN)).toThrow(RangeError);
  });
});

describe('四舍五入: half-up on the decimal that a person reads', () => {
  it.each([
    [1.005, 2, '1.01'],
    [2.675, 2, '2.68'],
    [-1.005, 2, '-1.01'],
    [0.5, 0, '1'],
    [1.4999999999, 0, '1'],
    [1e-7, 2, '0.00'],
    [123456789012.345, 2, '123456789012.35'],
    [1.23e21, 1, '1230000000000000000000.0'],
  ])('%d to %d decimals is %s', (value, decimals, text) => {
    expect(toFixedHalfUp(value, decimals)).toBe(text);
    expect(roundHalfUp(value, decimals)).toBe(Number(text));
  });

  it('counts areas in whole hundredths of a square metre', () => {
    expect(centiSquareMeters(542791.17455)).toBe(54279117n);
    expect(centiSquareMeters(0.285)).toBe(29n);
  });

  it('writes areas with the decimals of their place', () => {
    const area = squareMeters(542791.17);
    expect(formatArea(area, 'ha')).toBe('54.28 公顷');
    expect(formatArea(area, 'ha', { use: 'table' })).toBe('54.2791 公顷');
    expect(formatArea(area, 'mu')).toBe('814.2 亩');
    expect(formatArea(area, 'mu', { use: 'table', language: 'en' })).toBe('814.19 mu');
    expect(formatArea(area, 'm2', { language: null })).toBe('542791.17');
    expect(formatArea(area, 'mu', { decimals: 4, language: null })).toBe('814.1868');
  });
});

describe('最大余额法: roundToSum', () => {
  it('makes three thirds add up to 100.00', () => {
    expect(roundToSum([1, 1, 1], 100, 0.01)).toEqual([33.34, 33.33, 33.33]);
  });

  it('always sums to the total, moves no part by a step or more, and leaves zero parts at zero', () => {
    const part = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e7, noNaN: true }));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 200 }), (parts) => {
        const sum = parts.reduce((a, b) => a + b, 0);
        fc.pre(sum > 0.01);
        const rounded = roundToSum(parts, sum, 0.01);
        const cents = rounded.reduce((total, value) => total + centiSquareMeters(value), 0n);
        expect(cents).toBe(centiSquareMeters(sum));
        rounded.forEach((value, i) => {
          expect(Math.abs(value - parts[i]!)).toBeLessThan(0.0100001 + sum * 1e-9);
          if (parts[i] === 0) expect(value).toBe(0);
        });
      }),
    );
  });

  it('refuses negative parts, and a total without parts', () => {
    expect(() => roundToSum([1, -1], 1, 0.01)).toThrow(RangeError);
    expect(() => roundToSum([0, 0], 1, 0.01)).toThrow(RangeError);
    expect(() => roundToSum([1], 1, 0.03)).toThrow(RangeError);
    expect(roundToSum([0, 0], 0, 0.01)).toEqual([0, 0]);
  });
});
