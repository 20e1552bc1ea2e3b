import { field, noteField } from '#core/catalog/field.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 村庄规划管控边界 (GKBJ); also carries the 三区: 集中建设区, 限制建设区, 禁止建设区. */
export const villageZones: LayerDefinition = {
  id: 'village_zones',
  title: { zh: '村庄管控边界', en: 'Village control zones' },
  description: {
    zh: '村庄规划的管控边界与建设三区。',
    en: 'Control boundaries of village plans and the three building zones.',
  },
  group: 'control',
  fields: [
    field('zone_type', 'code', '管控边界类型', 'Zone type', ['GKBJLXDM'], {
      codes: 'village-zone@1',
      required: true,
      length: 4,
    }),
    field('zone_name', 'text', '管控边界名称', 'Zone name', ['GKBJLXMC'], { length: 60 }),
    field('building_zone', 'code', '建设分区', 'Building zone', [], { codes: 'building-zone@1' }),
    noteField,
  ],
  labelField: 'zone_name',
  tileFields: ['zone_type', 'building_zone'],
  symbology: {
    kind: 'classes',
    field: 'building_zone',
    classes: [
      {
        values: ['concentrated'],
        title: { zh: '集中建设区', en: 'Concentrated building' },
        symbol: {
          fill: '#e8a33d',
          fillOpacity: 0.18,
          line: '#b9770e',
          lineWidth: 1.4,
          pattern: 'vertical',
          patternColor: '#b9770e',
        },
      },
      {
        values: ['restricted'],
        title: { zh: '限制建设区', en: 'Restricted building' },
        symbol: {
          fill: '#6f8fbf',
          fillOpacity: 0.14,
          line: '#3f5f92',
          lineWidth: 1.4,
          dash: [4, 2],
          pattern: 'horizontal',
          patternColor: '#3f5f92',
        },
      },
      {
        values: ['prohibited'],
        title: { zh: '禁止建设区', en: 'No building' },
        symbol: {
          fill: '#b0413e',
          fillOpacity: 0.12,
          line: '#8e2421',
          lineWidth: 1.4,
          dash: [2, 2],
          pattern: 'cross',
          patternColor: '#8e2421',
        },
      },
    ],
    otherwise: { line: '#777777', lineWidth: 1.2 },
  },
  zoom: { min: 10, max: 22 },
  visible: false,
  identifyOrder: 30,
  drawOrder: 34,
  importable: true,
  overlay: true,
};
