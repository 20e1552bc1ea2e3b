import { describe, expect, it } from 'vitest';
import { languageOf } from '#server/http/language.ts';

const ask = (header?: string) =>
  languageOf({ headers: header === undefined ? {} : { 'accept-language': header } });

describe('language of an answer', () => {
  it('is Chinese when nothing is asked for', () => {
    expect(ask()).toBe('zh');
    expect(ask('*')).toBe('zh');
  });

  it('is English only when English is preferred to Chinese', () => {
    expect(ask('en')).toBe('en');
    expect(ask('en-GB,en;q=0.9')).toBe('en');
    expect(ask('zh-CN,zh;q=0.9,en;q=0.8')).toBe('zh');
    expect(ask('en;q=0.3, zh;q=0.7')).toBe('zh');
    expect(ask('fr, en;q=0.5')).toBe('en');
  });
});
