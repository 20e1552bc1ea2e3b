import { describe, expect, it } from 'vitest';
import { squareMetersFrom } from '#core/geometry/units.ts';
import { evaluateTarget } from '#core/targets/evaluate.ts';
import { classAreaOf, countsAsFarmland, farmlandClasses } from '#core/targets/farmland.ts';
import { compareRulers } from '#core/targets/rulers.ts';

const floor = { comparator: '>=', value: squareMetersFrom('55.28', 'ha') } as const;

describe('对照指标: evaluateTarget', () => {
  it('holds at exactly 55.28 ha, and not a hundredth of a square metre below', () => {
    expect(evaluateTarget(552800, floor)).toEqual({ state: 'holds', margin: 0 });
    expect(evaluateTarget(552799.99, floor)).toEqual({ state: 'breached', margin: -0.01 });
    expect(evaluateTarget(552800.01, floor)).toEqual({ state: 'holds', margin: 0.01 });
  });

  it('does not let a sum of floating-point areas break or save a floor', () => {
    // 0.1 + 0.2 style noise: the sum is 552 800 within a millionth.
    const noisy = Array.from({ length: 10 }, () => 55280.1).reduce((a, b) => a + b, -1);
    expect(noisy).not.toBe(552800);
    expect(evaluateTarget(noisy, floor).state).toBe('holds');
  });

  it('never calls 55.2799 ha, which prints as 55.28, a target that holds', () => {
    expect(evaluateTarget(552799, floor)).toEqual({ state: 'breached', margin: -1 });
  });

  it('reads ceilings and equalities', () => {
    const value = squareMetersFrom('23.33', 'ha');
    expect(evaluateTarget(233300.01, { comparator: '<=', value })).toEqual({
      state: 'breached',
      margin: 0.01,
    });
    expect(evaluateTarget(233299, { comparator: '<=', value }).state).toBe('holds');
    expect(evaluateTarget(233300, { comparator: '=', value }).state).toBe('holds');
    expect(evaluateTarget(233299.99, { comparator: '=', value }).state).toBe('breached');
  });

  it('is not measured, rather than held, when nothing measures it', () => {
    expect(evaluateTarget(null, floor)).toEqual({ state: 'not-measured', margin: null });
  });
});

describe('耕地: what counts', () => {
  it('is 0101, 0102 and 0103 and nothing else', () => {
    expect(farmlandClasses.map(({ code }) => code)).toEqual(['0101', '0102', '0103']);
    expect(['0101', '0102', '0103'].every(countsAsFarmland)).toBe(true);
    for (const code of ['01', '0101K', '01011', '0104', '101', '0201', '0201K', '1203', '1202', '0404', '']) {
      expect(countsAsFarmland(code)).toBe(false);
    }
  });

  it('deducts the ridges in decimal, half-up: 10 000.00 at 0.0650 leaves 9 350.00', () => {
    expect(classAreaOf(10000, 0.065)).toEqual({ deductedSquareMeters: 650, classSquareMeters: 9350 });
    expect(classAreaOf(1234.5, 0)).toEqual({ deductedSquareMeters: 0, classSquareMeters: 1234.5 });
    // 100.10 × 0.05 = 5.005 exactly, which binary arithmetic holds as 5.00499…
    expect(classAreaOf(100.1, 0.05)).toEqual({ deductedSquareMeters: 5.01, classSquareMeters: 95.09 });
    expect(() => classAreaOf(100, 1)).toThrow(RangeError);
    expect(() => classAreaOf(100, -0.1)).toThrow(RangeError);
  });
});

describe('三把尺: compareRulers', () => {
  it('shows that a sphere would break a floor of exactly 55.28 ha by 0.71 mu', () => {
    const { rows, agree, sentence } = compareRulers({
      database: 552791.1547,
      browser: 552791.15471,
      sphere: 552319.9422,
    });
    expect(rows.map((row) => [row.ruler, row.counts])).toEqual([
      ['database', true],
      ['browser', false],
      ['sphere', false],
    ]);
    expect(rows[1]).toMatchObject({
      areaSquareMeters: 552791.15,
      differenceSquareMeters: 0,
      differenceMu: 0,
    });
    expect(rows[2]).toMatchObject({ differenceSquareMeters: -471.21, differenceMu: -0.706815 });
    expect(rows[2]?.differencePpm).toBeCloseTo(-852.4, 1);
    expect(agree).toBe(true);
    expect(sentence.zh).toContain('以数据库椭球面积为准');
    expect(
      evaluateTarget(rows[2]!.areaSquareMeters, { comparator: '>=', value: rows[0]!.areaSquareMeters }).state,
    ).toBe('breached');
  });

  it('says not to sign when the two ellipsoids disagree', () => {
    const { agree, sentence } = compareRulers({ database: 552791, browser: 552700, sphere: 552319 });
    expect(agree).toBe(false);
    expect(sentence.en).toContain('do not sign');
  });
});
