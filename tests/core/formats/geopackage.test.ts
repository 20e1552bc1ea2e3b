import { describe, expect, test } from 'vitest';
import { openFiles } from '#core/formats/open-files.ts';
import { writeGeopackage } from '../../../scripts/fixtures/geopackage-writer.ts';
import { memoryFile } from '../../support/memory-files.ts';

const shell: [number, number][] = [
  [117.09, 39.13],
  [117.099, 39.13],
  [117.099, 39.139],
  [117.09, 39.13],
];
const hole = shell.map(([x, y]): [number, number] => [
  117.097 + (x - 117.09) / 10,
  39.132 + (y - 39.13) / 10,
]);
const rows = [
  { parts: [[shell, hole]], values: ['水田', 1.5] },
  { parts: [[shell], [hole]], values: ['旱地', null] },
  { parts: null, values: [null, 3] },
];
const table = {
  name: '图斑',
  epsg: 4527,
  columns: [
    ['DLMC', 'TEXT'],
    ['TBMJ', 'DOUBLE'],
  ] as const,
  rows,
};

describe('a GeoPackage is read', () => {
  test('holes, parts, envelopes and empty geometry', async () => {
    const source = await openFiles([memoryFile('a.gpkg', await writeGeopackage([table]))], {});
    const [first, second, third] = [...source.features()];
    expect(first?.geometry).toMatchObject({ kind: 'polygon', ringEnds: [4, 8], partEnds: [2] });
    expect(second?.geometry).toMatchObject({ ringEnds: [4, 8], partEnds: [1, 2] });
    expect(third?.geometry).toEqual({ kind: 'none' });
    expect([first?.values, third?.values]).toEqual([
      ['水田', 1.5],
      [null, 3],
    ]);
    expect(source.fields).toEqual([
      { name: 'DLMC', type: 'text' },
      { name: 'TBMJ', type: 'number' },
    ]);
    source.close();
  });

  test('its CRS comes from gpkg_spatial_ref_sys', async () => {
    const source = await openFiles([memoryFile('a.gpkg', await writeGeopackage([table]))], {});
    expect(source.crs).toMatchObject({ epsg: 4527, from: 'gpkg_spatial_ref_sys', implied: false });
  });

  test('of several tables the chosen one is read', async () => {
    const bytes = await writeGeopackage([table, { ...table, name: '道路', rows: rows.slice(0, 1) }]);
    const source = await openFiles([memoryFile('a.gpkg', bytes)], { table: '道路' });
    expect(source.tables).toEqual(['图斑', '道路'].sort());
    expect(source.featureCount).toBe(1);
  });

  test('it can be walked again, with the wanted fields only', async () => {
    const source = await openFiles([memoryFile('a.gpkg', await writeGeopackage([table]))], {});
    expect([...source.features(new Set(['TBMJ']))].map(({ values }) => values)).toEqual([
      [null, 1.5],
      [null, null],
      [null, 3],
    ]);
    expect([...source.features()]).toHaveLength(3);
  });
});

describe('a broken GeoPackage is refused', () => {
  test('cut short', async () => {
    const bytes = await writeGeopackage([table]);
    for (const length of [10, 4096]) {
      await expect(openFiles([memoryFile('a.gpkg', bytes.slice(0, length))], {})).rejects.toMatchObject({
        type: 'file-broken',
      });
    }
  });

  test('a text under its name', async () => {
    await expect(openFiles([memoryFile('a.gpkg', 'x'.repeat(100))], {})).rejects.toMatchObject({
      type: 'file-broken',
    });
  });

  test('without a feature table', async () => {
    await expect(openFiles([memoryFile('a.gpkg', await writeGeopackage([]))], {})).rejects.toMatchObject({
      type: 'file-broken',
    });
  });
});
