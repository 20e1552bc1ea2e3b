import { beforeAll, describe, expect, it } from 'vitest';
import type { FieldFence, FieldPackPlan } from '#core/contract/field-pack.ts';
import { unpackRings } from '#core/field/pack-fence.ts';
import { rangesOver, tilesOfRange } from '#core/field/pack-tiles.ts';
import { withApp } from '../../support/app.ts';
import { aFeature, aTown, OTHER_VILLAGE, TOWN, VILLAGE, withParcels } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson, type TestPerson } from '../../support/people.ts';

describe.each(databases)('an offline area on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  let west: TestPerson;
  let town: TestPerson;

  const plan = async (person: TestPerson, query: string) =>
    (await client().as(person.token).get(`/api/field/pack?${query}`)) as FieldPackPlan;
  const layerOf = ({ layers }: FieldPackPlan, id: string) => layers.find(({ layer }) => layer === id)!;

  beforeAll(async () => {
    await aTown(database());
    await withParcels(database(), [
      { number: '1', landClass: '0101', box: [117.081, 39.101, 117.084, 39.104] },
      { number: '2', landClass: '0102', box: [117.084, 39.101, 117.087, 39.104] },
      { number: '3', landClass: '0101', box: [117.092, 39.101, 117.095, 39.104], village: OTHER_VILLAGE },
    ]);
    await aFeature(
      database(),
      'permanent_farmland',
      {
        protection_number: 'YN-1',
        parcel_number: '1',
        land_class: '0101',
        parcel_area: 1000,
        class_area: 1000,
      },
      [117.081, 39.101, 117.083, 39.103],
    );
    const other = await aFeature(
      database(),
      'permanent_farmland',
      {
        protection_number: 'YN-2',
        parcel_number: '3',
        land_class: '0101',
        parcel_area: 1000,
        class_area: 1000,
      },
      [117.092, 39.101, 117.094, 39.103],
    );
    await database().query('update gengjie.permanent_farmland set region_code = $1 where id = $2', [
      OTHER_VILLAGE,
      other,
    ]);
    await aFeature(
      database(),
      'responsibility_grids',
      { grid_number: 'WG-1', name: '小稍直口村网格', grid_level: 'village' },
      [117.08, 39.1, 117.083, 39.104],
    );
    west = await aPerson(database(), 'west', [{ role: 'field', regionCode: VILLAGE }]);
    town = await aPerson(database(), 'town', [{ role: 'inspector', regionCode: TOWN }]);
  });

  it('is planned for a village by its code, or for a box: layers, zooms, tiles, size, versions', async () => {
    const village = await plan(town, `region=${VILLAGE}`);
    expect(village.name).toBe('小稍直口村');
    expect(village.bounds).toEqual([117.08, 39.1, 117.09, 39.12]);
    const box = await plan(town, 'bbox=117.08,39.1,117.09,39.12');
    expect(box).toEqual({ ...village, name: null });
    const parcels = layerOf(village, 'land_parcels');
    expect(parcels).toMatchObject({ minZoom: 10, maxZoom: 16, features: 2 });
    expect(parcels.tiles).toBe(
      rangesOver(village.bounds, 10, 16).flatMap((range) => [...tilesOfRange(range)]).length,
    );
    expect(village.tiles).toBe(village.layers.reduce((sum, { tiles }) => sum + tiles, 0));
    expect(village.estimatedBytes).toBeGreaterThan(500);
  });

  it('gives tile versions under which the tiles may be kept for ever', async () => {
    const { layers, bounds } = await plan(town, `region=${VILLAGE}`);
    const [range] = rangesOver(bounds, 14, 14);
    const [tile] = tilesOfRange(range!);
    for (const { layer, version } of layers) {
      const { headers } = await client()
        .as(town.token)
        .request(`/tiles/${layer}/14/${tile!.x}/${tile!.y}.mvt?v=${version}`);
      expect(headers.get('cache-control'), layer).toContain('immutable');
    }
  });

  it('counts only what the person may see, and has another version for who sees another part', async () => {
    const whole = await plan(town, 'bbox=117.08,39.1,117.1,39.12');
    const part = await plan(west, 'bbox=117.08,39.1,117.1,39.12');
    expect(layerOf(whole, 'land_parcels').features).toBe(3);
    expect(layerOf(part, 'land_parcels').features).toBe(2);
    expect(layerOf(part, 'land_parcels').version).not.toBe(layerOf(whole, 'land_parcels').version);
  });

  it('has a new version when a row of a layer changes, and the old one for the others', async () => {
    const before = await plan(town, `region=${VILLAGE}`);
    await aFeature(
      database(),
      'ecological_redlines',
      { name: '示意红线', redline_code: 'HX-1' },
      [117.085, 39.11, 117.089, 39.115],
    );
    const after = await plan(town, `region=${VILLAGE}`);
    const changed = after.layers.filter(({ layer, version }) => layerOf(before, layer).version !== version);
    expect(changed.map(({ layer }) => layer)).toEqual(['ecological_redlines']);
  });

  it('brings the outlines of its fence, whole, of what the person may see', async () => {
    const fence = async (person: TestPerson, bbox: string) =>
      (await client().as(person.token).get(`/api/field/pack/geofence?bbox=${bbox}`)) as FieldFence;
    const whole = await fence(town, '117.08,39.1,117.1,39.105');
    expect(whole.truncated).toBe(false);
    expect(whole.zones.map(({ label }) => label)).toEqual(['YN-1', 'YN-2', '小稍直口村网格']);
    const corners = unpackRings(whole.zones[0]!.rings).coordinates[0]![0]!;
    expect(corners).toHaveLength(5);
    expect(corners).toContainEqual([117.081, 39.101]);
    expect(corners).toContainEqual([117.083, 39.103]);
    const part = await fence(west, '117.08,39.1,117.1,39.105');
    expect(part.zones.map(({ label }) => label)).toEqual(['YN-1', '小稍直口村网格']);
    // A box that only touches a zone brings all of it.
    const touched = await fence(town, '117.0829,39.1029,117.084,39.105');
    expect(touched.zones.map(({ label }) => label)).toEqual(['YN-1', '小稍直口村网格']);
    expect((await fence(town, '117.2,39.3,117.3,39.4')).zones).toEqual([]);
  });

  it.each([
    ['', 400, 'invalid-request'],
    [`region=${VILLAGE}&bbox=117,39,118,40`, 400, 'invalid-request'],
    ['bbox=118,39,117,40', 400, 'invalid-request'],
    ['bbox=117,39,117,40', 400, 'invalid-request'],
    ['bbox=117,-89,118,89', 400, 'invalid-request'],
    ['bbox=somewhere', 400, 'invalid-request'],
    ['region=999999', 404, 'region-not-found'],
    ['bbox=70,18,135,54', 413, 'area-too-large'],
  ])('refuses %j with %i %s', async (query, status, type) => {
    const answer = await client().as(town.token).request(`/api/field/pack?${query}`);
    expect(answer.status).toBe(status);
    expect((answer.body as { type: string }).type).toContain(type);
  });
});
