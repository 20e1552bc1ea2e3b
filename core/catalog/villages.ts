import { field, noteField } from '#core/catalog/field.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 村庄: built-up extent of a village with its class (and the class's scheme), renewal path and plan. */
export const villages: LayerDefinition = {
  id: 'villages',
  title: { zh: '村庄分类', en: 'Village classes' },
  description: {
    zh: '村庄类型、四个一批路径与规划进度。',
    en: 'Village class, renewal path and plan progress.',
  },
  group: 'villages',
  fields: [
    field('name', 'text', '村名', 'Village', ['ZLDWMC', 'CZMC', 'NAME'], { required: true, length: 100 }),
    field('village_class', 'code', '村庄类型', 'Village class', ['CZLX'], {
      codes: 'village-class@tianjin-2021',
      required: true,
    }),
    field('renewal_path', 'code', '四个一批', 'Renewal path', [], { codes: 'renewal-path@1' }),
    field('plan_stage', 'code', '规划阶段', 'Plan stage', [], { codes: 'plan-stage@1' }),
    field('households', 'integer', '户数', 'Households', [], { unit: { zh: '户', en: 'households' } }),
    field('vacancy_rate', 'ratio', '空置率', 'Vacancy rate', []),
    field('collective_income', 'money', '村集体经营性年收入', 'Collective income a year', [], {
      unit: { zh: '元', en: 'yuan' },
    }),
    noteField,
  ],
  labelField: 'name',
  tileFields: ['name', 'village_class'],
  symbology: {
    kind: 'classes',
    field: 'village_class',
    classes: [
      {
        values: ['urban-fringe'],
        title: { zh: '城郊融合', en: 'Urban fringe' },
        symbol: { fill: '#0072b2', fillOpacity: 0.24, line: '#0072b2', lineWidth: 1.6 },
      },
      {
        values: ['heritage'],
        title: { zh: '特色保护', en: 'Heritage' },
        symbol: {
          fill: '#cc79a7',
          fillOpacity: 0.28,
          line: '#a2467a',
          lineWidth: 1.6,
          pattern: 'dots',
          patternColor: '#a2467a',
        },
      },
      {
        values: ['central'],
        title: { zh: '中心带动', en: 'Central' },
        symbol: {
          fill: '#d55e00',
          fillOpacity: 0.24,
          line: '#a34700',
          lineWidth: 1.6,
          pattern: 'horizontal',
          patternColor: '#a34700',
        },
      },
      {
        values: ['improve'],
        title: { zh: '改善提升', en: 'Improve' },
        symbol: {
          fill: '#009e73',
          fillOpacity: 0.24,
          line: '#00724f',
          lineWidth: 1.6,
          pattern: 'vertical',
          patternColor: '#00724f',
        },
      },
      {
        values: ['guide'],
        title: { zh: '引导整合', en: 'Guide and merge' },
        symbol: {
          fill: '#999999',
          fillOpacity: 0.3,
          line: '#555555',
          lineWidth: 1.6,
          dash: [3, 2],
          pattern: 'cross',
          patternColor: '#555555',
        },
      },
    ],
    otherwise: { fill: '#dddddd', fillOpacity: 0.3, line: '#777777', lineWidth: 1.2 },
  },
  zoom: { min: 9, max: 22 },
  labelZoom: 12,
  visible: false,
  identifyOrder: 60,
  drawOrder: 26,
  importable: true,
  overlay: false,
};
