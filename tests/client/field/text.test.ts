import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

type Tree = { readonly [key: string]: string | Tree };

const folder = fileURLToPath(new URL('../../../client/field/text', import.meta.url));
const parts = readdirSync(folder)
  .filter((name) => name.endsWith('.zh-CN.json'))
  .map((name) => name.replace('.zh-CN.json', ''));

function flatten(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const name = path ? `${path}.${key}` : key;
    return typeof value === 'string' ? [[name, value] as [string, string]] : flatten(value, name);
  });
}

const read = (part: string, language: string) =>
  new Map(flatten(JSON.parse(readFileSync(join(folder, `${part}.${language}.json`), 'utf8')) as Tree));

describe('text of the field app', () => {
  it('has each part in both languages', () => {
    const english = readdirSync(folder).filter((name) => name.endsWith('.en.json'));
    expect(english.toSorted()).toEqual(parts.map((part) => `${part}.en.json`).toSorted());
  });

  it('says nothing in two parts, nor what the office says in its own', () => {
    const office = JSON.parse(
      readFileSync(fileURLToPath(new URL('../../../client/text/zh-CN.json', import.meta.url)), 'utf8'),
    ) as Tree;
    const areas = parts.flatMap((part) =>
      Object.keys(JSON.parse(readFileSync(join(folder, `${part}.zh-CN.json`), 'utf8')) as Tree),
    );
    expect([...new Set(areas)]).toEqual(areas);
    expect(areas.filter((area) => area in office)).toEqual([]);
  });

  it.each(parts)('has every message of %s in Chinese and in English, with the same values', (part) => {
    const [chinese, english] = [read(part, 'zh-CN'), read(part, 'en')];
    const plain = (keys: Map<string, string>) =>
      [...new Set([...keys.keys()].map((key) => key.replace(/_(one|other)$/, '')))].toSorted();
    expect(plain(english)).toEqual(plain(chinese));
    const values = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].toSorted();
    for (const [key, text] of chinese) {
      const translated = english.get(key) ?? english.get(`${key}_other`) ?? '';
      // A message may have nothing to say, but then in both languages.
      expect(translated.trim() === '', key).toBe(text.trim() === '');
      expect(values(translated), key).toEqual(values(text));
      expect(/[一-鿿]/.test(translated.replaceAll('示意数据', '')), `${key}: ${translated}`).toBe(false);
    }
  });
});
