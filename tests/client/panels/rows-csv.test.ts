import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import type { Target, TargetRow } from '#core/contract/targets.ts';
import { rowsCsv } from '../../../client/panels/targets/rows-csv.ts';
import { checkSum } from '../../../client/panels/targets/sum-check.ts';
import en from '../../../client/text/en.json' with { type: 'json' };
import zh from '../../../client/text/zh-CN.json' with { type: 'json' };

const languages = i18next.createInstance();
await languages.init({
  resources: { zh: { translation: zh }, en: { translation: en } },
  lng: 'zh',
  interpolation: { escapeValue: false },
});

const rows: TargetRow[] = [
  {
    id: 7,
    layer: 'land_parcels',
    label: '=0001',
    regionCode: '120111001201',
    regionName: '小稍直口村',
    landClass: '0102',
    landClassName: '水浇地',
    value: 5586.37,
    geometryAreaSquareMeters: 5586.3712,
    bounds: [117, 39, 117.1, 39.1],
  },
];

const target = {
  title: { zh: '耕地保有量', en: 'Farmland retained' },
  year: 2023,
  rule: { text: { zh: '口径', en: 'rule' }, source: '国土变更调查' },
  sourceDocument: '三年行动计划',
  sourceClause: null,
  measured: { value: 5586.37, margin: 0, rowCount: 1, layer: 'land_parcels', dataDate: '2023-12-31' },
} as Target;

function csv(language: 'zh' | 'en', given: { demonstration: boolean; complete: boolean }): string[] {
  const check = checkSum([rows], { value: 5586.37, rowCount: 1 }, given.complete);
  const t = languages.getFixedT(language);
  return rowsCsv({ target, place: '西营门街道', rows, check, language, t, ...given }).split('\r\n');
}

describe('the list of parcels as CSV', () => {
  it('says 示意数据 in its first line when the data are invented, in both languages', () => {
    expect(csv('zh', { demonstration: true, complete: true })[0]).toContain('示意数据');
    expect(csv('en', { demonstration: true, complete: true })[0]).toContain('示意数据');
    expect(csv('zh', { demonstration: false, complete: true }).join()).not.toContain('示意数据');
  });

  it('carries each parcel in m², ha and mu, its number disarmed', () => {
    expect(csv('zh', { demonstration: true, complete: true }).at(-2)).toBe(
      "7,'=0001,120111001201,小稍直口村,0102,水浇地,5586.37,0.558637,8.37956,5586.37",
    );
  });

  it('claims that the sum is right only when every parcel is in it', () => {
    expect(csv('zh', { demonstration: true, complete: true }).join()).toContain('与指标数相等');
    expect(csv('zh', { demonstration: true, complete: false }).join()).not.toContain('与指标数相等');
  });
});
