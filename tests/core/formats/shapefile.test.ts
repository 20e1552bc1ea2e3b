import { describe, expect, test } from 'vitest';
import { openFiles } from '#core/formats/open-files.ts';
import { Problem } from '#core/problem.ts';
import {
  type DbfField,
  type FixtureFeature,
  writeShapefile,
} from '../../../scripts/fixtures/shapefile-writer.ts';
import { memoryFiles } from '../../support/memory-files.ts';

const fields: DbfField[] = [
  { name: 'TBBH', type: 'C', length: 8 },
  { name: 'TBMJ', type: 'N', length: 10, decimals: 2 },
  { name: 'RQ', type: 'D', length: 8 },
  { name: 'YN', type: 'L', length: 1 },
];

function square(x: number, y: number, size = 1): [number, number][] {
  return [
    [x, y],
    [x, y + size],
    [x + size, y + size],
    [x + size, y],
    [x, y],
  ];
}

const rows: FixtureFeature[] = [
  { rings: [square(0, 0)], values: ['1', 1.5, '20230401', 'T'] },
  { rings: [square(2, 0, 4), square(3, 1).reverse()], values: ['2', 12.25, '', 'F'] },
  { rings: null, values: ['3', null, '00000000', '?'] },
];

function parts(options: Partial<Parameters<typeof writeShapefile>[0]> = {}) {
  const { shp, dbf, shx } = writeShapefile({ fields, features: rows, ...options });
  return { 'a.shp': shp, 'a.dbf': dbf, 'a.shx': shx };
}

async function problemOf(files: Record<string, Uint8Array | string>): Promise<Problem> {
  try {
    const source = await openFiles(memoryFiles(files), {});
    for (const _ of source.features());
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a shapefile is read', () => {
  test.each([5, 15, 25] as const)('rings of shape type %i, without .shx', async (shapeType) => {
    const { 'a.shx': _, ...files } = parts({ shapeType });
    const source = await openFiles(memoryFiles(files), {});
    const [first, second, third] = [...source.features()];
    expect(source.featureCount).toBe(3);
    expect(first?.geometry).toMatchObject({ kind: 'polygon', ringEnds: [5], partEnds: null });
    expect(second?.geometry).toMatchObject({ kind: 'polygon', ringEnds: [5, 10] });
    expect(third?.geometry).toEqual({ kind: 'none' });
  });

  test('values by type: blank is null, dates and truths are read', async () => {
    const source = await openFiles(memoryFiles(parts()), {});
    expect([...source.features()].map(({ values }) => values)).toEqual([
      ['1', 1.5, '2023-04-01', true],
      ['2', 12.25, null, false],
      ['3', null, null, null],
    ]);
  });

  test('a number that overflowed its field is null, and said once', async () => {
    const files = parts();
    Buffer.from(files['a.dbf'].buffer, files['a.dbf'].byteOffset).fill(
      '*',
      32 * 5 + 1 + 1 + 8,
      32 * 5 + 1 + 1 + 18,
    );
    const source = await openFiles(memoryFiles(files), {});
    const [first] = [...source.features()];
    expect(first?.values[1]).toBeNull();
    expect(source.rowFindings()).toMatchObject([{ code: 'file.number.unreadable', row: 1, field: 'TBMJ' }]);
  });

  test('deleted records are left out with their shapes', async () => {
    const files = parts();
    files['a.dbf'][32 * 5 + 1] = 0x2a;
    const source = await openFiles(memoryFiles(files), {});
    expect([...source.features()].map(({ row }) => row)).toEqual([2, 3]);
    expect(source.rowFindings()).toMatchObject([{ code: 'file.rows.deleted', context: { count: 1 } }]);
  });

  test('companions are found whatever the case of their names', async () => {
    const { 'a.shp': shp, 'a.dbf': dbf } = parts();
    const source = await openFiles(memoryFiles({ 'A.SHP': shp, 'a.Dbf': dbf, 'a.PRJ': 'GEOGCS["x"]' }), {});
    expect(source.fields).toHaveLength(4);
    expect(source.crs?.text).toBe('GEOGCS["x"]');
  });

  test('of several, the chosen one is read', async () => {
    const other = writeShapefile({ fields, features: rows.slice(0, 1) });
    const files = { ...parts(), 'b.shp': other.shp, 'b.dbf': other.dbf };
    const source = await openFiles(memoryFiles(files), { table: 'b' });
    expect(source.tables).toEqual(['a', 'b']);
    expect(source.featureCount).toBe(1);
  });

  test('without .dbf and .prj it says what is missing', async () => {
    const source = await openFiles(memoryFiles({ 'a.shp': parts()['a.shp'] }), {});
    expect(source.findings.map(({ code }) => code)).toEqual(['file.dbf.missing', 'file.prj.missing']);
  });

  test('points in a polygon layer are told row by row', async () => {
    const files = parts();
    Buffer.from(files['a.shp'].buffer, files['a.shp'].byteOffset).writeInt32LE(1, 108);
    const source = await openFiles(memoryFiles(files), {});
    expect([...source.features()][0]?.geometry).toEqual({ kind: 'other', type: 'Point' });
  });
});

describe('a broken shapefile is refused with the place', () => {
  test('a .shp cut inside a record names the record', async () => {
    const files = parts();
    const problem = await problemOf({ ...files, 'a.shp': files['a.shp'].slice(0, 300) });
    expect(problem).toMatchObject({ type: 'file-truncated', status: 422, place: { file: 'a.shp', row: 2 } });
  });

  test('a .dbf cut inside a record names the record', async () => {
    const files = parts();
    const problem = await problemOf({ ...files, 'a.dbf': files['a.dbf'].slice(0, -40) });
    expect(problem).toMatchObject({ type: 'file-truncated', place: { file: 'a.dbf', row: 2 } });
  });

  test('shapes and records that do not belong together', async () => {
    const other = writeShapefile({ fields, features: rows.slice(0, 2) });
    expect(await problemOf({ ...parts(), 'a.dbf': other.dbf })).toMatchObject({
      type: 'file-broken',
      place: { row: 3 },
    });
  });

  test('ring indices out of order', async () => {
    const files = parts();
    const second = 100 + 8 + 48 + 80 + 8;
    Buffer.from(files['a.shp'].buffer, files['a.shp'].byteOffset).writeInt32LE(99, second + 48);
    expect(await problemOf(files)).toMatchObject({ type: 'file-broken', place: { row: 2 } });
  });

  test('a .dbf without its .shp says which part is missing', async () => {
    const problem = await problemOf({ 'a.dbf': parts()['a.dbf'] });
    expect(problem).toMatchObject({ type: 'shapefile-without-shp', place: { file: 'a.dbf' } });
    expect(problem.detail.zh).toContain('.shp');
  });

  test('an empty .shp', async () => {
    expect(await problemOf({ 'a.shp': new Uint8Array() })).toMatchObject({ type: 'file-empty' });
  });

  test('a text called .shp', async () => {
    expect(await problemOf({ 'a.shp': 'hello '.repeat(40) })).toMatchObject({ type: 'file-broken' });
  });
});
