import { among, type IndicatorDefinition, indicator, ofPlace, sumOf } from '#core/indicators/definition.ts';
import { farmlandClasses, farmlandRule } from '#core/targets/farmland.ts';

// 三调 only: other schemes give the same numbers other meanings.
const farmland = [
  among('land_class_scheme', 'sandiao'),
  among('land_class', ...farmlandClasses.map(({ code }) => code)),
];
const houses = { layer: 'patches' as const, filters: [among('register', 'house-building')] };

/** 耕地、永农与绿地. */
export const landIndicators: readonly IndicatorDefinition[] = [
  indicator('farmland_retention', '耕地保有量', 'Farmland retained', {
    unit: 'area',
    formula: sumOf('land_parcels', farmland),
    rule: farmlandRule,
  }),
  indicator('permanent_farmland', '永久基本农田保护面积', 'Permanent basic farmland', {
    unit: 'area',
    formula: sumOf('permanent_farmland'),
    rule: {
      text: {
        zh: '永久基本农田 = 永久基本农田保护图斑的永久基本农田面积（扣除后）之和；图斑内的非耕地部分按划定成果计，与耕地保有量不是同一个数。',
        en: 'Permanent farmland = the sum of the permanent-farmland area (after deduction) of the protected patches as delimited; it is not the same figure as farmland retained.',
      },
      source: '永久基本农田划定成果，永久基本农田面积 YJJBNTMJ',
    },
  }),
  indicator('occupied_farmland', '乱占耕地建房占用耕地', 'Farmland under house-building patches', {
    unit: 'area',
    comparator: '<=',
    formula: sumOf('land_parcels', farmland, 'signed', houses),
    rule: {
      text: {
        zh: '耕地图斑落在乱占耕地建房图斑范围内的部分：图斑地类面积按椭球面积比例分摊，逐图斑取到 0.01 平方米；图斑之间重叠的只计一次。',
        en: 'The parts of farmland parcels under house-building patches: the class area in proportion to the ellipsoidal area, each parcel to 0.01 m²; ground under several patches counts once.',
      },
      source: '农村乱占耕地建房图斑与国土变更调查套合',
    },
  }),
  indicator(
    'occupied_permanent_farmland',
    '乱占耕地建房占用永久基本农田',
    'Permanent farmland under house-building patches',
    {
      unit: 'area',
      comparator: '<=',
      formula: sumOf('permanent_farmland', [], 'signed', houses),
      rule: {
        text: {
          zh: '永久基本农田图斑落在乱占耕地建房图斑范围内的部分：永久基本农田面积按椭球面积比例分摊，逐图斑取到 0.01 平方米；图斑之间重叠的只计一次。',
          en: 'The parts of permanent-farmland patches under house-building patches: their area in proportion to the ellipsoidal area, each to 0.01 m²; ground under several patches counts once.',
        },
        source: '农村乱占耕地建房图斑与永久基本农田划定成果套合',
      },
    },
  ),
  indicator('green_space', '年度绿地建设面积', 'Green space of the year', {
    unit: 'area',
    formula: sumOf('green_plans', [{ field: 'plan_year', year: '=' }], 'geometry'),
    rule: {
      text: {
        zh: '当年绿地计划范围的椭球面积之和。',
        en: 'Sum of the ellipsoidal area of the plans of that year.',
      },
      source: '绿地建设计划，计划年度 = 目标年度',
    },
  }),
  indicator('green_space_total', '绿地建设累计面积', 'Green space in all', {
    unit: 'area',
    formula: sumOf('green_plans', [{ field: 'plan_year', year: '<=' }], 'geometry'),
    rule: {
      text: {
        zh: '截至当年绿地计划范围的椭球面积之和。',
        en: 'Sum of the ellipsoidal area of the plans up to that year.',
      },
      source: '绿地建设计划，计划年度 ≤ 目标年度',
    },
  }),
  indicator('conversion_area', '农用地征转面积', 'Conversion of farm land', {
    unit: 'area',
    comparator: '<=',
    formula: sumOf(
      'conversion_parcels',
      [among('status', 'approved', 'carried-out'), ofPlace('name')],
      'geometry',
    ),
    rule: {
      text: {
        zh: '已批准或已实施的征转地块椭球面积之和；目标值是计划数（指标），计划、组卷、上报中的地块不占用它。目标写明地点的，只计名称含该地点的地块。',
        en: 'Sum of the ellipsoidal area of conversion parcels that are approved or carried out; the target is the quota, which parcels that are planned, assembled or submitted do not use. A target that names a place counts the parcels whose name holds it.',
      },
      source: '征转地块，状态 = 已批准、已实施',
    },
  }),
];
