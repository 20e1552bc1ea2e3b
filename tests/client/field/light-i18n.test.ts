import { createInstance } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import light from '../../../client/field/light/i18next.ts';

const zh = {
  plain: { word: '标记', deep: { er: '更深' } },
  value: '共 {{count}} 条，{{name}}',
  onlyChinese: '只有中文',
  empty: '',
};
const en = {
  plain: { word: 'Flag', deep: { er: 'Deeper' } },
  value: '{{count}} records, {{name}}',
  value_one: 'One record, {{name}}',
  empty: '',
};

const real = createInstance();
// i18next writes into what it is given.
const options = () => ({
  resources: { 'zh-CN': { translation: zh } },
  lng: 'zh-CN',
  fallbackLng: 'zh-CN',
  interpolation: { escapeValue: false },
});

beforeAll(async () => {
  await real.init(options());
  await light.init(options());
  for (const each of [real, light]) {
    each.addResourceBundle('en', 'translation', { plain: { extra: 'More' } }, true);
    each.addResourceBundle('en', 'translation', en, true);
  }
});

describe('the light translation of the phone', () => {
  it.each(['zh-CN', 'en'])('answers as i18next does in %s', async (language) => {
    await real.changeLanguage(language);
    await light.changeLanguage(language);
    expect(light.language).toBe(real.language);
    for (const [key, values] of [
      ['plain.word', undefined],
      ['plain.deep.er', undefined],
      ['plain.extra', undefined],
      ['value', { count: 1, name: '甲' }],
      ['value', { count: 2, name: '<b>' }],
      ['onlyChinese', undefined],
      ['empty', undefined],
      ['not.there', undefined],
      ['not.there', { defaultValue: '' }],
      ['not.there', { defaultValue: 'instead' }],
    ] as const) {
      expect(light.t(key, values), key).toBe(real.t(key, values as never));
    }
  });

  it('tells who listens of a new language', async () => {
    let told = 0;
    const tell = () => {
      told += 1;
    };
    light.on('languageChanged', tell);
    await light.changeLanguage('zh-CN');
    light.off('languageChanged', tell);
    await light.changeLanguage('en');
    expect(told).toBe(1);
  });
});
