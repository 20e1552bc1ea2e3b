import type { ReportedKind } from '#core/targets/reported.ts';

/** An indicator by the words that name it, for figures of one kind. */
export interface IndicatorWord {
  readonly kind: ReportedKind;
  readonly words: RegExp;
  readonly indicator: string;
  /** Says what kind of area it is, not whose: gives way to any other word before the figure. */
  readonly weak?: true;
  /** Only with one of these counters. */
  readonly units?: RegExp;
}

/** 指标用语: the more particular first, for of two words at one place the first of this list counts. */
export const indicatorWords: readonly IndicatorWord[] = [
  { kind: 'area', words: /占用(?:了)?永久基本农田|占(?:用)?永农/g, indicator: 'occupied_permanent_farmland' },
  { kind: 'area', words: /占用(?:了)?耕地/g, indicator: 'occupied_farmland' },
  { kind: 'area', words: /高标准(?:基本)?农田/g, indicator: 'high_standard_farmland' },
  { kind: 'area', words: /耕地保有(?:量|面积)|耕地面积/g, indicator: 'farmland_retention' },
  { kind: 'area', words: /(?:永久)?基本农田/g, indicator: 'permanent_farmland' },
  {
    kind: 'area',
    words:
      /(?:征转|转用|征收)[^；。]{0,10}(?:组卷|上报|报批)[^，；。]{0,6}|批次[^，；。]{0,12}(?:征转|转用|征收)/g,
    indicator: 'conversion_submitted_area',
  },
  {
    kind: 'area',
    words: /农用地(?:征转|转用|转为)|征转|转为(?:国有)?建设用地/g,
    indicator: 'conversion_area',
  },
  {
    kind: 'area',
    words: /备案(?:总)?面积|设施农业(?:项目)?(?:用地)?备案/g,
    indicator: 'facility_filing_area',
  },
  { kind: 'area', words: /绿地/g, indicator: 'green_space' },
  { kind: 'area', words: /造林/g, indicator: 'afforestation' },
  { kind: 'area', words: /夏粮/g, indicator: 'summer_grain_area' },
  { kind: 'area', words: /违(?:章|法)建(?:筑|设)|拆违/g, indicator: 'illegal_buildings_removed' },
  { kind: 'area', words: /平房区|拆迁改造/g, indicator: 'demolition_area' },
  { kind: 'area', words: /建筑(?:总)?面积|建筑规模/g, indicator: 'project_floor_area' },
  {
    kind: 'area',
    words: /占地(?:总)?(?:面积)?|用地(?:总)?面积|地块(?:总)?面积|新征地/g,
    indicator: 'project_site_area',
    weak: true,
  },
  { kind: 'count', words: /经济薄弱村/g, indicator: 'weak_villages', units: /个/ },
  {
    kind: 'count',
    words: /规划审查|审查(?:通过|程序)/g,
    indicator: 'village_plans_reviewed',
    units: /个|村/,
  },
  { kind: 'count', words: /村庄规划/g, indicator: 'village_plans', units: /个|村/ },
  { kind: 'count', words: /行政村/g, indicator: 'administrative_villages', units: /个/ },
  { kind: 'count', words: /批次/g, indicator: 'conversion_batches', units: /批/ },
  { kind: 'count', words: /设施农业[^，；。]{0,8}备案/g, indicator: 'facility_filings', units: /宗|个/ },
  { kind: 'count', words: /住宅类/g, indicator: 'house_building_residential', units: /宗|个/ },
  { kind: 'count', words: /公共管理服务类/g, indicator: 'house_building_public', units: /宗|个/ },
  { kind: 'count', words: /产业类/g, indicator: 'house_building_industrial', units: /宗|个/ },
  { kind: 'count', words: /图斑/g, indicator: 'house_building_patches', units: /宗|个/ },
  { kind: 'count', words: /违法线索|疑似线索/g, indicator: 'violation_leads', units: /起|条|个/ },
  { kind: 'count', words: /高标准(?:基本)?农田/g, indicator: 'high_standard_projects', units: /个/ },
  { kind: 'count', words: /未签约|签约/g, indicator: 'unsigned_households', units: /户/ },
  { kind: 'count', words: /平房区|拆迁片区/g, indicator: 'demolition_zones', units: /片|个/ },
  { kind: 'count', words: /网格(?!员)/g, indicator: 'grids', units: /个/ },
  { kind: 'money', words: /村集体[^，；。]{0,10}收入|经营性(?:年)?收入/g, indicator: 'village_income' },
  { kind: 'money', words: /高标准(?:基本)?农田[^；。]{0,40}投资/g, indicator: 'high_standard_investment' },
  { kind: 'ratio', words: /村庄绿化(?:率|覆盖率)/g, indicator: 'village_greening' },
  { kind: 'ratio', words: /闲置土地处置率/g, indicator: 'idle_land_disposal' },
  {
    kind: 'ratio',
    words: /单位(?:GDP|国内生产总值|地区生产总值)(?:建设)?用地[^，；。]{0,6}(?:降幅|下降)/g,
    indicator: 'gdp_land_intensity',
  },
];

/** 比较用语: before the figure. The one nearest to it counts. */
export const wordsBefore: readonly { readonly words: RegExp; readonly comparator: '>=' | '<=' }[] = [
  {
    words:
      /(?:不(?:得|能)?(?:低|少|小)于|至少|最少|下限为?|(?:保持|稳定|维持)在|力争(?:达到|达|实现)?|达到|达)/g,
    comparator: '>=',
  },
  {
    words:
      /(?:不(?:得|能)?(?:超过|高于|大于|多于|突破)|控制在|压(?:减|缩)(?:到|至)|至多|最多|上限为?|限(?:定)?在)/g,
    comparator: '<=',
  },
];

/** Right behind the figure. */
export const wordsAfter: readonly { readonly words: RegExp; readonly comparator: '>=' | '<=' }[] = [
  { words: /^(?:及)?以上/, comparator: '>=' },
  { words: /^(?:及)?(?:以内|之内|以下)/, comparator: '<=' },
];

/** What was reached is told, not promised. */
export const toldAsDone = /已(?:经)?|目前|截至|截止|累计(?:完成|达到|治理)|现有|完成了/;

/** What is named of a subject told before: 规模, 面积, 投资 and no more. */
export const ofTheSame =
  /^[，,、]?\s*(?:其中)?(?:总|建设|规划|计划)*(?:规模|面积|投资)(?:共|约|为|达到|达|不低于|不少于|不超过)*\s*$/;

/** A figure of one of several, not of the whole. */
export const ofEach = /(?:每|单)(?:个|栋|幢|座|户|宗|人|村|处)?[^，,；;。]{0,12}$/;

/** A change of a figure is no target: 比2020年增加2.8万亩. */
export const changeBefore = /(?:增加|增长|增产|增幅|减少|下降|降低|增至前|扩大|提高|净增)(?:了|约|近)?$/;

export const approximately = /(?:约|大约|近|左右|上下|余|多|预计)$/;
