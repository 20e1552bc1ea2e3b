import { field, noteField, reportedFields } from '#core/catalog/field.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 拆迁片区: zones with their unsigned households and the six-step decision. */
export const demolitionZones: LayerDefinition = {
  id: 'demolition_zones',
  title: { zh: '拆迁片区', en: 'Demolition zones' },
  description: {
    zh: '拆迁改造片区、未签约户数与六步决策进度。',
    en: 'Demolition and renewal zones, unsigned households, six-step decision.',
  },
  group: 'works',
  fields: [
    field('name', 'text', '片区名称', 'Zone', ['PQMC', 'NAME'], { required: true, length: 100 }),
    field('zone_kind', 'code', '类型', 'Kind', [], { codes: 'demolition-kind@1', required: true }),
    field('households_unsigned', 'integer', '未签约户数', 'Households not signed', [], {
      unit: { zh: '户', en: 'households' },
    }),
    field('households_total', 'integer', '总户数', 'Households in all', [], {
      unit: { zh: '户', en: 'households' },
    }),
    field('decision_step', 'code', '六步决策进度', 'Six-step decision', [], { codes: 'six-steps@2009' }),
    field('due_on', 'date', '计划完成日期', 'Due on', []),
    ...reportedFields,
    noteField,
  ],
  labelField: 'name',
  tileFields: ['name', 'households_unsigned'],
  symbology: {
    kind: 'single',
    symbol: {
      fill: '#8c510a',
      fillOpacity: 0.16,
      line: '#8c510a',
      lineWidth: 2,
      dash: [3, 2],
      pattern: 'cross',
      patternColor: '#8c510a',
    },
  },
  zoom: { min: 9, max: 22 },
  labelZoom: 14,
  visible: true,
  identifyOrder: 46,
  drawOrder: 52,
  importable: true,
  overlay: true,
};
