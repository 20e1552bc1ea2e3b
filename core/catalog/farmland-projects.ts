import { field, noteField, reportedFields } from '#core/catalog/field.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 高标准农田项目. */
export const farmlandProjects: LayerDefinition = {
  id: 'farmland_projects',
  title: { zh: '高标准农田', en: 'High-standard farmland' },
  description: { zh: '高标准农田建设项目范围。', en: 'Areas of high-standard farmland projects.' },
  group: 'works',
  fields: [
    field('name', 'text', '项目名称', 'Project', ['XMMC'], { required: true, length: 200 }),
    field('project_code', 'text', '项目编号', 'Project code', ['XMDM', 'XMBH'], { length: 60 }),
    field('plan_year', 'integer', '年度', 'Year', ['ND']),
    field('status', 'code', '状态', 'Status', [], { codes: 'work-status@1' }),
    field('investment', 'money', '投资', 'Investment', ['TZE'], { unit: { zh: '元', en: 'yuan' } }),
    ...reportedFields,
    noteField,
  ],
  labelField: 'name',
  tileFields: ['name'],
  symbology: {
    kind: 'single',
    symbol: {
      fill: '#d9a400',
      fillOpacity: 0.14,
      line: '#9a7500',
      lineWidth: 1.6,
      pattern: 'horizontal',
      patternColor: '#9a7500',
    },
  },
  zoom: { min: 9, max: 22 },
  labelZoom: 13,
  visible: false,
  identifyOrder: 52,
  drawOrder: 28,
  importable: true,
  overlay: true,
};
