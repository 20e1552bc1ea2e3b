import { describe, expect, test } from 'vitest';
import { encodingLabel } from '#core/formats/encoding.ts';
import { openFiles } from '#core/formats/open-files.ts';
import { encodeGbk } from '../../../scripts/fixtures/gbk.ts';
import { writeShapefile } from '../../../scripts/fixtures/shapefile-writer.ts';
import { memoryFiles } from '../../support/memory-files.ts';

const square: [number, number][] = [
  [117.09, 39.13],
  [117.09, 39.131],
  [117.091, 39.131],
  [117.091, 39.13],
  [117.09, 39.13],
];

/** A shapefile of one row whose text is given, in an encoding, with or without its declarations. */
async function read(
  text: string,
  options: { encoding: 'gbk' | 'utf-8'; cpg?: string; ldid?: number; choice?: string; length?: number },
) {
  const { shp, dbf } = writeShapefile({
    fields: [{ name: 'DLMC', type: 'C', length: options.length ?? 60 }],
    features: [{ rings: [square], values: [text] }],
    encoding: options.encoding,
    ldid: options.ldid ?? 0,
  });
  const files = {
    'a.shp': shp,
    'a.dbf': dbf,
    ...(options.cpg === undefined ? {} : { 'a.cpg': options.cpg }),
  };
  const source = await openFiles(memoryFiles(files), { encoding: options.choice });
  const [first] = [...source.features()];
  return {
    value: first?.values[0],
    encoding: source.encoding,
    findings: source.findings.map(({ code }) => code),
  };
}

describe('水田 is read from a DBF', () => {
  test.each([
    { name: 'GBK, nothing declared', encoding: 'gbk' as const, by: 'content' },
    { name: 'GBK, language byte 0x4D', encoding: 'gbk' as const, ldid: 0x4d, by: 'ldid' },
    { name: 'GBK, .cpg 936', encoding: 'gbk' as const, cpg: '936', by: 'cpg' },
    { name: 'GBK, .cpg ANSI 936', encoding: 'gbk' as const, cpg: 'ANSI 936\r\n', by: 'cpg' },
    { name: 'GBK, .cpg GBK', encoding: 'gbk' as const, cpg: 'GBK', by: 'cpg' },
    { name: 'GBK, .cpg CP936', encoding: 'gbk' as const, cpg: 'cp936', by: 'cpg' },
    { name: 'GBK, .cpg GB2312', encoding: 'gbk' as const, cpg: 'gb2312', by: 'cpg' },
    { name: 'GBK, .cpg GB18030', encoding: 'gbk' as const, cpg: 'GB18030', by: 'cpg' },
    { name: 'GBK, unknown .cpg', encoding: 'gbk' as const, cpg: 'klingon', by: 'content' },
    { name: 'GBK, meaningless language byte 0x57', encoding: 'gbk' as const, ldid: 0x57, by: 'content' },
    { name: 'UTF-8 with .cpg', encoding: 'utf-8' as const, cpg: 'UTF-8', by: 'cpg' },
    { name: 'UTF-8 with .cpg 65001', encoding: 'utf-8' as const, cpg: '65001', by: 'cpg' },
    { name: 'UTF-8 without .cpg', encoding: 'utf-8' as const, by: 'content' },
  ])('$name', async ({ by, name: _, ...options }) => {
    const { value, encoding } = await read('水田', options);
    expect(value).toBe('水田');
    expect(encoding.by).toBe(by);
    expect(encoding.reason.zh).not.toBe('');
    expect(encoding.reason.en).not.toBe('');
  });

  test('the person’s choice goes before every declaration', async () => {
    const { value, encoding } = await read('水田', { encoding: 'gbk', cpg: 'UTF-8', choice: 'GBK' });
    expect(value).toBe('水田');
    expect(encoding.by).toBe('choice');
  });

  test('the .cpg goes before the language byte', async () => {
    const { encoding } = await read('水田', { encoding: 'utf-8', cpg: 'UTF-8', ldid: 0x4d });
    expect(encoding).toMatchObject({ value: 'utf-8', by: 'cpg' });
  });
});

describe('an encoding that contradicts the bytes is said', () => {
  test('a wrong .cpg is named with the encoding that fits', async () => {
    const { value, findings } = await read('水田', { encoding: 'gbk', cpg: 'UTF-8' });
    expect(value).toContain('\uFFFD');
    expect(findings).toContain('file.encoding.contradicted');
  });

  test('UTF-8 text under a language byte for GBK is noticed though GBK can read it', async () => {
    const { findings } = await read('水浇地与旱地', { encoding: 'utf-8', ldid: 0x4d });
    expect(findings).toContain('file.encoding.contradicted');
  });

  test('text that is no common Chinese in GB18030 is doubted', async () => {
    // Big5 for 耕地面積圖斑編號, an encoding nobody declares here.
    const big5 = Uint8Array.of(
      0xaf,
      0xd1,
      0xa6,
      0x61,
      0xad,
      0xb1,
      0xbf,
      0x6e,
      0xb9,
      0xcf,
      0xb4,
      0xb3,
      0xbd,
      0x73,
      0xb8,
      0xb9,
    );
    const { shp, dbf } = writeShapefile({
      fields: [{ name: 'DLMC', type: 'C', length: 40 }],
      features: [{ rings: [square], values: ['x'] }],
    });
    Buffer.from(dbf.buffer, dbf.byteOffset).set(big5, dbf.indexOf(0x78, 65));
    const source = await openFiles(memoryFiles({ 'a.shp': shp, 'a.dbf': dbf }), {});
    expect(source.findings.map(({ code }) => code)).toContain('file.encoding.doubtful');
  });
});

test('a character cut in half by the end of its field neither changes the guess nor is shown', async () => {
  // Three bytes a character: ten bytes hold three and a third.
  const { value, encoding } = await read('水浇地旱地', { encoding: 'utf-8', length: 10 });
  expect(encoding.value).toBe('utf-8');
  expect(value).toBe('水浇地');
});

test('Chinese field names are read in the same encoding', async () => {
  const { shp, dbf } = writeShapefile({
    fields: [{ name: '地类', type: 'C', length: 10 }],
    features: [{ rings: [square], values: ['0101'] }],
    encoding: 'gbk',
  });
  const source = await openFiles(memoryFiles({ 'a.shp': shp, 'a.dbf': dbf }), {});
  expect(source.fields[0]?.name).toBe('地类');
});

test('the fixture encoder writes GBK', () => {
  expect([...encodeGbk('水田A')]).toEqual([0xcb, 0xae, 0xcc, 0xef, 0x41]);
});

test.each([
  ['ANSI 936', 'gb18030'],
  ['windows-936', 'gb18030'],
  ['utf8', 'utf-8'],
  ['ISO-8859-1', 'windows-1252'],
  ['nonsense', undefined],
])('the name %s means %s', (name, label) => expect(encodingLabel(name)).toBe(label));
