import type { Position } from 'geojson';
import { beforeAll, describe, expect, it } from 'vitest';
import { withApp } from '../../support/app.ts';
import { aSettledTown, TOWN, withParcels } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { box, editing, type Refusal, type Whole } from './editing.ts';

/** Farmland as the target counts it: Σ 图斑地类面积 of 0101–0103. */
const farmland = `select coalesce(sum(class_area), 0)::text as total from gengjie.land_parcels
  where in_force and land_class in ('0101', '0102', '0103') and region_code like '${TOWN.slice(0, 9)}%'`;

describe.each(databases)('features changed together on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const parcels = editing(client, 'land_parcels');
  const sites = editing(client, 'project_sites');
  const patches = editing(client, 'patches');
  let paddy: number;
  let ridge: number;

  beforeAll(async () => {
    ({ paddy, ridge } = await aSettledTown(database()));
  });

  const measured = async () => (await database().query<{ total: string }>(farmland))[0]!.total;
  const split = (id: number, ifMatch: number, line: Position[], more: object = {}) =>
    parcels.send(
      'POST',
      `/${id}/split`,
      { line: { type: 'LineString', coordinates: line }, reason: '测试分割', ...more },
      ifMatch,
    );
  const merge = (features: readonly Whole[], more: object = {}, api = parcels) =>
    api.send('POST', '/merge', {
      features: features.map(({ id, versionId }) => ({ id, versionId })),
      reason: '测试合并',
      ...more,
    });
  const reshape = (features: readonly { whole: Whole; coordinates: Position[][][] }[]) =>
    parcels.send('POST', '/reshape', {
      features: features.map(({ whole: { id, versionId }, coordinates }) => ({
        id,
        versionId,
        geometry: { type: 'MultiPolygon', coordinates },
      })),
      reason: '测试联动',
    });
  const audited = async (action: string) =>
    (
      await database().query<{ detail: Record<string, unknown> }>(
        'select detail from gengjie.audit_log where action = $1 order by seq desc limit 1',
        [action],
      )
    )[0]?.detail;

  it('splits a parcel: it keeps its number, the piece gets one of its own, farmland does not move by a cent', async () => {
    const before = await measured();
    const whole = await parcels.feature(ridge);
    const { status, body } = await split(ridge, whole.versionId, [
      [117.0861, 39.1],
      [117.0866, 39.106],
    ]);
    expect(status, JSON.stringify(body)).toBe(200);
    const { kept, added } = body as { kept: Whole; added: Whole[] };
    expect(kept).toMatchObject({ id: ridge, label: '0002' });
    expect(added.map(({ label }) => label)).toEqual(['0002-1']);
    expect(kept.areaSquareMeters).toBeGreaterThan(added[0]!.areaSquareMeters);
    expect(await measured()).toBe(before);
    for (const name of ['parcel_area', 'deducted_area', 'class_area']) {
      const sum = Number(kept.properties[name]) + Number(added[0]!.properties[name]);
      expect(sum.toFixed(2)).toBe(Number(whole.properties[name]).toFixed(2));
    }
    const {
      parcel_number: _,
      parcel_area: __,
      deducted_area: ___,
      class_area: ____,
      ...rest
    } = whole.properties;
    expect(added[0]!.properties).toMatchObject(rest);
    // Both sides have the very same points along the cut.
    const along = ({ geometry }: Whole) => (geometry.coordinates as Position[][][]).flat(2).map(String);
    expect(along(kept).filter((point) => along(added[0]!).includes(point)).length).toBeGreaterThanOrEqual(2);
    expect(await audited('feature.split')).toMatchObject({ added: [added[0]!.id], reason: '测试分割' });
    const instants = await Promise.all([kept.id, added[0]!.id].map((id) => parcels.history(id)));
    expect(new Set(instants.map(({ versions }) => versions[0]!.knownFrom)).size).toBe(1);

    const merged = await merge([kept, added[0]!]);
    expect(merged.status, JSON.stringify(merged.body)).toBe(200);
    const again = merged.body as Whole;
    expect(again.properties).toEqual(whole.properties);
    // Its very points; where the ring begins is nobody's business.
    expect(new Set(along(again))).toEqual(new Set(along(whole)));
    expect(await measured()).toBe(before);
    const ended = await parcels.history(added[0]!.id);
    expect(ended.current).toBeNull();
    expect(ended.versions[0]).toMatchObject({ kind: 'withdraw', reason: '合并：测试合并' });
    expect(await audited('feature.merge')).toMatchObject({ ended: [added[0]!.id] });
  });

  it('lets a person choose the piece that keeps the number, and never gives a number twice', async () => {
    const whole = await parcels.feature(ridge);
    const line = [
      [117.088, 39.1],
      [117.088, 39.11],
    ];
    const { body } = await split(ridge, whole.versionId, line, { keep: 1 });
    const { kept, added } = body as { kept: Whole; added: Whole[] };
    expect(kept.areaSquareMeters).toBeLessThan(added[0]!.areaSquareMeters);
    // 0002-1 ended with the merge; its number stays its own.
    expect(added[0]!.label).toBe('0002-2');
    expect((await merge([kept, added[0]!])).status).toBe(200);
  });

  it('refuses a line that divides nothing, and regions', async () => {
    const { versionId } = await parcels.feature(paddy);
    const inside = await split(paddy, versionId, [
      [117.082, 39.102],
      [117.083, 39.103],
    ]);
    expect([inside.status, (inside.body as Refusal).type]).toEqual([422, '/problems/nothing-split']);
    const stale = await split(paddy, versionId + 1000, [
      [117.083, 39.1],
      [117.083, 39.2],
    ]);
    expect(stale.status).toBe(409);
    expect((await parcels.feature(paddy)).versionId).toBe(versionId);
  });

  it('refuses to merge parcels that differ, lie apart or are named twice, and says why', async () => {
    const [a, b] = await Promise.all([parcels.feature(paddy), parcels.feature(ridge)]);
    const differ = await merge([a, b]);
    expect([differ.status, (differ.body as Refusal).type]).toEqual([422, '/problems/fields-differ']);
    expect((differ.body as Refusal).detail).toContain('地类编码');
    const [far = 0] = await withParcels(database(), [
      { number: '0009', landClass: '0101', box: [117.081, 39.1151, 117.082, 39.116] },
    ]);
    const apart = await merge([a, await parcels.feature(far)]);
    expect((apart.body as Refusal).type).toBe('/problems/cannot-merge');
    expect((await merge([a, a])).status).toBe(422);
    expect((await parcels.feature(paddy)).versionId).toBe(a.versionId);
  });

  it('merges sites with the fields of the one that is chosen', async () => {
    const added = [];
    for (const [name, west] of [
      ['M1', 117.0811],
      ['M2', 117.0812],
    ] as const) {
      const { body } = await sites.add({
        geometry: box(west, 39.1171, west + 0.0001, 39.1172),
        properties: { name, note: name },
      });
      added.push(body as Whole);
    }
    const { status, body } = await merge(added, { attributesOf: added[1]!.id }, sites);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ id: added[0]!.id, label: 'M2', properties: { note: 'M2' } });
  });

  it('leaves patches to their register, which keeps the parent and numbers the parts', async () => {
    const properties = { register: 'lead', patch_class: 'patrol', patch_number: 'P1' };
    const { body } = await patches.add({ geometry: box(117.0813, 39.1171, 117.0814, 39.1172), properties });
    const whole = body as Whole;
    const refused = await merge([whole, whole], {}, patches);
    expect([refused.status, (refused.body as Refusal).type]).toEqual([422, '/problems/not-divisible']);
  });

  it('moves an edge in both parcels that share it, and refuses what would leave a gap or an overlap', async () => {
    const [a, b] = await Promise.all([parcels.feature(paddy), parcels.feature(ridge)]);
    const moved = (whole: Whole, by: number) =>
      (whole.geometry.coordinates as Position[][][]).map((rings) =>
        rings.map((ring) =>
          ring.map(([x = 0, y = 0]) => (Math.abs(x - 117.085) < 1e-9 && y < 39.104 ? [x + by, y] : [x, y])),
        ),
      );
    for (const by of [0.0001, -0.0001]) {
      const alone = await reshape([{ whole: a, coordinates: moved(a, by) }]);
      expect([alone.status, (alone.body as Refusal).type], String(by)).toEqual([
        422,
        '/problems/coverage-broken',
      ]);
      expect((alone.body as Refusal).detail).toMatch(by > 0 ? /重叠/ : /空隙/);
    }
    const both = await reshape([
      { whole: a, coordinates: moved(a, 0.0001) },
      { whole: b, coordinates: moved(b, 0.0001) },
    ]);
    expect(both.status, JSON.stringify(both.body)).toBe(200);
    const { features } = both.body as { features: Whole[] };
    expect(features[0]!.areaSquareMeters).toBeGreaterThan(a.areaSquareMeters);
    expect(features[1]!.geometryAreaSquareMeters).toBeLessThan(b.geometryAreaSquareMeters);
    const [{ overlap } = { overlap: -1 }] = await database().query<{ overlap: number }>(
      `select st_area(st_intersection(a.geom, b.geom)::geography) as overlap from gengjie.land_parcels a, gengjie.land_parcels b
       where a.in_force and b.in_force and a.id = $1 and b.id = $2`,
      [paddy, ridge],
    );
    expect(overlap).toBeLessThan(0.01);
    expect((await audited('feature.reshape'))?.features).toHaveLength(2);
    // The outer edge may move: nobody is there.
    const outer = (features[0]!.geometry.coordinates as Position[][][]).map((rings) =>
      rings.map((ring) => ring.map(([x = 0, y = 0]) => (x < 117.0811 ? [x + 0.0001, y] : [x, y]))),
    );
    const freed = await reshape([{ whole: features[0]!, coordinates: outer }]);
    expect(freed.status, JSON.stringify(freed.body)).toBe(200);
  });

  it('stores nothing of several outlines when one of them was changed meanwhile', async () => {
    const [a, b] = await Promise.all([parcels.feature(paddy), parcels.feature(ridge)]);
    const stale = await reshape([
      { whole: a, coordinates: a.geometry.coordinates as Position[][][] },
      { whole: { ...b, versionId: b.versionId - 1 }, coordinates: b.geometry.coordinates as Position[][][] },
    ]);
    expect(stale.status).toBe(409);
    expect((await parcels.feature(paddy)).versionId).toBe(a.versionId);
  });

  it('tells of an overlap with a neighbour before and after a parcel is stored alone', async () => {
    const a = await parcels.feature(paddy);
    const geometry = structuredClone(a.geometry) as { type: 'MultiPolygon'; coordinates: Position[][][] };
    const ring = geometry.coordinates[0]![0]!;
    ring.forEach((point) => {
      if (point[0]! > 117.085 && point[1]! < 39.102) point[0]! += 0.00005;
    });
    const asked = await client().request('/api/layers/land_parcels/check-outline', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ geometry, versionId: a.versionId }),
    });
    expect(asked.body).toMatchObject({
      findings: [{ code: 'coverage.overlap', context: { label: '0002' } }],
    });
    const { status, body } = await parcels.edit(paddy, a.versionId, { geometry });
    expect(status).toBe(200);
    expect((body as { findings: unknown[] }).findings).toMatchObject([{ code: 'coverage.overlap' }]);
  });

  it('gives the outlines of a view to the last digit', async () => {
    const { outlines, truncated } = (await client().get(
      '/api/outlines?bbox=117.08,39.1,117.1,39.12&layers=land_parcels,permanent_farmland',
    )) as {
      outlines: { id: number; layer: string; landClass: string | null; coordinates: unknown }[];
      truncated: boolean;
    };
    expect(truncated).toBe(false);
    const own = outlines.find(({ id }) => id === paddy)!;
    expect(own).toMatchObject({ layer: 'land_parcels', landClass: 'sandiao@2019 0101' });
    expect(own.coordinates).toEqual((await parcels.feature(paddy)).geometry.coordinates);
    expect(outlines.some(({ layer }) => layer === 'permanent_farmland')).toBe(true);
  });
});
