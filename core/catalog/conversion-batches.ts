import { field, noteField, reportedFields } from '#core/catalog/field.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 征转批次: farmland-to-construction conversion batches; the outline is the union of the batch's parcels. */
export const conversionBatches: LayerDefinition = {
  id: 'conversion_batches',
  title: { zh: '征转批次', en: 'Conversion batches' },
  description: {
    zh: '农用地转用和土地征收的批次范围。',
    en: 'Batches of farmland conversion and land acquisition.',
  },
  group: 'conversion',
  fields: [
    field('batch_number', 'text', '批次编号', 'Batch number', ['PCBH', 'AJBH', 'XMDM'], {
      required: true,
      length: 60,
    }),
    field('name', 'text', '批次名称', 'Name', ['PCMC', 'XMMC'], { required: true, length: 200 }),
    field('status', 'code', '状态', 'Status', [], { codes: 'conversion-status@1', required: true }),
    field('submitted_on', 'date', '上报日期', 'Submitted on', ['SQRQ']),
    ...reportedFields,
    noteField,
  ],
  labelField: 'name',
  tileFields: ['name', 'status'],
  symbology: { kind: 'single', symbol: { line: '#7a1fa2', lineWidth: 2.2, dash: [6, 2, 2, 2] } },
  zoom: { min: 9, max: 22 },
  visible: false,
  identifyOrder: 40,
  drawOrder: 50,
  importable: true,
  overlay: true,
};
