import { field } from '#core/catalog/field.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 行政区划: district, town or sub-district, village or community. Codes: GB/T 2260 (6) + 统计用区划代码 (9, 12). */
export const regions: LayerDefinition = {
  id: 'regions',
  title: { zh: '行政区划', en: 'Administrative regions' },
  description: {
    zh: '区、镇街、村（社区）的范围。',
    en: 'Districts, towns and sub-districts, villages and communities.',
  },
  group: 'places',
  fields: [
    field('code', 'text', '区划代码', 'Region code', ['XZQDM', 'ZLDWDM', 'CODE'], {
      required: true,
      length: 12,
    }),
    field('name', 'text', '名称', 'Name', ['XZQMC', 'ZLDWMC', 'NAME'], { required: true, length: 100 }),
    field('name_en', 'text', '英文名称', 'English name', [], { length: 100 }),
    field('level', 'code', '级别', 'Level', [], { codes: 'region-level@1', required: true }),
    field('kind', 'code', '类型', 'Kind', [], { codes: 'region-kind@1' }),
    field('parent_code', 'text', '上级代码', 'Parent code', [], { length: 12 }),
  ],
  labelField: 'name',
  tileFields: ['code', 'name', 'level'],
  symbology: {
    kind: 'classes',
    field: 'level',
    classes: [
      {
        values: ['district'],
        title: { zh: '区界', en: 'District' },
        symbol: { line: '#6b4f8a', lineWidth: 2.4, dash: [6, 2, 1, 2] },
      },
      {
        values: ['town'],
        title: { zh: '镇街界', en: 'Town' },
        symbol: { line: '#7a5c2e', lineWidth: 2, dash: [5, 2] },
      },
      {
        values: ['village'],
        title: { zh: '村（社区）界', en: 'Village' },
        symbol: { line: '#8d8577', lineWidth: 1, dash: [3, 2] },
      },
    ],
    otherwise: { line: '#8d8577', lineWidth: 1 },
  },
  zoom: { min: 6, max: 22 },
  labelZoom: 12,
  visible: true,
  identifyOrder: 90,
  drawOrder: 60,
  importable: true,
  overlay: false,
};
