import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '#server/app.ts';
import { readConfig } from '#server/config.ts';
import { withApp } from '../support/app.ts';
import { askAsDescribed } from '../support/ask.ts';
import { aFeature, aSettledTown, TOWN } from '../support/cast.ts';
import { databases, withDatabase } from '../support/database.ts';

interface Hit {
  layer: string;
  id: number;
  label: string;
  areaSquareMeters: number;
  geometryAreaSquareMeters: number;
  properties: Record<string, unknown>;
}

describe.each(databases)('the HTTP interface on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  let paddy: number;

  beforeAll(async () => {
    ({ paddy } = await aSettledTown(database()));
  });

  const ask = (path: string, template: string, init?: RequestInit) =>
    askAsDescribed(client(), path, template, init);

  it('says that it is well and on which engine', async () => {
    const { body } = await ask('/healthz', '/healthz');
    expect(body).toMatchObject({ status: 'ok', engine, demonstration: true });
  });

  it('serves the description of itself', async () => {
    expect(await client().get('/api/openapi.json')).toMatchObject({ openapi: '3.1.0' });
  });

  it('tells the workspace with its regions, district first', async () => {
    const { body } = await ask('/api/workspace', '/api/workspace');
    expect(body).toMatchObject({ demonstration: true, region: TOWN, engine, tianditu: null });
    expect((body as { regions: { level: string }[] }).regions.map(({ level }) => level)).toEqual([
      'district',
      'town',
      'village',
      'village',
    ]);
  });

  it('lists every layer with count, signed area, extent and version', async () => {
    const { body } = await ask('/api/layers', '/api/layers');
    const { layers } = body as {
      layers: {
        id: string;
        count: number;
        areaSquareMeters: number;
        version: number;
        bounds: number[] | null;
      }[];
    };
    expect(layers).toHaveLength(17);
    const parcels = layers.find(({ id }) => id === 'land_parcels');
    expect(parcels).toMatchObject({ count: 4, bounds: [117.081, 39.101, 117.095, 39.109] });
    expect(layers.find(({ id }) => id === 'patches')).toMatchObject({
      count: 0,
      areaSquareMeters: 0,
      bounds: null,
    });
  });

  it('counts the features in view, and follows a change at once', async () => {
    const view = '/api/layers-in-view?bbox=117.0905,39.1,117.1,39.12&layers=land_parcels,patches';
    const before = await ask(view, '/api/layers-in-view');
    expect(before.body).toEqual({
      layers: [
        { id: 'land_parcels', count: 1, areaSquareMeters: 2000.1 },
        { id: 'patches', count: 0, areaSquareMeters: 0 },
      ],
    });
    const patch = await aFeature(
      database(),
      'patches',
      { patch_number: 'P1', register: 'lead', patch_class: 'public', state: 'issued' },
      [117.092, 39.102, 117.0921, 39.1021],
    );
    const after = await ask(view, '/api/layers-in-view');
    expect((after.body as { layers: { count: number }[] }).layers[1]?.count).toBe(1);
    await database().query('delete from gengjie.patches where id = $1', [patch]);
  });

  it('refuses an unknown layer and a malformed box', async () => {
    const unknown = await client().request('/api/layers-in-view?bbox=1,2,3,4&layers=parcels');
    expect(unknown).toMatchObject({
      status: 404,
      body: { type: '/problems/unknown-layer', layer: 'parcels' },
    });
    const malformed = await client().request('/api/layers-in-view?bbox=1,2,3&layers=patches');
    expect(malformed).toMatchObject({
      status: 400,
      body: { type: '/problems/invalid-request', field: 'bbox' },
    });
  });

  it('identifies everything at a point, most particular first, with areas and codes', async () => {
    const { body } = await ask('/api/identify?lng=117.082&lat=39.102', '/api/identify');
    const { hits, regions } = body as { hits: Hit[]; regions: { name: string }[] };
    expect(hits.map(({ layer }) => layer)).toEqual([
      'land_parcels',
      'permanent_farmland',
      'demolition_zones',
      'regions',
      'regions',
      'regions',
    ]);
    expect(regions.map(({ name }) => name)).toEqual(['小稍直口村', '西营门街道', '西青区']);
    expect(hits[0]).toMatchObject({
      id: paddy,
      label: '0001',
      properties: { land_class: '0101', land_class_scheme: 'sandiao' },
    });
    expect(
      Math.abs((hits[0]?.areaSquareMeters ?? 0) - (hits[0]?.geometryAreaSquareMeters ?? 0)),
    ).toBeLessThanOrEqual(0.005);
    expect(hits[2]).toMatchObject({
      label: '小稍直口村片区',
      properties: { households_unsigned: 131, households_total: null },
    });
  });

  it('identifies only the layers asked for, and nothing where nothing is', async () => {
    const only = await client().get('/api/identify?lng=117.082&lat=39.102&layers=permanent_farmland');
    expect((only as { hits: Hit[] }).hits.map(({ layer }) => layer)).toEqual(['permanent_farmland']);
    expect(await client().get('/api/identify?lng=100&lat=30')).toMatchObject({ hits: [], regions: [] });
  });

  it.each([
    'lng=abc&lat=39',
    'lat=39',
    'lng=&lat=',
    'lng=181&lat=39',
    'lng=117&lat=NaN',
    'lng=117&lng=118&lat=39',
  ])('refuses the place %s and names the parameter', async (query) => {
    const { status, body } = await ask(`/api/identify?${query}`, '/api/identify');
    expect(status).toBe(400);
    expect(['lng', 'lat']).toContain((body as { field: string }).field);
  });

  it('gives one feature with its geometry in lon/lat, without the obsolete crs member', async () => {
    const { body } = await ask(
      `/api/layers/land_parcels/features/${paddy}`,
      '/api/layers/{layer}/features/{id}',
    );
    expect(body).toMatchObject({
      id: paddy,
      geometry: { type: 'MultiPolygon' },
      bounds: [117.081, 39.101, 117.085, 39.105],
    });
    expect((body as { geometry: object }).geometry).not.toHaveProperty('crs');
  });

  it('says 404 for a feature that is not there and for a layer that is none', async () => {
    expect(
      (await ask('/api/layers/land_parcels/features/999999', '/api/layers/{layer}/features/{id}')).status,
    ).toBe(404);
    expect((await client().request('/api/layers/nothing/features/1')).status).toBe(400);
  });

  it('tells how much of a parcel lies under each layer', async () => {
    const { body } = await ask(
      `/api/layers/land_parcels/features/${paddy}/overlay`,
      '/api/layers/{layer}/features/{id}/overlay',
    );
    const { shares, subjectAreaSquareMeters } = body as {
      subjectAreaSquareMeters: number;
      shares: { layer: string; areaSquareMeters: number; share: number }[];
    };
    expect(shares.map(({ layer }) => layer)).toEqual(['permanent_farmland', 'demolition_zones']);
    expect(shares[0]?.share).toBeCloseTo(0.5, 6);
    expect(shares[1]?.share).toBeCloseTo(9 / 16, 4);
    expect(shares[0]?.areaSquareMeters).toBeCloseTo(subjectAreaSquareMeters / 2, 1);
  });

  it('counts ground once where features of a layer overlap each other', async () => {
    const twice = await aFeature(
      database(),
      'demolition_zones',
      { name: '重叠', zone_kind: 'village' },
      [117.0805, 39.1005, 117.084, 39.104],
    );
    const { body } = await ask(
      `/api/layers/land_parcels/features/${paddy}/overlay`,
      '/api/layers/{layer}/features/{id}/overlay',
    );
    const zones = (body as { shares: { layer: string; share: number; features: unknown[] }[] }).shares.find(
      ({ layer }) => layer === 'demolition_zones',
    );
    expect(zones?.features).toHaveLength(2);
    expect(zones?.share).toBeCloseTo(9 / 16, 4);
    await database().query('delete from gengjie.demolition_zones where id = $1', [twice]);
  });

  it.each([
    ['xymj', '西营门街道'],
    ['小稍', '小稍直口村'],
    ['xiaoshao', '小稍直口村'],
    ['xszk', '小稍直口村'],
    ['西青区', '西青区'],
  ])('finds %s', async (text, first) => {
    const { body } = await ask(`/api/search?q=${encodeURIComponent(text)}`, '/api/search');
    expect((body as { results: { label: string }[] }).results[0]?.label).toBe(first);
  });

  it('finds parcels by number and says where each lies', async () => {
    const { body } = await ask('/api/search?q=0001', '/api/search');
    const parcels = (body as { results: { layer: string; label: string; detail: string }[] }).results.filter(
      ({ layer }) => layer === 'land_parcels',
    );
    expect(parcels.map(({ detail }) => detail)).toEqual([
      '西青区 · 西营门街道 · 小稍直口村',
      '西青区 · 西营门街道 · 怡和村',
    ]);
  });

  it('takes wildcards of SQL in a search for what they are', async () => {
    expect(await client().get('/api/search?q=%25')).toEqual({ results: [] });
    expect(await client().get('/api/search?q=0_01')).toEqual({ results: [] });
  });

  it('finds a region that was added a moment ago', async () => {
    const id = await aFeature(
      database(),
      'regions',
      { code: '120111001999', name: '新设村', level: 'village' },
      [117.08, 39.11, 117.081, 39.111],
    );
    const { body } = await ask('/api/search?q=xsc', '/api/search');
    expect((body as { results: { label: string }[] }).results[0]?.label).toBe('新设村');
    await database().query('delete from gengjie.regions where id = $1', [id]);
  });

  it('answers what it does not have as a problem in the language asked for', async () => {
    const { status, body } = await client().request('/api/nothing', { headers: { 'accept-language': 'en' } });
    expect({ status, body }).toMatchObject({
      status: 404,
      body: { type: '/problems/not-found', title: 'Not found' },
    });
  });

  it('offers 天地图, and lets the page ask for it, only where the office gave its own key', async () => {
    const app = createApp({
      db: database(),
      config: readConfig({ GENGJIE_TIANDITU_KEY: 'k/1', GENGJIE_HOME: tmpdir() }),
    });
    app.server.listen(0, '127.0.0.1');
    await once(app.server, 'listening');
    const { port } = app.server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/api/workspace`, {
      headers: { authorization: `Bearer ${client().token}` },
    });
    const { tianditu } = (await response.json()) as { tianditu: { tiles: string } };
    expect(tianditu.tiles).toContain('tk=k%2F1');
    expect(response.headers.get('content-security-policy')).toContain(
      "connect-src 'self' https://*.tianditu.gov.cn",
    );
    app.server.close();
    app.server.closeAllConnections();
    await app.close();
  });

  it('allows nothing from another host', async () => {
    const { headers } = await client().request('/healthz');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/https?:|\*/);
  });
});
