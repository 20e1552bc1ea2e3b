import { field, noteField } from '#core/catalog/field.ts';
import { landFields } from '#core/catalog/land-parcels.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 永久基本农田 (YJJBNTBHTB): the strictest farmland red line; its own area counts against its own floor. */
export const permanentFarmland: LayerDefinition = {
  id: 'permanent_farmland',
  title: { zh: '永久基本农田', en: 'Permanent basic farmland' },
  description: {
    zh: '永久基本农田保护图斑；指标按永久基本农田面积（扣除后）求和。',
    en: 'Protected patches; the indicator sums the permanent-farmland area after deduction.',
  },
  group: 'control',
  fields: [
    field('protection_number', 'text', '永农图斑编号', 'Protection number', ['YJJBNTTBBH'], {
      required: true,
      length: 40,
    }),
    ...landFields,
    field('parcel_area', 'area', '图斑面积', 'Patch area', ['YJJBNTTBMJ', 'TBMJ']),
    field('class_area', 'area', '永久基本农田面积', 'Permanent-farmland area', [
      'YJJBNTMJ',
      'JBNTMJ',
      'TBDLMJ',
    ]),
    field('irrigation', 'text', '灌溉保证率', 'Irrigation reliability', ['GGBZL'], { length: 10 }),
    field('quality', 'text', '质量分类', 'Quality class', ['ZLFLDM'], { length: 12 }),
    field('responsible_person', 'text', '责任人', 'Responsible person', ['ZRRMC'], {
      length: 100,
      personal: true,
    }),
    field('protected_from', 'date', '保护开始时间', 'Protected from', ['BHKSSJ']),
    noteField,
  ],
  labelField: 'protection_number',
  tileFields: ['protection_number'],
  symbology: {
    kind: 'single',
    symbol: { line: '#c8102e', lineWidth: 1.6, pattern: 'hatch', patternColor: '#c8102e' },
  },
  zoom: { min: 8, max: 22 },
  visible: true,
  identifyOrder: 20,
  drawOrder: 40,
  areaField: 'class_area',
  importable: true,
  overlay: true,
};
