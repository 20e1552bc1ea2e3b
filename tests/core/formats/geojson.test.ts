import { describe, expect, test } from 'vitest';
import { openFiles } from '#core/formats/open-files.ts';
import { encodeGbk } from '../../../scripts/fixtures/gbk.ts';
import { memoryFile } from '../../support/memory-files.ts';

const ring = [
  [117.09, 39.13],
  [117.091, 39.13],
  [117.091, 39.131],
  [117.09, 39.13],
];
const polygon = { type: 'Polygon', coordinates: [ring] };
const feature = (properties: object) => ({ type: 'Feature', properties, geometry: polygon });

const open = (content: unknown, name = 'a.geojson') =>
  openFiles([memoryFile(name, typeof content === 'string' ? content : JSON.stringify(content))], {});

describe('GeoJSON is read', () => {
  test('as collection, feature or bare geometry', async () => {
    for (const root of [{ type: 'FeatureCollection', features: [feature({})] }, feature({}), polygon]) {
      const source = await open(root);
      const [first] = [...source.features()];
      expect(first?.geometry).toMatchObject({ kind: 'polygon', ringEnds: [4], partEnds: [1] });
      expect(first?.row).toBe(1);
    }
  });

  test('fields are the union of all properties, with types that hold all values', async () => {
    const features = [feature({ DLBM: '0101', 面积: 1 }), feature({ 面积: 2.5, ok: true, list: [1] })];
    const source = await open({ type: 'FeatureCollection', features });
    expect(source.fields).toEqual([
      { name: 'DLBM', type: 'text' },
      { name: '面积', type: 'number' },
      { name: 'ok', type: 'boolean' },
      { name: 'list', type: 'text' },
    ]);
    expect([...source.features()][1]?.values).toEqual([null, 2.5, true, '[1]']);
  });

  test('one feature a line', async () => {
    const source = await open(
      `${JSON.stringify(feature({ a: 1 }))}\n${JSON.stringify(feature({ a: 2 }))}\n`,
      'a.ndjson',
    );
    expect([...source.features()].map(({ values }) => values[0])).toEqual([1, 2]);
  });

  test('parts and holes keep their places', async () => {
    const hole = ring.map(([x, y]) => [x! + 1e-5, y!]);
    const source = await open({ type: 'MultiPolygon', coordinates: [[ring, hole], [ring]] });
    expect([...source.features()][0]?.geometry).toMatchObject({ ringEnds: [4, 8, 12], partEnds: [2, 3] });
  });

  test('the older crs member is honoured; without it the standard’s lon/lat is implied', async () => {
    const crs = (name: string) => ({ type: 'name', properties: { name } });
    const source = await open({ ...feature({}), crs: crs('urn:ogc:def:crs:EPSG::4527') });
    expect(source.crs).toMatchObject({ epsg: 4527, implied: false });
    expect((await open({ ...feature({}), crs: crs('EPSG:4490') })).crs).toMatchObject({ epsg: 4490 });
    expect((await open({ ...feature({}), crs: crs('urn:ogc:def:crs:OGC:1.3:CRS84') })).crs).toMatchObject({
      epsg: 4326,
      implied: false,
    });
    expect((await open(feature({}))).crs).toMatchObject({ epsg: 4326, implied: true });
  });

  test('saved in GBK by an editor it is still read, with a reason', async () => {
    const source = await openFiles(
      [memoryFile('a.json', encodeGbk(JSON.stringify(feature({ DLMC: '水田' }))))],
      {},
    );
    expect([...source.features()][0]?.values).toEqual(['水田']);
    expect(source.encoding).toMatchObject({ value: 'gb18030', by: 'content' });
  });

  test('a byte order mark is no error', async () => {
    expect((await open(`\uFEFF${JSON.stringify(feature({}))}`)).featureCount).toBe(1);
  });

  test('a coordinate that is no number becomes NaN for the checks to find', async () => {
    const source = await open({
      type: 'Polygon',
      coordinates: [
        [
          [null, 39],
          [117, 'x'],
          [117, 39],
          [117, 39],
        ],
      ],
    });
    const geometry = [...source.features()][0]!.geometry;
    expect(geometry.kind === 'polygon' && Number.isNaN(geometry.coordinates[0])).toBe(true);
  });
});

describe('what is not GeoJSON is refused with the place', () => {
  test('broken JSON names line and column', async () => {
    await expect(open('{\n  "type": "Feature",\n  "geometry": nul\n}')).rejects.toMatchObject({
      type: 'file-broken',
      detail: { en: expect.stringMatching(/line 3, column/) },
    });
  });

  test('JSON cut short says so at its end', async () => {
    await expect(open('{\n"type": "FeatureCollection",\n"features": [')).rejects.toMatchObject({
      detail: { zh: expect.stringContaining('第 3 行') },
    });
  });

  test('a broken line among lines names the line', async () => {
    const content = `${JSON.stringify(feature({}))}\n${JSON.stringify(feature({}))}\n{"type": }`;
    await expect(open(content, 'a.jsonl')).rejects.toMatchObject({
      detail: { en: expect.stringContaining('line 3') },
    });
  });

  test.each(['[]', '{"type":"Topology"}', '3', 'null'])('JSON of another kind: %s', async (content) => {
    await expect(open(content)).rejects.toMatchObject({ type: 'file-broken' });
  });

  test('coordinates nested wrongly name the feature', async () => {
    const source = await open({
      type: 'FeatureCollection',
      features: [
        feature({}),
        { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [[1, 2]] } },
      ],
    });
    expect(() => [...source.features()]).toThrow(
      expect.objectContaining({ place: { file: 'a.geojson', row: 2 } }),
    );
  });

  test('nothing but blanks', async () => {
    await expect(open('  \n ')).rejects.toMatchObject({ type: 'file-empty' });
  });
});
