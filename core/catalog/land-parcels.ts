import { field, noteField } from '#core/catalog/field.ts';
import { surveyLandClasses } from '#core/catalog/land-classes.ts';
import type { FieldDefinition, LayerDefinition } from '#core/catalog/types.ts';

/** Columns that land parcels, permanent farmland and protection targets have in common (DLTB field names as aliases). */
export const landFields: readonly FieldDefinition[] = [
  field('parcel_number', 'text', '图斑编号', 'Parcel number', ['TBBH', 'DKBH'], {
    required: true,
    length: 40,
  }),
  field('land_class', 'code', '地类编码', 'Land class', ['DLBM', 'JQDLBM', 'GHDLBM'], {
    codes: '$land',
    required: true,
    length: 6,
  }),
  field('land_class_scheme', 'code', '分类标准', 'Classification scheme', [], { codes: 'land-scheme@1' }),
  field('land_class_version', 'text', '标准版本', 'Scheme version', [], { length: 10 }),
  field('ownership', 'code', '权属性质', 'Ownership', ['QSXZ'], {
    codes: 'ownership@sandiao-2019',
    length: 2,
  }),
  field('owner_code', 'text', '权属单位代码', 'Owner code', ['QSDWDM'], { length: 19 }),
  field('owner_name', 'text', '权属单位名称', 'Owner', ['QSDWMC'], { length: 255 }),
  field('location_code', 'text', '坐落单位代码', 'Location code', ['ZLDWDM'], { length: 19 }),
  field('location_name', 'text', '坐落单位名称', 'Location', ['ZLDWMC'], { length: 255 }),
  field('deducted_class', 'code', '扣除地类编码', 'Deducted class', ['KCDLBM'], {
    codes: '$land',
    length: 5,
  }),
  field('deduction_rate', 'ratio', '扣除地类系数', 'Deduction rate', ['KCXS', 'TKXS', 'KCDLXS']),
  field('deducted_area', 'area', '扣除地类面积', 'Deducted area', ['KCMJ', 'TKMJ']),
  field('slope_grade', 'code', '耕地坡度级别', 'Slope grade', ['GDPDJB', 'GDPDJ'], {
    codes: 'slope-grade@1',
    length: 2,
  }),
  field('terrace_kind', 'code', '耕地类型', 'Terrace or slope', ['GDLX'], {
    codes: 'terrace-kind@1',
    length: 2,
  }),
];

/** 地类图斑: the fabric of the land survey (DLTB); a clean coverage of the ground. */
export const landParcels: LayerDefinition = {
  id: 'land_parcels',
  title: { zh: '地类图斑', en: 'Land parcels' },
  description: {
    zh: '国土变更调查的地类图斑；耕地面积 = 0101–0103 的图斑地类面积之和。',
    en: 'Parcels of the annual land survey; farmland = sum of the class area of 0101–0103.',
  },
  group: 'land',
  fields: [
    ...landFields,
    field('parcel_area', 'area', '图斑面积', 'Parcel area', ['TBMJ']),
    field('class_area', 'area', '图斑地类面积', 'Class area', ['TBDLMJ']),
    field('planting', 'code', '种植属性', 'Planting', ['ZZSXDM', 'GDZZSXDM'], {
      codes: 'planting@sandiao-2019',
      length: 6,
    }),
    field('refinement', 'code', '图斑细化', 'Refinement', ['TBXHDM'], {
      codes: 'refinement@sandiao-2019',
      length: 6,
    }),
    field('settlement', 'code', '城镇村属性', 'Settlement code', ['CZCSXM'], {
      codes: 'settlement@sandiao-2019',
      length: 4,
    }),
    field('survey_year', 'integer', '数据年份', 'Survey year', ['SJNF']),
    noteField,
  ],
  labelField: 'parcel_number',
  tileFields: ['land_class', 'parcel_number'],
  overviewField: 'land_class',
  symbology: {
    kind: 'classes',
    field: 'land_class',
    classes: surveyLandClasses,
    otherwise: { fill: '#eeeeee', fillOpacity: 0.8, line: '#b3b3b3', lineWidth: 0.5 },
  },
  zoom: { min: 8, max: 22 },
  labelZoom: 17,
  visible: true,
  identifyOrder: 10,
  drawOrder: 10,
  areaField: 'parcel_area',
  importable: true,
  overlay: false,
};
