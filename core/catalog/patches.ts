import { field, noteField, reportedFields } from '#core/catalog/field.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 疑似违法占地图斑: patches of three registers that are never merged (house-building campaign, law-enforcement images, leads). */
export const patches: LayerDefinition = {
  id: 'patches',
  title: { zh: '乱占耕地图斑', en: 'Illegal-occupation patches' },
  description: {
    zh: '乱占耕地建房、卫片执法图斑与疑似违法线索。',
    en: 'House-building campaign, law-enforcement image patches and leads.',
  },
  group: 'findings',
  fields: [
    field('patch_number', 'text', '图斑编号', 'Patch number', ['TBBH', 'YGTBZJ', 'WFDKXH', 'JCBH'], {
      required: true,
      length: 60,
    }),
    field('register', 'code', '台账', 'Register', [], { codes: 'patch-register@1', required: true }),
    field('patch_class', 'code', '类别', 'Class', ['TBLX'], { codes: 'patch-class@1', required: true }),
    field('state', 'code', '状态', 'State', [], { codes: 'patch-state@1', required: true, managed: true }),
    field('location', 'text', '坐落', 'Location', ['TDZL', 'ZLDWMC'], { length: 200 }),
    field('found_on', 'date', '发现日期', 'Found on', ['JCSDH']),
    field('built_on', 'date', '建设时间', 'Built on', ['JSSJ']),
    field('judgement', 'code', '核实认定意见', 'Judgement', ['HSRDYJ'], { codes: 'patch-judgement@1' }),
    field('judgement_kind', 'code', '认定细类', 'Kind of judgement', ['RDXL'], {
      codes: 'patch-judgement-kind@1',
    }),
    field('use_detail', 'code', '用途分类细化', 'Use in detail', ['YTXH'], { codes: 'patch-use-detail@1' }),
    field('project_name', 'text', '项目名称', 'Project', ['XMMC'], { length: 200 }),
    field('project_party', 'text', '项目主体', 'Party to the project', ['XMZT'], {
      length: 100,
      personal: true,
    }),
    field('description', 'text', '现场核查描述', 'Description on site', ['XCMS'], { length: 1000 }),
    field('rectification', 'code', '整改方式', 'Rectification', ['ZGFS'], { codes: 'patch-rectification@1' }),
    field('remaining_area', 'area', '剩余未整改面积', 'Area not yet rectified', ['SYMJ']),
    field('assignee_name', 'text', '承办', 'Assigned to', [], { length: 100, managed: true }),
    field('due_on', 'date', '办理期限', 'Due on', [], { managed: true }),
    field('split_state', 'code', '拆分状态', 'Split', ['CFZT'], { codes: 'patch-split@1', managed: true }),
    field('parent_number', 'text', '母图斑编号', 'Number of the parent', ['MTBBH'], {
      length: 60,
      managed: true,
    }),
    ...reportedFields,
    noteField,
  ],
  labelField: 'patch_number',
  tileFields: ['patch_class', 'state', 'patch_number'],
  symbology: {
    kind: 'classes',
    field: 'patch_class',
    classes: [
      {
        values: ['residential'],
        title: { zh: '住宅类', en: 'Residential' },
        symbol: { fill: '#d55e00', fillOpacity: 0.45, line: '#a34700', lineWidth: 1.6 },
      },
      {
        values: ['public'],
        title: { zh: '公共管理服务类', en: 'Public service' },
        symbol: {
          fill: '#0072b2',
          fillOpacity: 0.45,
          line: '#00527f',
          lineWidth: 1.6,
          pattern: 'dots',
          patternColor: '#ffffff',
        },
      },
      {
        values: ['industrial'],
        title: { zh: '产业类', en: 'Industrial' },
        symbol: {
          fill: '#7b3294',
          fillOpacity: 0.45,
          line: '#571f6b',
          lineWidth: 1.6,
          pattern: 'hatch',
          patternColor: '#ffffff',
        },
      },
      {
        values: ['industry-commerce', 'public-welfare', 'transport', 'enclosed', 'undetermined'],
        title: { zh: '卫片与变化图斑', en: 'Image enforcement' },
        symbol: {
          fill: '#009e73',
          fillOpacity: 0.4,
          line: '#00694d',
          lineWidth: 1.6,
          pattern: 'back-hatch',
          patternColor: '#ffffff',
        },
      },
      {
        values: ['patrol', 'public-report', 'tower-video', 'other-source'],
        title: { zh: '疑似违法线索', en: 'Leads' },
        symbol: {
          fill: '#cc79a7',
          fillOpacity: 0.4,
          line: '#8d3f6c',
          lineWidth: 1.6,
          pattern: 'horizontal',
          patternColor: '#ffffff',
        },
      },
    ],
    otherwise: { fill: '#555555', fillOpacity: 0.4, line: '#333333', lineWidth: 1.4 },
  },
  zoom: { min: 8, max: 22 },
  labelZoom: 17,
  visible: true,
  identifyOrder: 5,
  drawOrder: 70,
  importable: true,
  overlay: true,
};
