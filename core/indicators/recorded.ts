import { type IndicatorDefinition, recorded } from '#core/indicators/definition.ts';

const lacks = (zh: string, en: string) => ({
  zh: `缺少${zh}，不能量算`,
  en: `Not measured: ${en} is missing`,
});

/** 仅作记录: figures of documents that no layer of the product measures, with what is missing. */
export const recordedIndicators: readonly IndicatorDefinition[] = [
  recorded(
    'weak_villages',
    '经济薄弱村数',
    'Villages with weak economy',
    'count',
    lacks('村庄的经济薄弱村名录', 'the list of weak villages'),
  ),
  recorded(
    'cleaned_villages',
    '环境清整的村数',
    'Villages cleaned up',
    'count',
    lacks('村庄环境清整记录', 'a record of clean-ups by village'),
  ),
  recorded(
    'homestead_pilots',
    '宅基地改革试点村数',
    'Pilot villages of homestead reform',
    'count',
    lacks('村庄的宅基地改革试点名录', 'the list of pilot villages'),
    { comparator: '>=' },
  ),
  recorded(
    'grid_staff',
    '网格员数',
    'Grid staff',
    'count',
    lacks('网格员名册图层', 'the roster of grid staff'),
  ),
  recorded(
    'summer_grain_area',
    '夏粮播种面积',
    'Summer grain area',
    'area',
    lacks('作物种植图层', 'a layer of crops'),
  ),
  recorded(
    'afforestation',
    '造林面积',
    'Afforestation',
    'area',
    lacks('造林绿化图层', 'a layer of afforestation'),
  ),
  recorded(
    'illegal_buildings_removed',
    '拆除违章建筑面积',
    'Illegal buildings removed',
    'area',
    lacks('违章建筑拆除图层', 'a layer of buildings removed'),
  ),
  recorded(
    'demolition_houses',
    '拆迁改造房屋',
    'Houses in demolition zones',
    'count',
    lacks('房屋图层', 'a layer of houses'),
  ),
  recorded(
    'demolition_people',
    '拆迁改造涉及人口',
    'People in demolition zones',
    'count',
    lacks('人口数据', 'population data'),
  ),
  recorded(
    'gdp_land_intensity',
    '单位 GDP 建设用地使用面积降幅',
    'Fall of construction land per unit of GDP',
    'ratio',
    lacks('国内生产总值数据', 'data on gross domestic product'),
    { comparator: '>=', decimals: 2 },
  ),
  recorded(
    'idle_land_disposal',
    '闲置土地处置率',
    'Idle land dealt with',
    'ratio',
    lacks('闲置土地图层', 'a layer of idle land'),
    { comparator: '>=', decimals: 2 },
  ),
  recorded(
    'village_greening',
    '村庄绿化率',
    'Green cover of a village',
    'ratio',
    lacks('村庄绿化覆盖图层', 'a layer of green cover in villages'),
    { comparator: '>=', decimals: 2 },
  ),
  recorded(
    'sewage_villages',
    '生活污水治理的村数',
    'Villages with sewage treatment',
    'count',
    lacks('生活污水设施图层', 'a layer of sewage works'),
  ),
  recorded(
    'demolition_villages',
    '启动拆迁的村数',
    'Villages whose demolition begins',
    'count',
    lacks('村庄拆迁进度', 'the progress of demolition by village'),
  ),
  recorded(
    'demolition_plots',
    '后续拆迁地块数',
    'Plots to be cleared next',
    'count',
    lacks('后续拆迁地块图层', 'a layer of plots to be cleared next'),
  ),
];
