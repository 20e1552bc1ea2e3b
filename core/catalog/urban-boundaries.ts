import { field, noteField } from '#core/catalog/field.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 城镇开发边界 (CZKFBJ). */
export const urbanBoundaries: LayerDefinition = {
  id: 'urban_boundaries',
  title: { zh: '城镇开发边界', en: 'Urban development boundary' },
  description: {
    zh: '城镇集中建设区、弹性发展区和特别用途区。',
    en: 'Concentrated, flexible and special-use development areas.',
  },
  group: 'control',
  fields: [
    field('zone_code', 'code', '规划分区代码', 'Zone code', ['GHFQDM'], {
      codes: 'urban-zone@2021',
      required: true,
      length: 3,
    }),
    field('zone_name', 'text', '规划分区名称', 'Zone name', ['GHFQMC'], { length: 50 }),
    noteField,
  ],
  labelField: 'zone_name',
  tileFields: ['zone_code'],
  symbology: { kind: 'single', symbol: { line: '#2b3f8c', lineWidth: 2.4, dash: [8, 2, 2, 2] } },
  zoom: { min: 8, max: 22 },
  visible: true,
  identifyOrder: 26,
  drawOrder: 44,
  importable: true,
  overlay: true,
};
