import { field, noteField } from '#core/catalog/field.ts';
import { landFields } from '#core/catalog/land-parcels.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** 耕地保护目标 (GDBHMB): farmland drawn as to be kept; a set of patches, not the same number as 耕地保有量. */
export const farmlandProtection: LayerDefinition = {
  id: 'farmland_protection',
  title: { zh: '耕地保护目标', en: 'Farmland protection targets' },
  description: { zh: '划入耕地保护目标的图斑。', en: 'Patches drawn into the farmland protection target.' },
  group: 'control',
  fields: [
    ...landFields,
    field('parcel_area', 'area', '图斑面积', 'Patch area', ['TBMJ']),
    field('class_area', 'area', '图斑地类面积', 'Class area', ['TBDLMJ']),
    field('stable', 'code', '是否稳定耕地', 'Stable farmland', ['WDGD', 'SFWHTD'], {
      codes: 'yes-no@1',
      length: 1,
    }),
    noteField,
  ],
  labelField: 'parcel_number',
  tileFields: ['parcel_number'],
  symbology: {
    kind: 'single',
    symbol: { line: '#a8701a', lineWidth: 1.2, dash: [4, 2], pattern: 'dots', patternColor: '#a8701a' },
  },
  zoom: { min: 8, max: 22 },
  visible: false,
  identifyOrder: 22,
  drawOrder: 36,
  areaField: 'class_area',
  importable: true,
  overlay: true,
};
