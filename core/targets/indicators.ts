import type { Bilingual } from '#core/problem.ts';
import { farmlandClasses, farmlandRule } from '#core/targets/farmland.ts';

/** 指标: what is counted, from which layer and column, by which rule. */
export interface Indicator {
  /** Key of `gengjie.indicators`. */
  readonly code: string;
  readonly title: Bilingual;
  readonly unit: 'area';
  /** Layer of the catalogue whose rows are summed. */
  readonly layer: string;
  /** Column that is summed, m². */
  readonly valueField: string;
  /** Land classes that count; absent when every row of the layer does. */
  readonly landClasses?: readonly string[];
  readonly rule: { readonly text: Bilingual; readonly source: string };
}

/** 耕地保有量: Σ 图斑地类面积 (TBDLMJ) of 0101–0103. */
export const farmlandRetention: Indicator = {
  code: 'farmland_retention',
  title: { zh: '耕地保有量', en: 'Farmland retained' },
  unit: 'area',
  layer: 'land_parcels',
  valueField: 'class_area',
  landClasses: farmlandClasses.map(({ code }) => code),
  rule: farmlandRule,
};

/** 永久基本农田保护面积: Σ 永久基本农田面积 (YJJBNTMJ) of the protected patches. */
export const permanentFarmlandArea: Indicator = {
  code: 'permanent_farmland',
  title: { zh: '永久基本农田保护面积', en: 'Permanent basic farmland' },
  unit: 'area',
  layer: 'permanent_farmland',
  valueField: 'class_area',
  rule: {
    text: {
      zh: '永久基本农田 = 永久基本农田保护图斑的永久基本农田面积（扣除后）之和；图斑内的非耕地部分按划定成果计，与耕地保有量不是同一个数。',
      en: 'Permanent farmland = the sum of the permanent-farmland area (after deduction) of the protected patches as delimited; it is not the same figure as farmland retained.',
    },
    source: '永久基本农田划定成果，永久基本农田面积 YJJBNTMJ',
  },
};

/** Indicators that the product measures; any other is shown as not measured. */
export const measuredIndicators: readonly Indicator[] = [farmlandRetention, permanentFarmlandArea];

export function indicatorByCode(code: string): Indicator | undefined {
  return measuredIndicators.find((indicator) => indicator.code === code);
}
