import { decimalOf, decimalText, scaledHalfUp } from '#core/geometry/decimal.ts';
import { type SquareMeters, squareMeters } from '#core/geometry/units.ts';
import type { Bilingual } from '#core/problem.ts';

/** A land class that counts as 耕地, with the rule that says so. */
export interface FarmlandClass {
  readonly code: string;
  readonly name: Bilingual;
}

/**
 * 耕地: the classes that count, one by one. Codes are text and are compared whole: a prefix test would also catch what a later version of a scheme puts
 * beside them. The codes are the same in 三调工作分类, GB/T 21010-2017 and 用地用海分类.
 */
export const farmlandClasses: readonly FarmlandClass[] = [
  { code: '0101', name: { zh: '水田', en: 'Paddy field' } },
  { code: '0102', name: { zh: '水浇地', en: 'Irrigated land' } },
  { code: '0103', name: { zh: '旱地', en: 'Dry land' } },
];

/** What people read beside the figure, and where it comes from. */
export const farmlandRule: { readonly text: Bilingual; readonly source: string } = {
  text: {
    zh: '耕地 = 水田0101、水浇地0102、旱地0103的图斑地类面积（扣除田坎后）之和；即可恢复、工程恢复属性的土地不是耕地，永久基本农田、耕地保护目标另计。',
    en: 'Farmland = the sum of class area (after deducting ridges) of 0101 paddy, 0102 irrigated and 0103 dry land; land marked as restorable is not farmland, and permanent farmland and protection targets are counted apart.',
  },
  source:
    '第三次全国国土调查工作分类 0101–0103；图斑地类面积 TBDLMJ = TBMJ − KCMJ；年度国土变更调查（时点 12 月 31 日）',
};

/** True when a land class counts as 耕地. Restoration marks (JKHF, GCHF) stand on other classes and never make farmland. */
export function countsAsFarmland(landClass: string): boolean {
  return farmlandClasses.some(({ code }) => code === landClass);
}

export interface ClassArea {
  /** 扣除地类面积 KCMJ, m². */
  readonly deductedSquareMeters: SquareMeters;
  /** 图斑地类面积 TBDLMJ, m². */
  readonly classSquareMeters: SquareMeters;
}

/**
 * 图斑地类面积: KCMJ = TBMJ × KCXS and TBDLMJ = TBMJ − KCMJ, each to 0.01 m² half-up, in decimal.
 *
 * @param parcelSquareMeters TBMJ, m²
 * @param deductionRate      KCXS, 0 ≤ rate < 1
 * @throws RangeError when the rate is outside its range
 */
export function classAreaOf(parcelSquareMeters: number, deductionRate: number): ClassArea {
  if (!(deductionRate >= 0 && deductionRate < 1)) {
    throw new RangeError(`deduction rate outside 0…1: ${deductionRate}`);
  }
  const rate = decimalOf(deductionRate);
  const parcel = scaledHalfUp(decimalOf(parcelSquareMeters), 2);
  const deducted = scaledHalfUp(decimalOf(parcelSquareMeters), 2, rate.units, 10n ** BigInt(rate.scale));
  const area = (units: bigint) => squareMeters(Number(decimalText(units, 2)));
  return { deductedSquareMeters: area(deducted), classSquareMeters: area(parcel - deducted) };
}
