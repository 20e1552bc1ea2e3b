import { field, noteField } from '#core/catalog/field.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 生态保护红线 (STBHHX). */
export const ecologicalRedlines: LayerDefinition = {
  id: 'ecological_redlines',
  title: { zh: '生态保护红线', en: 'Ecological red lines' },
  description: { zh: '生态保护红线划定范围。', en: 'Areas inside the ecological red line.' },
  group: 'control',
  fields: [
    field('redline_code', 'text', '红线编码', 'Red-line code', ['HXBM'], { required: true, length: 40 }),
    field('name', 'text', '红线名称', 'Name', ['HXMC', 'MC'], { length: 100 }),
    field('redline_kind', 'text', '红线类型', 'Kind', ['HXLX', 'LXDM'], { length: 60 }),
    field('control_measures', 'text', '管控措施', 'Control measures', ['GKCS'], { length: 500 }),
    noteField,
  ],
  labelField: 'name',
  tileFields: ['name'],
  symbology: {
    kind: 'single',
    symbol: {
      fill: '#1b7f4b',
      fillOpacity: 0.12,
      line: '#0b6e3c',
      lineWidth: 2.4,
      dash: [6, 2],
      pattern: 'back-hatch',
      patternColor: '#0b6e3c',
    },
  },
  zoom: { min: 8, max: 22 },
  labelZoom: 13,
  visible: true,
  identifyOrder: 24,
  drawOrder: 42,
  importable: true,
  overlay: true,
};
