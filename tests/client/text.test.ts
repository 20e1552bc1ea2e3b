import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ACTS } from '#core/rights/acts.ts';

const client = fileURLToPath(new URL('../../client', import.meta.url));

/** The main text and the parts that screens bring with them, as one tree. */
function textOf(language: 'zh-CN' | 'en'): Tree {
  const folder = join(client, 'text');
  const files = readdirSync(folder).filter(
    (name) => name === `${language}.json` || name.endsWith(`.${language}.json`),
  );
  return Object.assign({}, ...files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}

type Tree = { readonly [key: string]: string | Tree };

function flatten(tree: Tree, path = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const name = path ? `${path}.${key}` : key;
    if (typeof value === 'string') flat.set(name, value);
    else for (const entry of flatten(value, name)) flat.set(...entry);
  }
  return flat;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && /\.tsx?$/.test(file.name))
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'));
}

const zh = textOf('zh-CN');
const chinese = flatten(zh);
const english = flatten(textOf('en'));
const areas = Object.keys(zh).join('|');

/** Keys as the code writes them: whole (`'layers.title'`), and the fixed beginning of computed ones (`t(`layers.group.${…}`)`). */
const code = sources(client)
  .join('\n')
  .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
const whole = [...code.matchAll(new RegExp(`['"\`]((?:${areas})(?:\\.[\\w-]+)+)['"\`]`, 'g'))].map(
  (match) => match[1]!,
);
const beginnings = [...code.matchAll(new RegExp(`\`((?:${areas})\\.(?:[\\w-]+\\.)*)\\$\\{`, 'g'))].map(
  (match) => match[1]!,
);

/** i18next adds `_one`, `_other` to keys that count. */
function has(keys: Map<string, string>, key: string): boolean {
  return keys.has(key) || keys.has(`${key}_one`) || keys.has(`${key}_other`);
}

describe('text on screens', () => {
  it('has a name for every act of the audit log', () => {
    expect(ACTS.filter((act) => !has(chinese, `audit.actions.${act}`))).toEqual([]);
  });

  it('has every message in Chinese and in English', () => {
    const plain = (keys: Map<string, string>) =>
      [...new Set([...keys.keys()].map((key) => key.replace(/_(one|other)$/, '')))].sort();
    expect(plain(english)).toEqual(plain(chinese));
  });

  it('says nothing in two files: an area belongs to one', () => {
    const areasOf = (name: string) =>
      Object.keys(JSON.parse(readFileSync(join(client, 'text', name), 'utf8')) as Tree);
    const all = readdirSync(join(client, 'text'))
      .filter((name) => name.endsWith('zh-CN.json'))
      .flatMap(areasOf);
    expect([...new Set(all)]).toEqual(all);
  });

  it('leaves no message empty', () => {
    for (const [key, text] of [...chinese, ...english]) expect(text.trim(), key).not.toBe('');
  });

  it('names the same values in both languages', () => {
    const values = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].sort();
    for (const [key, text] of chinese) {
      const translated = english.get(key) ?? english.get(`${key}_other`);
      expect(values(translated ?? ''), key).toEqual(values(text));
    }
  });

  it('has a message for every key the code uses', () => {
    expect(whole.length).toBeGreaterThan(80);
    expect(whole.filter((key) => !has(chinese, key))).toEqual([]);
    const begins = (beginning: string) => [...chinese.keys()].some((key) => key.startsWith(beginning));
    expect(beginnings.filter((beginning) => !begins(beginning))).toEqual([]);
  });

  it('keeps no message that nothing shows', () => {
    const used = (key: string) =>
      whole.includes(key.replace(/_(one|other)$/, '')) ||
      beginnings.some((beginning) => key.startsWith(beginning));
    expect([...chinese.keys()].filter((key) => !used(key) && !key.startsWith('panels.'))).toEqual([]);
  });

  it('writes no Chinese into the English text, but for the words 示意数据', () => {
    for (const [key, text] of english) {
      expect(/[\u4e00-\u9fff]/.test(text.replaceAll('示意数据', '')), `${key}: ${text}`).toBe(false);
    }
  });
});
