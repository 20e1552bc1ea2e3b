import type { SymbologyClass } from '#core/catalog/types.ts';

function land(
  values: string[],
  zh: string,
  en: string,
  rgb: [number, number, number],
  line?: string,
): SymbologyClass {
  return {
    values,
    title: { zh, en },
    symbol: { fill: `rgb(${rgb.join(',')})`, fillOpacity: 0.85, ...(line ? { line } : {}) },
  };
}

/** 三调地类图例: the colours of the third land survey as staff know them; classes that share a colour share a row. */
export const surveyLandClasses: readonly SymbologyClass[] = [
  land(['0101'], '水田', 'Paddy field', [248, 208, 114]),
  land(['0102'], '水浇地', 'Irrigated land', [252, 234, 158]),
  land(['0103'], '旱地', 'Dry land', [255, 251, 177]),
  land(['0201', '0201K'], '果园', 'Orchard', [214, 167, 201]),
  land(['0202', '0202K'], '茶园', 'Tea plantation', [213, 167, 176]),
  land(['0203', '0203K', '0204', '0204K'], '其他园地', 'Other plantation', [231, 204, 226]),
  land(
    ['0301', '0301K', '0302', '0302K', '0303', '0304'],
    '乔木与竹林地',
    'Arbor and bamboo forest',
    [49, 173, 105],
  ),
  land(['0305', '0306'], '灌木林地', 'Shrub land', [100, 185, 104]),
  land(['0307', '0307K'], '其他林地', 'Other forest land', [151, 207, 178]),
  land(['0401', '0402'], '天然与沼泽草地', 'Natural and marsh grassland', [131, 194, 56]),
  land(['0403', '0403K'], '人工牧草地', 'Sown pasture', [154, 206, 127]),
  land(['0404'], '其他草地', 'Other grassland', [200, 227, 160]),
  land(['05H1', '0508'], '商业服务与物流用地', 'Commerce, services and logistics', [226, 161, 149]),
  land(['0601', '0602'], '工矿用地', 'Industry and mining', [197, 154, 140]),
  land(['0603'], '盐田', 'Salt pan', [255, 255, 255], '#8aa0ad'),
  land(['0701'], '城镇住宅用地', 'Urban housing', [229, 103, 102]),
  land(['0702'], '农村宅基地', 'Rural homestead', [236, 137, 138]),
  land(
    ['08H1', '08H2', '08H2A', '0809'],
    '公共管理与公共服务用地',
    'Public administration and services',
    [241, 165, 180],
  ),
  land(['0810', '0810A'], '公园与绿地', 'Parks and green space', [129, 195, 93]),
  land(['09'], '特殊用地', 'Special use', [193, 114, 97]),
  land(['1001', '1002'], '铁路与轨道交通', 'Railway and rail transit', [209, 201, 211]),
  land(['1003'], '公路', 'Highway', [210, 216, 201]),
  land(['1004'], '城镇村道路', 'Town and village street', [222, 222, 221]),
  land(['1005'], '交通服务场站', 'Transport station', [170, 169, 169]),
  land(['1006'], '农村道路', 'Rural road', [194, 193, 193]),
  land(['1007', '1008', '1009'], '机场港口管道', 'Airport, port and pipeline', [235, 137, 126]),
  land(['1101', '1102', '1103'], '河流湖泊水库', 'River, lake and reservoir', [163, 214, 245], '#0093dd'),
  land(['1104', '1104A', '1104K'], '坑塘水面', 'Pond', [114, 170, 207]),
  land(['1105', '1106'], '滩涂', 'Tidal and inland flat', [179, 222, 248]),
  land(['1107', '1107A'], '沟渠', 'Ditch and canal', [160, 205, 240]),
  land(['1108'], '沼泽地', 'Marsh', [175, 200, 220]),
  land(['1109'], '水工建筑用地', 'Hydraulic works', [230, 130, 100]),
  land(['1110'], '冰川及永久积雪', 'Glacier and permanent snow', [215, 237, 251]),
  land(['1201'], '空闲地', 'Vacant land', [225, 220, 225]),
  land(['1202'], '设施农用地', 'Agricultural facility land', [220, 180, 130]),
  land(['1203'], '田坎', 'Field ridge', [200, 182, 178]),
  land(['1204'], '盐碱地', 'Saline land', [200, 204, 210]),
  land(['1205'], '沙地', 'Sandy land', [200, 190, 170]),
  land(['1206'], '裸土地', 'Bare soil', [215, 200, 185]),
  land(['1207'], '裸岩石砾地', 'Bare rock and gravel', [222, 221, 214]),
];
