import { describe, expect, it } from 'vitest';
import { codeIn, isAssignable, lineage, nameIn } from '#core/vocabulary/code-list.ts';
import { codeLists } from '#core/vocabulary/lists/index.ts';
import { loadCodeList } from '#core/vocabulary/lists/load.ts';
import { sandiao2019 } from '#core/vocabulary/lists/sandiao-2019.ts';
import { ydyh2020 } from '#core/vocabulary/lists/ydyh-2020.ts';
import { ydyh2023 } from '#core/vocabulary/lists/ydyh-2023.ts';
import { allCodes, codeListOf, codeName, findCode } from '#core/vocabulary/lookup.ts';

const CJK = /[\u4e00-\u9fff]/;
const ofLength = (list: typeof ydyh2023, length: number) =>
  list.codes.filter((entry) => entry.code.length === length).length;

/** Second-level classes and first-level classes without any; then the finest classes there are. */
function counts(list: typeof ydyh2023) {
  const parents = new Set(list.codes.map((entry) => entry.parent));
  const finest = list.codes.filter((entry) => !parents.has(entry.code));
  return {
    first: ofLength(list, 2),
    second: ofLength(list, 4) + finest.filter((entry) => entry.code.length === 2).length,
    finest: finest.length,
  };
}

describe('the third land survey', () => {
  it('has 13 first-level and 55 second-level classes', () => {
    expect(ofLength(sandiao2019, 2)).toBe(13);
    expect(ofLength(sandiao2019, 4)).toBe(55);
  });

  it('has the convertible (K) and the detailed (A) classes under their class', () => {
    const suffixed = sandiao2019.codes.filter((entry) => entry.code.length === 5);
    expect(suffixed.map((entry) => entry.code)).toEqual([
      ...['0201K', '0202K', '0203K', '0204K', '0301K', '0302K', '0307K', '0403K'],
      ...['08H2A', '0810A', '1104A', '1104K', '1107A'],
    ]);
    for (const entry of suffixed) expect(entry.parent).toBe(entry.code.slice(0, 4));
  });

  it('keeps wetland classes under wetland although their digits say otherwise', () => {
    for (const code of ['0303', '0304', '0306', '0402', '0603', '1105', '1106', '1108']) {
      expect(lineage(sandiao2019, code).map((entry) => entry.code)).toEqual([code, '00']);
    }
  });

  it('lets a row carry a class but not a heading, except 09 which has no second level', () => {
    expect(isAssignable(sandiao2019, '0103')).toBe(true);
    expect(isAssignable(sandiao2019, '01')).toBe(false);
    expect(isAssignable(sandiao2019, '09')).toBe(true);
    expect(isAssignable(sandiao2019, '0199')).toBe(false);
  });

  it('treats codes as text: a lost leading zero is an unknown code', () => {
    expect(codeIn(sandiao2019, '101')).toBeUndefined();
    expect(nameIn(sandiao2019, '101', 'zh')).toBe('101');
  });
});

describe('land and sea use classes', () => {
  it('of 2023 are the published 24, 113 and 140', () => {
    expect(counts(ydyh2023)).toEqual({ first: 24, second: 113, finest: 140 });
  });

  it('of 2020 are the published 24, 106 and 39', () => {
    expect([2, 4, 6].map((length) => ofLength(ydyh2020, length))).toEqual([24, 106, 39]);
  });

  it('give the same digits another meaning in another scheme or version', () => {
    expect(codeName('sandiao@2019', '1202', 'zh')).toBe('设施农用地');
    expect(codeName('ydyh@2023', '1202', 'zh')).toBe('公路用地');
    expect(codeName('ydyh@2020', '2302', 'en')).toBe('Field ridge');
    expect(codeName('ydyh@2023', '2302', 'en')).toBe('Reserve farmland');
  });

  it('changed between 2020 and 2023 where the guide says so', () => {
    const changed: [string, string][] = [
      ['0204', '0205'],
      ['060102', '1207'],
      ['0602', '060201'],
      ['0603', '060202'],
      ['0604', '060203'],
      ['1312', '1311'],
      ['1313', '1312'],
      ['2202', '2206'],
      ['2302', '2303'],
      ['2303', '060102'],
    ];
    for (const [before, after] of changed) {
      expect(codeIn(ydyh2020, before), before).toBeDefined();
      expect(codeIn(ydyh2023, after), after).toBeDefined();
    }
  });
});

describe('every code list', () => {
  it.each(Object.entries(codeLists))('%s is named by its key and bilingual throughout', (key, list) => {
    expect(`${list.scheme}@${list.version}`).toBe(key);
    const text = [list.title, ...list.codes];
    for (const { zh, en } of text) {
      expect(zh.trim(), key).not.toBe('');
      expect(en, key).not.toMatch(CJK);
      expect(en.trim(), key).not.toBe('');
    }
  });

  it.each(Object.entries(codeLists))('%s has no code twice and no parent outside', (_key, list) => {
    const codes = list.codes.map((entry) => entry.code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const { parent } of list.codes) if (parent !== undefined) expect(codes).toContain(parent);
  });

  it.each(Object.keys(codeLists))('%s loads alone', async (key) => {
    expect(await loadCodeList(key)).toBe(codeListOf(key));
  });

  it('is unknown under another name, and then a code stays as it came', async () => {
    expect(await loadCodeList('sandiao@1900')).toBeUndefined();
    expect(codeListOf('toString')).toBeUndefined();
    expect(findCode('sandiao@1900', '0101')).toBeUndefined();
    expect(codeName('sandiao@1900', '0101', 'zh')).toBe('0101');
  });
});

describe('rows for the database', () => {
  const rows = [...allCodes()];

  it('name each scheme, version and code once, with both names and a place', () => {
    const keys = rows.map((row) => `${row.scheme}@${row.version}:${row.code}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(rows.find((row) => row.scheme === 'sandiao' && row.code === '0101')).toEqual({
      scheme: 'sandiao',
      version: '2019',
      code: '0101',
      nameZh: '水田',
      nameEn: 'Paddy field',
      parent: '01',
      position: 11,
    });
  });

  it('leave out headings, so that no parcel can carry one', () => {
    expect(rows.some((row) => row.scheme === 'sandiao' && row.code === '01')).toBe(false);
    expect(rows.some((row) => row.scheme === 'sandiao' && row.code === '09')).toBe(true);
  });
});
