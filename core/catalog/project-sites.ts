import { field, noteField, reportedFields } from '#core/catalog/field.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 项目选址: sites with their 四至 (what bounds them on each side) and floor area. */
export const projectSites: LayerDefinition = {
  id: 'project_sites',
  title: { zh: '项目选址', en: 'Project sites' },
  description: { zh: '重点项目用地范围与四至。', en: 'Sites of key projects and what bounds them.' },
  group: 'works',
  fields: [
    field('name', 'text', '项目名称', 'Project', ['XMMC', 'NAME'], { required: true, length: 200 }),
    field('bound_east', 'text', '东至', 'East of it', [], { length: 60 }),
    field('bound_south', 'text', '南至', 'South of it', [], { length: 60 }),
    field('bound_west', 'text', '西至', 'West of it', [], { length: 60 }),
    field('bound_north', 'text', '北至', 'North of it', [], { length: 60 }),
    field('floor_area', 'area', '建筑面积', 'Floor area', ['JZMJ'], { unit: { zh: '平方米', en: 'm²' } }),
    field('status', 'code', '状态', 'Status', [], { codes: 'work-status@1' }),
    ...reportedFields,
    noteField,
  ],
  labelField: 'name',
  tileFields: ['name'],
  symbology: {
    kind: 'single',
    symbol: {
      fill: '#1f78b4',
      fillOpacity: 0.12,
      line: '#155a88',
      lineWidth: 2,
      pattern: 'back-hatch',
      patternColor: '#155a88',
    },
  },
  zoom: { min: 9, max: 22 },
  labelZoom: 13,
  visible: true,
  identifyOrder: 44,
  drawOrder: 46,
  importable: true,
  overlay: true,
};
