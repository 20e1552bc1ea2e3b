import { field, noteField, reportedFields } from '#core/catalog/field.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 绿地建设计划: planned green space by year. */
export const greenPlans: LayerDefinition = {
  id: 'green_plans',
  title: { zh: '绿地建设计划', en: 'Green-space plans' },
  description: { zh: '分年度计划建设的绿地。', en: 'Green space planned by year.' },
  group: 'works',
  fields: [
    field('name', 'text', '绿地名称', 'Name', ['NAME', 'XMMC'], { required: true, length: 100 }),
    field('plan_year', 'integer', '计划年度', 'Plan year', ['ND', 'JSNX'], { required: true }),
    field('green_kind', 'code', '绿地类型', 'Kind', ['GHDLBM'], { codes: 'green-kind@ydyh-2023' }),
    field('status', 'code', '状态', 'Status', [], { codes: 'work-status@1' }),
    ...reportedFields,
    noteField,
  ],
  labelField: 'name',
  tileFields: ['name', 'plan_year'],
  symbology: {
    kind: 'single',
    symbol: {
      fill: '#2e8b3d',
      fillOpacity: 0.22,
      line: '#1f6b2c',
      lineWidth: 1.6,
      pattern: 'dots',
      patternColor: '#1f6b2c',
    },
  },
  zoom: { min: 9, max: 22 },
  labelZoom: 13,
  visible: false,
  identifyOrder: 50,
  drawOrder: 30,
  importable: true,
  overlay: true,
};
