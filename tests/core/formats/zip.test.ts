import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { openFiles } from '#core/formats/open-files.ts';
import { openZip } from '#core/formats/zip.ts';
import { Problem } from '#core/problem.ts';
import { encodeGbk } from '../../../scripts/fixtures/gbk.ts';
import { writeShapefile } from '../../../scripts/fixtures/shapefile-writer.ts';
import { memoryFile } from '../../support/memory-files.ts';

const text = (content: string) => new TextEncoder().encode(content);
const noise = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919 + (index >> 3)) & 0xff);

function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('an archive is opened', () => {
  test('its files come out as they went in', () => {
    const files = openZip(
      memoryFile('a.zip', zipSync({ 'x/a.txt': text('水田'), 'b.bin': [noise, { level: 0 }] })),
    );
    expect(files.map(({ name }) => name)).toEqual(['x/a.txt', 'b.bin']);
    expect(new TextDecoder().decode(files[0]!.bytes())).toBe('水田');
    expect(files[1]!.bytes()).toEqual(noise);
  });

  test('names written in GBK by Windows are read', () => {
    // The same bytes as fflate would write for a name of as many letters.
    const name = encodeGbk('图斑.shp');
    const bytes = Buffer.from(zipSync({ 'abcd.shp': text('x') }));
    for (let at = bytes.indexOf('abcd.shp'); at >= 0; at = bytes.indexOf('abcd.shp', at + 1))
      bytes.set(name, at);
    expect(openZip(memoryFile('a.zip', bytes))[0]?.name).toBe('图斑.shp');
  });

  test('what macOS and Windows leave behind is left out', () => {
    const files = {
      'a/parcels.geojson': text('{}'),
      '__MACOSX/a/._parcels.geojson': text('x'),
      'a/.DS_Store': text('x'),
      'a/Thumbs.db': text('x'),
    };
    expect(openZip(memoryFile('a.zip', zipSync(files))).map(({ name }) => name)).toEqual([
      'a/parcels.geojson',
    ]);
  });

  test('a shapefile in a nested folder is found with its companions', async () => {
    const { shp, dbf } = writeShapefile({
      fields: [{ name: 'TBBH', type: 'C', length: 8 }],
      features: [{ rings: null, values: ['1'] }],
    });
    const zip = zipSync({ '2023/图斑/a.shp': shp, '2023/图斑/a.dbf': dbf, 'a.prj': text('elsewhere') });
    const source = await openFiles([memoryFile('a.zip', zip)], {});
    expect(source.fields.map(({ name }) => name)).toEqual(['TBBH']);
    expect(source.crs).toBeNull();
  });
});

describe('an archive that must not be opened is refused', () => {
  test('cut short at any length', () => {
    const zip = zipSync({ 'a.bin': noise });
    for (const length of [1, 30, 200, zip.length - 30, zip.length - 1]) {
      const problem = problemOf(() => openZip(memoryFile('a.zip', zip.slice(0, length))));
      expect(problem).toMatchObject({ type: 'file-truncated', status: 422, place: { file: 'a.zip' } });
    }
  });

  test('damaged in the middle', () => {
    const zip = zipSync({ 'a.bin': [noise, { level: 0 }] });
    zip[500] = (zip[500]! + 1) & 0xff;
    expect(problemOf(() => openZip(memoryFile('a.zip', zip))[0]!.bytes())).toMatchObject({
      type: 'file-broken',
    });
  });

  test('a bomb, by its ratio', () => {
    const zip = zipSync({ 'a.bin': new Uint8Array(20 << 20) });
    expect(zip.length).toBeLessThan(30_000);
    expect(problemOf(() => openZip(memoryFile('a.zip', zip)))).toMatchObject({
      type: 'archive-bomb',
      status: 413,
    });
  });

  test('a bomb, by its total', () => {
    const zip = zipSync({ 'a.bin': noise, 'b.bin': noise });
    const limits = { entries: 10, totalBytes: 9000, ratio: 1e9 };
    expect(problemOf(() => openZip(memoryFile('a.zip', zip), limits))).toMatchObject({
      type: 'archive-bomb',
    });
  });

  test('a bomb that lies about its size stops at the size it gave', () => {
    const zip = Buffer.from(zipSync({ 'a.bin': new Uint8Array(1 << 20) }));
    const directory = zip.lastIndexOf('PK\u0001\u0002');
    zip.writeUInt32LE(1000, directory + 24);
    const [file] = openZip(memoryFile('a.zip', zip));
    expect(problemOf(() => file!.bytes())).toMatchObject({ type: 'archive-bomb' });
  });

  test('too many files', () => {
    const many = Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`f${index}`, text('x')]));
    expect(problemOf(() => openZip(memoryFile('a.zip', zipSync(many))))).toMatchObject({
      type: 'archive-bomb',
    });
  });

  test.each(['../evil.shp', 'a/../../evil.shp', '/etc/passwd', 'C:/evil.shp', 'a\\..\\..\\evil.shp'])(
    'a path that leaves it: %s',
    (name) => {
      const problem = problemOf(() => openZip(memoryFile('a.zip', zipSync({ [name]: text('x') }))));
      expect(problem).toMatchObject({ type: 'archive-path', status: 422 });
    },
  );

  test('encrypted', () => {
    const zip = Buffer.from(zipSync({ 'a.bin': noise }));
    const directory = zip.lastIndexOf('PK\u0001\u0002');
    zip.writeUInt16LE(zip.readUInt16LE(directory + 8) | 1, directory + 8);
    expect(problemOf(() => openZip(memoryFile('a.zip', zip)))).toMatchObject({ type: 'archive-encrypted' });
  });

  test('with nothing known inside', async () => {
    const zip = zipSync({ 'letter.docx': text('x'), 'inner.zip': zipSync({ 'a.shp': text('x') }) });
    await expect(openFiles([memoryFile('a.zip', zip)], {})).rejects.toMatchObject({ type: 'format-unknown' });
  });
});
