import { field, noteField, reportedFields } from '#core/catalog/field.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 征转地块: parcels of a conversion batch (planned → submitted → approved → carried out). */
export const conversionParcels: LayerDefinition = {
  id: 'conversion_parcels',
  title: { zh: '征转地块', en: 'Conversion parcels' },
  description: {
    zh: '计划、上报、批准或已实施的农用地转用地块。',
    en: 'Parcels whose conversion is planned, submitted, approved or carried out.',
  },
  group: 'conversion',
  fields: [
    field('parcel_number', 'text', '地块编号', 'Parcel number', ['DKBH'], { required: true, length: 60 }),
    field('name', 'text', '地块名称', 'Name', ['DKMC', 'XMMC'], { length: 200 }),
    field('batch_number', 'text', '批次编号', 'Batch number', ['PCBH', 'AJBH'], { length: 60 }),
    field('status', 'code', '状态', 'Status', [], { codes: 'conversion-status@1', required: true }),
    field('planned_use', 'text', '规划用途', 'Planned use', ['DKYT'], { length: 100 }),
    field('land_class_after', 'code', '转用后地类', 'Land class after conversion', [], {
      codes: 'sandiao@2019',
    }),
    ...reportedFields,
    noteField,
  ],
  labelField: 'name',
  tileFields: ['name', 'status'],
  symbology: {
    kind: 'classes',
    field: 'status',
    classes: [
      {
        values: ['planned'],
        title: { zh: '计划', en: 'Planned' },
        symbol: { line: '#7a1fa2', lineWidth: 1.8, dash: [2, 2], pattern: 'dots', patternColor: '#7a1fa2' },
      },
      {
        values: ['assembled'],
        title: { zh: '已组卷', en: 'Assembled' },
        symbol: { line: '#7a1fa2', lineWidth: 1.8, dash: [3, 2], pattern: 'dots', patternColor: '#7a1fa2' },
      },
      {
        values: ['submitted'],
        title: { zh: '已上报', en: 'Submitted' },
        symbol: { line: '#7a1fa2', lineWidth: 1.8, dash: [5, 2], pattern: 'hatch', patternColor: '#7a1fa2' },
      },
      {
        values: ['approved'],
        title: { zh: '已批准', en: 'Approved' },
        symbol: { line: '#7a1fa2', lineWidth: 1.8, pattern: 'hatch', patternColor: '#7a1fa2' },
      },
      {
        values: ['carried-out'],
        title: { zh: '已实施', en: 'Carried out' },
        symbol: { fill: '#7a1fa2', fillOpacity: 0.25, line: '#7a1fa2', lineWidth: 1.8 },
      },
    ],
    otherwise: { line: '#7a1fa2', lineWidth: 1.8 },
  },
  zoom: { min: 9, max: 22 },
  labelZoom: 15,
  visible: true,
  identifyOrder: 42,
  drawOrder: 48,
  importable: true,
  overlay: true,
};
