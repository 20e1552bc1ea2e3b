import {
  among,
  countOf,
  type IndicatorDefinition,
  indicator,
  ofPlace,
  sumOf,
} from '#core/indicators/definition.ts';
import type { Bilingual } from '#core/problem.ts';

const handedIn = [among('status', 'submitted', 'approved', 'carried-out')];
const houses = among('register', 'house-building');

const rule = (zh: string, en: string, source: string) => ({ text: { zh, en } as Bilingual, source });

/** 征转批次、设施农业、图斑、高标准农田、项目、拆迁与村庄. */
export const workIndicators: readonly IndicatorDefinition[] = [
  indicator('conversion_batches', '土地征转批次', 'Conversion batches', {
    unit: 'count',
    comparator: '=',
    formula: countOf('conversion_batches', handedIn),
    rule: rule('已组卷上报及以后的批次数。', 'Batches handed in, or further on.', '征转批次，状态 ≥ 已上报'),
  }),
  indicator('conversion_submitted_area', '征转批次面积', 'Area of conversion batches', {
    unit: 'area',
    comparator: '=',
    decimals: 4,
    formula: sumOf('conversion_batches', handedIn, 'geometry'),
    rule: rule(
      '已组卷上报及以后的批次范围椭球面积之和。',
      'Sum of the ellipsoidal area of batches handed in, or further on.',
      '征转批次，状态 ≥ 已上报',
    ),
  }),
  indicator('facility_filings', '设施农业备案宗数', 'Farm facility filings', {
    unit: 'count',
    comparator: '=',
    formula: countOf('facility_filings'),
    rule: rule('设施农业备案的宗数。', 'How many filings there are.', '设施农业备案'),
  }),
  indicator('facility_filing_area', '设施农业备案面积', 'Area of farm facility filings', {
    unit: 'area',
    comparator: '=',
    formula: sumOf('facility_filings', [], 'geometry'),
    rule: rule(
      '设施农业备案范围椭球面积之和。',
      'Sum of the ellipsoidal area of the filings.',
      '设施农业备案',
    ),
  }),
  indicator('violation_leads', '疑似违法线索', 'Leads on suspected violations', {
    unit: 'count',
    comparator: '=',
    formula: countOf('patches', [among('register', 'lead')]),
    rule: rule('台账为“疑似违法线索”的图斑数。', 'Patches of the register of leads.', '乱占耕地图斑'),
  }),
  indicator('house_building_patches', '乱占耕地建房图斑', 'House-building patches', {
    unit: 'count',
    comparator: '=',
    formula: countOf('patches', [houses]),
    rule: rule(
      '台账为“农村乱占耕地建房”的图斑数。',
      'Patches of the house-building register.',
      '乱占耕地图斑',
    ),
  }),
  ...(
    [
      ['residential', '住宅类', 'Residential'],
      ['public', '公共管理服务类', 'Public-service'],
      ['industrial', '产业类', 'Industrial'],
    ] as const
  ).map(([code, zh, en]) =>
    indicator(`house_building_${code}`, `乱占耕地建房图斑（${zh}）`, `${en} house-building patches`, {
      unit: 'count',
      comparator: '=',
      formula: countOf('patches', [houses, among('patch_class', code)]),
      rule: rule(
        `乱占耕地建房图斑中${zh}的数目；三类之和等于总数。`,
        'House-building patches of this class; the three classes sum to all.',
        '乱占耕地图斑，类别',
      ),
    }),
  ),
  indicator('high_standard_farmland', '高标准农田面积', 'High-standard farmland', {
    unit: 'area',
    formula: sumOf('farmland_projects', [], 'geometry'),
    rule: rule(
      '高标准农田项目范围椭球面积之和。',
      'Sum of the ellipsoidal area of the projects.',
      '高标准农田项目',
    ),
  }),
  indicator('high_standard_projects', '高标准农田项目数', 'High-standard farmland projects', {
    unit: 'count',
    comparator: '=',
    formula: countOf('farmland_projects'),
    rule: rule('高标准农田项目数。', 'How many projects there are.', '高标准农田项目'),
  }),
  indicator('high_standard_investment', '高标准农田投资', 'Investment in high-standard farmland', {
    unit: 'money',
    comparator: '=',
    formula: sumOf('farmland_projects', [], 'investment'),
    rule: rule('高标准农田项目投资之和。', 'Sum of the investment of the projects.', '高标准农田项目，投资'),
  }),
  indicator('project_site_area', '项目用地面积', 'Area of a project site', {
    unit: 'area',
    comparator: '=',
    formula: sumOf('project_sites', [ofPlace('name')], 'geometry'),
    rule: rule(
      '名称含目标所指项目的选址范围椭球面积之和；等于，指在文件所印的位数上相等。',
      'Sum of the ellipsoidal area of the sites whose name holds the project; equal means equal to the digits the document prints.',
      '项目选址',
    ),
  }),
  indicator('project_floor_area', '项目建筑面积', 'Floor area of a project', {
    unit: 'area',
    comparator: '=',
    formula: sumOf('project_sites', [ofPlace('name')], 'floor_area'),
    rule: rule(
      '名称含目标所指项目的选址所登记的建筑面积之和。',
      'Sum of the floor area recorded with the sites whose name holds the project.',
      '项目选址，建筑面积',
    ),
  }),
  indicator('unsigned_households', '拆迁未签约户数', 'Households that have not signed', {
    unit: 'count',
    comparator: '=',
    formula: sumOf('demolition_zones', [ofPlace('name')], 'households_unsigned'),
    rule: rule(
      '拆迁片区登记的未签约户数之和；只有片区登记了户数的才计。',
      'Sum of the households recorded as not signed, of the zones that record them.',
      '拆迁片区，未签约户数',
    ),
  }),
  indicator('unsigned_households_cleared', '拆迁未签约户清零', 'Households left to sign', {
    unit: 'count',
    comparator: '<=',
    formula: sumOf('demolition_zones', [ofPlace('name')], 'households_unsigned'),
    rule: rule(
      '到期时拆迁片区登记的未签约户数之和，应为 0。',
      'Households still recorded as not signed when the time is up: none.',
      '拆迁片区，未签约户数',
    ),
  }),
  indicator('demolition_zones', '拆迁改造片数', 'Demolition zones', {
    unit: 'count',
    comparator: '=',
    formula: countOf('demolition_zones', [ofPlace('name')]),
    rule: rule('拆迁片区数。', 'How many zones there are.', '拆迁片区'),
  }),
  indicator('demolition_area', '拆迁改造面积', 'Area of demolition zones', {
    unit: 'area',
    comparator: '=',
    formula: sumOf('demolition_zones', [ofPlace('name')], 'geometry'),
    rule: rule('拆迁片区椭球面积之和。', 'Sum of the ellipsoidal area of the zones.', '拆迁片区'),
  }),
  indicator('administrative_villages', '行政村数', 'Administrative villages', {
    unit: 'count',
    comparator: '=',
    formula: countOf('regions', [among('level', 'village'), among('kind', 'administrative-village')]),
    rule: rule(
      '行政区划中行政村的个数。',
      'Administrative villages among the regions.',
      '行政区划，类型 = 行政村',
    ),
  }),
  indicator('towns', '乡镇街数', 'Towns and sub-districts', {
    unit: 'count',
    comparator: '=',
    formula: countOf('regions', [among('level', 'town')]),
    rule: rule('行政区划中镇街一级的个数。', 'Regions of the level of towns.', '行政区划，级别 = 镇街'),
  }),
  indicator('village_plans', '编制村庄规划的村数', 'Villages with a plan under way', {
    unit: 'count',
    formula: countOf('villages', [
      among(
        'plan_stage',
        ...[
          'drafting',
          'villagers-review',
          'expert-review',
          'submitted',
          'approved',
          'published',
          'archived',
        ],
      ),
    ]),
    rule: rule(
      '规划阶段在编制及以后的村庄数。',
      'Villages whose plan is being drafted, or further on.',
      '村庄，规划阶段',
    ),
  }),
  indicator('village_plans_reviewed', '村庄规划通过审查的村数', 'Village plans through review', {
    unit: 'count',
    formula: countOf('villages', [among('plan_stage', 'submitted', 'approved', 'published', 'archived')]),
    rule: rule(
      '规划已审查、进入报批及以后的村庄数。',
      'Villages whose plan is past review.',
      '村庄，规划阶段',
    ),
  }),
  indicator('village_income', '村集体经营性年收入', 'Collective income of a village', {
    unit: 'money',
    formula: { layer: 'villages', filters: [], value: 'collective_income', aggregate: 'minimum' },
    rule: rule(
      '各村的年收入中最低的一个；每个村都应达到。',
      'The lowest of the villages’ yearly incomes: every village is to reach it.',
      '村庄，村集体经营性年收入',
    ),
  }),
  indicator(
    'low_vacancy_villages',
    '空置率 30% 以下的村数',
    'Villages with less than 30 % of houses vacant',
    {
      unit: 'count',
      comparator: '=',
      formula: countOf('villages', [{ field: 'vacancy_rate', atMost: 0.3 }]),
      rule: rule(
        '登记的空置率不高于 30% 的村庄数。',
        'Villages whose recorded vacancy is at most 30 %.',
        '村庄，空置率',
      ),
    },
  ),
  indicator('grids', '责任网格数', 'Responsibility grids', {
    unit: 'count',
    comparator: '=',
    formula: countOf('responsibility_grids'),
    rule: rule('责任网格数。', 'How many responsibility grids there are.', '责任网格'),
  }),
];
