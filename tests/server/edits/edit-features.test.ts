import { beforeAll, describe, expect, it } from 'vitest';
import { withApp } from '../../support/app.ts';
import { aSettledTown, OTHER_VILLAGE, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { box, editing, type Refusal, type Whole } from './editing.ts';

const place = box(117.0811, 39.1111, 117.0821, 39.1121);
const patch = { patch_number: 'T1', register: 'lead', patch_class: 'residential', state: 'to-dispatch' };

describe.each(databases)('editing features on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const patches = editing(client, 'patches');
  const parcels = editing(client, 'land_parcels');
  let paddy: number;
  let ridge: number;

  beforeAll(async () => {
    ({ paddy, ridge } = await aSettledTown(database()));
  });

  const added = async (properties: object = patch) => {
    const { status, body } = await patches.add({ geometry: place, properties });
    expect(status, JSON.stringify(body)).toBe(201);
    return body as Whole;
  };

  it('adds a feature: polygon to multipolygon, region by place, its version as ETag', async () => {
    const { status, body, headers } = await patches.add({
      geometry: place,
      properties: patch,
      document: '津西规资〔2026〕1号',
    });
    expect(status).toBe(201);
    const feature = body as Whole;
    expect(headers.get('etag')).toBe(`"${feature.versionId}"`);
    expect(feature).toMatchObject({ layer: 'patches', label: 'T1', regionCode: VILLAGE, batchId: null });
    expect(feature.geometry.type).toBe('MultiPolygon');
    const { versions, current } = await patches.history(feature.id);
    expect(current).toBe(feature.versionId);
    expect(versions).toHaveLength(1);
    expect(versions[0]).toMatchObject({ kind: 'add', reason: '测试新增', document: '津西规资〔2026〕1号' });
    expect(versions[0]?.changedBy?.name).toMatch(/^anybody-/);
  });

  it('edits what is given and keeps the rest, the version before with it', async () => {
    const before = await added();
    const { status, body } = await patches.edit(before.id, before.versionId, {
      properties: { note: '复核', location: '村北' },
    });
    expect(status, JSON.stringify(body)).toBe(200);
    const after = body as Whole;
    expect(after.properties).toEqual({ ...before.properties, note: '复核', location: '村北' });
    expect(after.geometry).toEqual(before.geometry);
    const { versions } = await patches.history(before.id);
    expect(versions.map(({ kind, validUntil }) => [kind, validUntil !== null])).toEqual([
      ['edit', false],
      ['edit', true],
      ['add', false],
    ]);
    expect(versions.at(-1)?.knownUntil).toBe(versions[0]?.knownFrom);
  });

  it('refuses a write without the version it is made on, and one on a version that is past', async () => {
    const first = await added();
    expect((await patches.edit(first.id, undefined, { properties: { note: 'x' } })).status).toBe(428);
    const second = (await patches.edit(first.id, first.versionId, { properties: { note: '先' } }))
      .body as Whole;
    const stale = await patches.edit(first.id, first.versionId, { properties: { note: '后' } });
    expect(stale.status).toBe(409);
    const { type, conflict } = stale.body as Refusal;
    expect(type).toBe('/problems/stale-write');
    expect(conflict?.base).toMatchObject({ versionId: first.versionId, properties: { note: null } });
    expect(conflict?.current).toMatchObject({ versionId: second.versionId, properties: { note: '先' } });
    expect(conflict?.current?.geometry.type).toBe('MultiPolygon');
    expect((await patches.feature(first.id)).properties.note).toBe('先');
  });

  it('withdraws a feature, and restores it as a new version', async () => {
    const feature = await added();
    const gone = await patches.withdraw(feature.id, feature.versionId);
    expect(gone.status, JSON.stringify(gone.body)).toBe(200);
    expect(gone.body).toMatchObject({ kind: 'withdraw', knownUntil: null });
    expect((await patches.send('GET', `/${feature.id}`)).status).toBe(404);
    const ended = await patches.history(feature.id);
    expect(ended.current).toBeNull();
    const stale = await patches.edit(feature.id, feature.versionId, { properties: { note: 'x' } });
    expect([stale.status, (stale.body as Refusal).conflict?.current]).toEqual([409, null]);
    const last = ended.versions[0]?.versionId ?? 0;
    const back = await patches.restore(feature.id, last, feature.versionId);
    expect(back.status, JSON.stringify(back.body)).toBe(200);
    expect((back.body as Whole).properties).toEqual(feature.properties);
    expect((await patches.history(feature.id)).current).toBe((back.body as Whole).versionId);
  });

  it('moves a feature to the village where its new outline lies', async () => {
    const feature = await added();
    const moved = await patches.edit(feature.id, feature.versionId, {
      geometry: box(117.0911, 39.1111, 117.0921, 39.1121),
    });
    expect((moved.body as Whole).regionCode).toBe(OTHER_VILLAGE);
    const [newest] = (await patches.history(feature.id)).versions;
    expect(newest?.geometryChanged).toBe(true);
  });

  it('derives the areas of a parcel from its new outline, the deduction by its rate', async () => {
    const before = await parcels.feature(ridge);
    const rated = (await parcels.edit(ridge, before.versionId, { properties: { deduction_rate: 0.065 } }))
      .body as Whole;
    expect(rated.properties).toMatchObject({ parcel_area: 1000.05, deducted_area: 65, class_area: 935.05 });
    const drawn = (
      await parcels.edit(ridge, rated.versionId, { geometry: box(117.085, 39.101, 117.087, 39.103) })
    ).body as Whole;
    const { parcel_area, deducted_area, class_area } = drawn.properties as Record<string, number>;
    expect(Math.abs(Number(parcel_area) - drawn.geometryAreaSquareMeters)).toBeLessThan(0.2);
    expect(deducted_area).toBe(Math.round(Number(parcel_area) * 6.5) / 100);
    expect(Number(class_area) + Number(deducted_area)).toBeCloseTo(Number(parcel_area), 6);
  });

  it('leaves one line of audit for each change', async () => {
    const feature = await added();
    await patches.edit(feature.id, feature.versionId, { properties: { note: '记' } });
    const lines = await database().query<{ action: string; detail: Record<string, unknown> }>(
      `select action, detail from gengjie.audit_log where subject = $1 order by seq`,
      [String(feature.id)],
    );
    expect(lines.map(({ action }) => action)).toEqual(['feature.add', 'feature.edit']);
    expect(lines[1]?.detail).toMatchObject({
      versionBefore: feature.versionId,
      fields: ['note'],
      geometryChanged: false,
      reason: '测试修改',
    });
  });

  it('finds no feature of another layer, and none that is not there', async () => {
    for (const path of [
      `/${paddy}/history`,
      `/${paddy}`,
      '/99999999/history',
      `/${paddy}/versions/1`,
      `/${paddy}/personal`,
    ]) {
      const { status, body } = await patches.send('GET', path);
      expect([path, status, (body as Refusal).type]).toEqual([path, 404, '/problems/feature-not-found']);
    }
  });
});
