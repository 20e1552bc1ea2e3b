import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { squareMeters } from '#core/geometry/units.ts';
import { checkPatchAreas, patchAreaMessage } from '#core/patches/area-checks.ts';
import { ownThresholdRules, reachesMu, thresholdsOn } from '#core/patches/thresholds.ts';

const day = '2026-11-23';
const reached = (permanentSquareMeters: number, otherFarmlandSquareMeters: number) =>
  thresholdsOn({ permanentSquareMeters, otherFarmlandSquareMeters }, day)
    .filter((each) => each.reached)
    .map(({ code }) => code);

describe('the referral standard by area', () => {
  it('is 5 mu of basic farmland or 10 mu of other farmland, either by itself', () => {
    expect(reached(3333.33, 6666.66)).toEqual([]);
    expect(reached(3333.34, 0)).toEqual(['basic-farmland']);
    expect(reached(0, 6666.67)).toEqual(['other-farmland']);
    expect(reached(3333.34, 6666.67)).toEqual(['basic-farmland', 'other-farmland']);
    expect(reached(0, 6000)).toEqual([]);
  });

  it('is reached exactly at the limit, without an error of floating point', () => {
    for (let mu = 3; mu <= 3000; mu += 3) {
      // 3 mu are 2000 m² exactly.
      const area = (mu / 3) * 2000;
      expect(reachesMu(squareMeters(area), mu)).toBe(true);
      expect(reachesMu(squareMeters(area - 0.01), mu)).toBe(false);
      expect(reachesMu(squareMeters(area), mu + 1e-9)).toBe(false);
    }
    expect(reachesMu(squareMeters(200), 0.3)).toBe(true);
  });

  it('agrees with whole numbers everywhere', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), fc.nat(300_000), (centi, hundredths) => {
        expect(reachesMu(squareMeters(centi / 100), hundredths / 100)).toBe(
          BigInt(centi) * 15n >= BigInt(hundredths) * 10_000n,
        );
      }),
    );
  });

  it('is said as an area, never as guilt, and never rounded up to a limit that is not reached', () => {
    const [basic, other] = thresholdsOn(
      { permanentSquareMeters: 3333.33, otherFarmlandSquareMeters: 7000 },
      day,
    );
    expect(basic!.text.zh).toBe('占用基本农田 4.999995 亩，未达到移送标准（面积）5 亩');
    expect(other!.text.zh).toBe('占用基本农田以外的耕地 10.50 亩，达到移送标准（面积）10 亩');
    expect(other!.text.en).toContain('reaches the referral standard (area) of 10 mu');
    for (const { text } of [basic!, other!]) {
      expect(text.zh).not.toMatch(/罪|犯|违法/);
      expect(text.en).not.toMatch(/crim|guilt|illegal|offen/i);
    }
  });

  it('shows the area on the side of the limit on which it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 333_300, max: 333_400 }), (centi) => {
        const [check] = thresholdsOn(
          { permanentSquareMeters: centi / 100, otherFarmlandSquareMeters: 0 },
          day,
        );
        const shown = Number(/[\d.]+/.exec(check!.text.zh)![0]);
        expect(shown >= 5).toBe(check!.reached);
      }),
    );
  });

  it('is of its date, and an office may have others', () => {
    const areas = { permanentSquareMeters: 9999, otherFarmlandSquareMeters: 9999 };
    expect(thresholdsOn(areas, '2000-06-21')).toEqual([]);
    const [rule] = ownThresholdRules;
    const until = { ...rule!, until: '2027-01-01' };
    const after = { ...rule!, from: '2027-01-01', limitMu: 20 };
    expect(thresholdsOn(areas, '2026-12-31', [until, after]).map((each) => each.limitMu)).toEqual([5]);
    expect(thresholdsOn(areas, '2027-01-01', [until, after])[0]).toMatchObject({
      limitMu: 20,
      reached: false,
      verified: true,
      source: rule!.source,
    });
  });

  it('refuses an area that is no number', () => {
    expect(() =>
      thresholdsOn({ permanentSquareMeters: Number.NaN, otherFarmlandSquareMeters: 0 }, day),
    ).toThrow(RangeError);
  });
});

describe('the areas of a patch', () => {
  const areas = {
    totalSquareMeters: 1000.03,
    agriculturalSquareMeters: 600.01,
    constructionSquareMeters: 300.01,
    unusedSquareMeters: 100.01,
    farmlandSquareMeters: 500,
    permanentSquareMeters: 400,
  };
  const codes = (more: Partial<typeof areas>, tolerance?: number) =>
    checkPatchAreas({ ...areas, ...more }, 'patch P1', tolerance).map(
      ({ code, severity }) => `${severity} ${code}`,
    );

  it('that fit have nothing found', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ farmlandSquareMeters: 600.01, permanentSquareMeters: 600.01 })).toEqual([]);
  });

  it('are agricultural, construction and unused land together', () => {
    expect(codes({ totalSquareMeters: 1000.02 })).toEqual(['error patch.area.parts-differ']);
    expect(codes({ totalSquareMeters: 1000.02 }, 0.01)).toEqual([]);
  });

  it('have no more farmland than agricultural land', () => {
    expect(codes({ farmlandSquareMeters: 600.02 })).toEqual(['error patch.area.farmland-exceeds']);
  });

  it('have no more permanent farmland than area; more than farmland is a warning', () => {
    expect(codes({ permanentSquareMeters: 500.01 })).toEqual(['warning patch.area.permanent-above-farmland']);
    expect(codes({ permanentSquareMeters: 1000.04 })).toEqual([
      'error patch.area.permanent-exceeds',
      'warning patch.area.permanent-above-farmland',
    ]);
  });

  it('have a sentence for each finding in both languages', () => {
    const all = checkPatchAreas(
      { ...areas, totalSquareMeters: 1, farmlandSquareMeters: 700, permanentSquareMeters: 800.5 },
      'patch P1',
    );
    expect(all).toHaveLength(4);
    expect(new Set(all.map(({ id }) => id)).size).toBe(4);
    for (const finding of all) {
      const { zh, en } = patchAreaMessage(finding);
      expect(zh + en).not.toMatch(/[{}]|undefined/);
    }
    expect(patchAreaMessage(all[3]!).zh).toBe('永久基本农田 800.5 m² 大于耕地 700 m²，请核对现状地类');
  });
});
