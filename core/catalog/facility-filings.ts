import { field, noteField, reportedFields } from '#core/catalog/field.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 设施农业备案: filings of agricultural facilities with their auxiliary area. */
export const facilityFilings: LayerDefinition = {
  id: 'facility_filings',
  title: { zh: '设施农业备案', en: 'Agricultural facility filings' },
  description: { zh: '已备案的设施农业项目用地。', en: 'Filed agricultural-facility sites.' },
  group: 'works',
  fields: [
    field('filing_number', 'text', '备案号', 'Filing number', ['BAH', 'BABH'], {
      required: true,
      length: 60,
    }),
    field('name', 'text', '项目名称', 'Project', ['XMMC'], { length: 200 }),
    field('operator', 'text', '经营者', 'Operator', ['JYZ'], { length: 100, personal: true }),
    field('facility_kind', 'code', '设施类别', 'Kind', ['SSLB'], {
      codes: 'facility-kind@ydyh-2023',
      required: true,
      length: 6,
    }),
    field('auxiliary_area', 'area', '辅助设施面积', 'Auxiliary area', ['FSMJ', 'FZMJ']),
    field('filed_on', 'date', '备案日期', 'Filed on', ['BARQ']),
    field('expires_on', 'date', '到期日期', 'Expires on', []),
    ...reportedFields,
    noteField,
  ],
  labelField: 'name',
  tileFields: ['facility_kind'],
  symbology: {
    kind: 'single',
    symbol: {
      fill: '#c77f3a',
      fillOpacity: 0.3,
      line: '#8f5417',
      lineWidth: 1.6,
      pattern: 'vertical',
      patternColor: '#8f5417',
    },
  },
  zoom: { min: 10, max: 22 },
  visible: false,
  identifyOrder: 48,
  drawOrder: 54,
  importable: true,
  overlay: true,
};
