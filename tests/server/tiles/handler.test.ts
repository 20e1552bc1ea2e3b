import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFeature, aTown, VILLAGE, withParcels } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { decodeTile } from './decode.ts';
import { startTileServer, type TileServer, tileAt } from './tile-server.ts';

const { z, x, y } = tileAt(15, 117.085, 39.105);
const TILE = `/tiles/land_parcels/${z}/${x}/${y}.mvt`;

describe.each(databases)('tiles over HTTP on %s', (engine) => {
  const database = withDatabase(engine);
  let server: TileServer;
  let ids: number[];

  beforeAll(async () => {
    await aTown(database());
    ids = await withParcels(database(), [
      { number: 'A1', landClass: '0101', box: [117.084, 39.104, 117.086, 39.106] },
      { number: 'A2', landClass: '0301', box: [117.086, 39.104, 117.088, 39.106] },
    ]);
    server = await startTileServer(database());
  });
  afterAll(() => server?.close());

  const versionOf = async (): Promise<string> => {
    const { body } = await server.get('/tiles/land_parcels.json');
    return /v=([\w-]+)/.exec(JSON.parse(body.toString()).tiles[0])?.[1] ?? '';
  };

  it('carry the features of the layer with their ids and the fields of the catalogue', async () => {
    const { status, headers, body } = await server.get(TILE);
    expect([status, headers['content-type'], headers['content-encoding']]).toEqual([
      200,
      'application/vnd.mapbox-vector-tile',
      'gzip',
    ]);
    expect(decodeTile(body, 'land_parcels').map(({ id, properties }) => ({ id, ...properties }))).toEqual([
      { id: ids[0], land_class: '0101', parcel_number: 'A1' },
      { id: ids[1], land_class: '0301', parcel_number: 'A2' },
    ]);
  });

  it('are described by TileJSON 3.0 with version, fields, bounds and the label of invented data', async () => {
    const { status, headers, body } = await server.get('/tiles/land_parcels.json');
    const json = JSON.parse(body.toString());
    expect([status, headers['cache-control'], json.tilejson]).toEqual([200, 'private, no-cache', '3.0.0']);
    expect(json.tiles[0]).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/tiles\/land_parcels\/\{z\}\/\{x\}\/\{y\}\.mvt\?v=\d+-[\w-]{8}$/,
    );
    expect([json.minzoom, json.maxzoom]).toEqual([8, 16]);
    expect(json.attribution).toContain('示意数据');
    expect(json.vector_layers[0].id).toBe('land_parcels');
    expect(Object.keys(json.vector_layers[0].fields)).toEqual(['land_class', 'parcel_number', 'generalized']);
    json.bounds.forEach((value: number, index: number) => {
      expect(value).toBeCloseTo([117.084, 39.104, 117.088, 39.106][index]!, 9);
    });
    const empty = JSON.parse((await server.get('/tiles/green_plans.json')).body.toString());
    expect(empty.bounds).toBeUndefined();
  });

  it('may be kept for ever under the current version, and must be asked for again under any other', async () => {
    const version = await versionOf();
    const kept = await server.get(`${TILE}?v=${version}`);
    expect(kept.headers['cache-control']).toBe('private, max-age=31536000, immutable');
    const [number, scope] = [Number.parseInt(version, 10), version.slice(version.indexOf('-'))];
    const others = [
      '',
      '?v=0',
      `?v=${number}`,
      `?v=${number + 1}${scope}`,
      `?v=${number}-AAAAAAAA`,
      '?other=1',
    ];
    for (const query of others) {
      expect((await server.get(TILE + query)).headers['cache-control']).toBe('private, no-cache');
    }
  });

  it('answer 304 to their ETag, gzip or not, and the whole tile to another', async () => {
    const { headers } = await server.get(TILE);
    const etag = headers.etag!;
    for (const known of [etag, `"other", ${etag}`, etag.replace('W/', ''), '*']) {
      const again = await server.get(TILE, { 'if-none-match': known });
      expect([again.status, again.raw.length, again.headers.etag]).toEqual([304, 0, etag]);
    }
    expect((await server.get(TILE, { 'if-none-match': 'W/"other"' })).status).toBe(200);
  });

  it('come unpacked to a client that takes no gzip', async () => {
    const packed = await server.get(TILE, { 'accept-encoding': 'br;q=1.0, gzip;q=0.5' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    for (const accepted of ['identity', 'gzip;q=0', 'br']) {
      const plain = await server.get(TILE, { 'accept-encoding': accepted });
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.headers.vary).toBe('Cookie, Authorization, Accept-Encoding');
      expect(plain.raw.equals(packed.body)).toBe(true);
    }
    expect((await server.get(TILE, {})).headers['content-encoding']).toBeUndefined();
  });

  it('answer HEAD like GET without the body', async () => {
    const get = await server.get(TILE);
    const head = await server.get(TILE, { 'accept-encoding': 'gzip' }, 'HEAD');
    expect([head.status, head.raw.length]).toEqual([200, 0]);
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.headers.etag).toBe(get.headers.etag);
  });

  it('are 204 where nothing lies, near and far', async () => {
    for (const path of [`/tiles/land_parcels/${z}/${x + 3}/${y}.mvt`, '/tiles/patches/12/0/0.mvt']) {
      const { status, raw } = await server.get(path);
      expect([status, raw.length]).toEqual([204, 0]);
    }
  });

  it.each([
    ['/tiles/land_parcels/17/0/0.mvt', 404, 'tile-out-of-range'],
    ['/tiles/land_parcels/7/0/0.mvt', 404, 'tile-out-of-range'],
    ['/tiles/land_parcels/10/1024/0.mvt', 404, 'tile-out-of-range'],
    ['/tiles/land_parcels/10/0/9999999.mvt', 404, 'tile-out-of-range'],
    ['/tiles/nothing/10/0/0.mvt', 404, 'unknown-layer'],
    ['/tiles/nothing.json', 404, 'unknown-layer'],
    ['/tiles/users/10/0/0.mvt', 404, 'unknown-layer'],
    ['/tiles/land_parcels/10/0/0', 404, 'tile-path-malformed'],
    ['/tiles/land_parcels/10/-1/0.mvt', 404, 'tile-path-malformed'],
    ['/tiles/land_parcels/1e1/0/0.mvt', 404, 'tile-path-malformed'],
    ['/tiles/land_parcels%22;drop/10/0/0.mvt', 404, 'tile-path-malformed'],
    ['/tiles/', 404, 'tile-path-malformed'],
  ])('%s is %i %s, in Chinese, and in English for who asks', async (path, status, type) => {
    const chinese = await server.get(path);
    expect(chinese.status).toBe(status);
    expect(chinese.headers['content-type']).toContain('application/problem+json');
    const problem = JSON.parse(chinese.body.toString());
    expect(problem).toMatchObject({ type: `/problems/${type}`, status });
    expect(problem.detail).toMatch(/[\u4e00-\u9fff]/);
    const english = JSON.parse((await server.get(path, { 'accept-language': 'en' })).body.toString());
    expect(`${english.title} ${english.next}`).toMatch(/^[ -~“”]+$/);
  });

  it('take no other method, and leave other paths to others', async () => {
    const posted = await server.get(TILE, {}, 'POST');
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD']);
    expect((await server.get('/api/layers')).status).toBe(418);
    expect((await server.get('/tilesets/x')).status).toBe(418);
  });

  it('show an edit at once after invalidate, within two seconds without, under a new version', async () => {
    const before = await server.get(TILE);
    const oldVersion = await versionOf();
    await database().query(`update gengjie.land_parcels set land_class = '0103' where id = $1`, [ids[0]]);
    server.handler.invalidate('land_parcels');
    const after = await server.get(`${TILE}?v=${oldVersion}`);
    expect(decodeTile(after.body, 'land_parcels')[0]!.properties.land_class).toBe('0103');
    expect(after.headers.etag).not.toBe(before.headers.etag);
    expect(after.headers['cache-control']).toBe('private, no-cache');
    expect(Number.parseInt(await versionOf(), 10)).toBeGreaterThan(Number.parseInt(oldVersion, 10));

    await database().query(`update gengjie.land_parcels set land_class = '0102' where id = $1`, [ids[0]]);
    await expect
      .poll(async () => decodeTile((await server.get(TILE)).body, 'land_parcels')[0]!.properties.land_class, {
        timeout: 2000,
        interval: 100,
      })
      .toBe('0102');
  });

  it('keep their ETag in a new version where nothing changed', async () => {
    const { headers } = await server.get(TILE);
    const far = { number: 'Z9', landClass: '0101', box: [117.3, 39.2, 117.301, 39.201] } as const;
    await withParcels(database(), [far]);
    server.handler.invalidate('land_parcels');
    expect((await server.get(TILE, { 'if-none-match': headers.etag! })).status).toBe(304);
  });

  it('show current rows only', async () => {
    const [id] = await withParcels(database(), [
      { number: 'OLD', landClass: '0101', box: [117.0841, 39.1041, 117.0842, 39.1042] },
    ]);
    await database().query(
      `update gengjie.land_parcels set valid_during = tstzrange(lower(valid_during) - interval '1 day', lower(valid_during))
       where id = $1`,
      [id],
    );
    server.handler.invalidate('land_parcels');
    expect(
      decodeTile((await server.get(TILE)).body, 'land_parcels').some((feature) => feature.id === id),
    ).toBe(false);
  });

  it('show a finding as a pixel however far away, and leave out a project too small to draw', async () => {
    const speck = [117.0901, 39.1101, 117.09012, 39.11012] as const;
    const patch = await aFeature(
      database(),
      'patches',
      { patch_number: 'P1', register: 'lead', patch_class: 'residential', state: 'open' },
      speck,
    );
    await aFeature(database(), 'project_sites', { name: '点' }, speck);
    server.handler.invalidate();
    const far = tileAt(11, 117.0901, 39.1101);
    const address = `${far.z}/${far.x}/${far.y}.mvt`;
    const [seen] = decodeTile((await server.get(`/tiles/patches/${address}`)).body, 'patches');
    expect([seen?.id, seen?.area]).toEqual([patch, 64]);
    expect((await server.get(`/tiles/project_sites/${address}`)).status).toBe(204);
  });

  it('carry whole numbers as numbers and leave out what is unknown', async () => {
    await aFeature(
      database(),
      'demolition_zones',
      { name: '一号片区', zone_kind: 'residential', households_unsigned: 12 },
      [117.084, 39.104, 117.086, 39.106],
    );
    await aFeature(
      database(),
      'demolition_zones',
      { name: '二号"片\\区', zone_kind: 'residential' },
      [117.086, 39.104, 117.088, 39.106],
    );
    server.handler.invalidate();
    const { body } = await server.get(`/tiles/demolition_zones/${z}/${x}/${y}.mvt`);
    expect(decodeTile(body, 'demolition_zones').map(({ properties }) => properties)).toEqual([
      { name: '一号片区', households_unsigned: 12 },
      { name: '二号"片\\区' },
    ]);
  });

  it('are made once for many who ask at the same time, and go on when some go away', async () => {
    await database().query(`update gengjie.land_parcels set note = 'x' where id = $1`, [ids[1]]);
    server.handler.invalidate();
    const answers = await Promise.all([
      server.get(TILE),
      server.abandon(TILE),
      server.get(TILE),
      server.abandon(TILE),
      server.get(TILE),
    ]);
    const tiles = answers.filter((answer) => answer !== undefined);
    expect(tiles.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(tiles.map(({ headers }) => headers.etag)).size).toBe(1);
    await server.abandon(`/tiles/land_parcels/${z}/${x + 1}/${y}.mvt`);
    expect((await server.get(TILE)).status).toBe(200);
  });

  it('have the village they lie in, as every layer of the catalogue answers', async () => {
    const regions = await server.get(`/tiles/regions/${z}/${x}/${y}.mvt`);
    expect(decodeTile(regions.body, 'regions').map(({ properties }) => properties.code)).toContain(VILLAGE);
  });
});
