import { field, noteField } from '#core/catalog/field.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 田长制网格: who answers for the ground, at which level. */
export const responsibilityGrids: LayerDefinition = {
  id: 'responsibility_grids',
  title: { zh: '田长制网格', en: 'Responsibility grids' },
  description: { zh: '田长与网格员的责任范围。', en: 'Areas that field chiefs and grid staff answer for.' },
  group: 'villages',
  fields: [
    field('grid_number', 'text', '网格编号', 'Grid number', ['WGBH'], { required: true, length: 40 }),
    field('name', 'text', '网格名称', 'Grid', ['WGMC'], { length: 100 }),
    field('grid_level', 'code', '田长级别', 'Level', [], { codes: 'chief-level@tianjin', required: true }),
    field('person', 'text', '责任人', 'Responsible person', ['TZXM', 'ZRR'], { length: 60, personal: true }),
    field('duty', 'text', '职务', 'Office', ['TZZW'], { length: 60 }),
    noteField,
  ],
  labelField: 'name',
  tileFields: ['grid_number'],
  symbology: { kind: 'single', symbol: { line: '#5b6770', lineWidth: 1.2, dash: [1, 2] } },
  zoom: { min: 10, max: 22 },
  visible: false,
  identifyOrder: 62,
  drawOrder: 32,
  importable: true,
  overlay: false,
};
