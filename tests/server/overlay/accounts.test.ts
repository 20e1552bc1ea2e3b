import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { computeOverlay, getOverlayAccount } from '#core/contract/what-if.ts';
import { withApp } from '../../support/app.ts';
import { aFeature, aSettledTown, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import { editing, type Whole } from '../edits/editing.ts';
import { rectangle, scenarios } from '../scenarios/asking.ts';

type Answer = z.infer<typeof computeOverlay.response>;
type Account = z.infer<typeof getOverlayAccount.response>;

const cents = (areas: readonly number[]) =>
  areas.reduce((sum, area) => sum + Math.round(area * 100), 0) / 100;
const shape = rectangle([117.0815, 39.1015, 117.0875, 39.1045]);

describe.each(databases)('what lies under a shape, on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const { send } = scenarios(client);
  const land = editing(client, 'land_parcels');
  let paddy: number;
  let ridge: number;
  let patch: number;

  beforeAll(async () => {
    ({ paddy, ridge } = await aSettledTown(database()));
    const finding = { register: 'lead', patch_class: 'public', state: 'found' };
    patch = await aFeature(
      database(),
      'patches',
      { patch_number: 'T1', ...finding },
      [117.082, 39.102, 117.084, 39.103],
    );
    await aFeature(
      database(),
      'patches',
      { patch_number: 'T2', ...finding },
      [117.083, 39.102, 117.0845, 39.103],
    );
  });

  async function account(question: object): Promise<Answer> {
    const { status, body } = await send('POST', '/api/overlay', question);
    expect(status, JSON.stringify(body)).toBe(200);
    return body as Answer;
  }

  it('divides the shape over land parcels: pieces, classes and villages each add up', async () => {
    const { ground, pieces, subjectSquareMeters, id } = await account({ geometry: shape });
    expect(id).toBeNull();
    expect(pieces.map(({ parcel }) => parcel).sort()).toEqual([paddy, ridge].sort());
    const taken = cents(pieces.map(({ parcelSquareMeters }) => parcelSquareMeters));
    expect(cents(ground.byClass.map(({ areaSquareMeters }) => areaSquareMeters))).toBe(taken);
    expect(cents(ground.byVillage.map(({ areaSquareMeters }) => areaSquareMeters))).toBe(taken);
    expect(ground.unsurveyedSquareMeters).toBe(0);
    expect(ground.areaSquareMeters).toBe(subjectSquareMeters);
  });

  it('what a layer covers and what it leaves add up to the shape, also where its features overlap', async () => {
    const { layers, subjectSquareMeters } = await account({ geometry: shape });
    expect(layers.map(({ layer }) => layer).sort()).toEqual([
      'demolition_zones',
      'patches',
      'permanent_farmland',
    ]);
    for (const { layer, coveredSquareMeters, outsideSquareMeters } of layers)
      expect(cents([coveredSquareMeters, outsideSquareMeters]), layer).toBe(subjectSquareMeters);
    const patches = layers.find(({ layer }) => layer === 'patches');
    expect(patches?.balanced).toBe(false);
    expect(patches?.coveredSquareMeters).toBeLessThan(
      cents(patches?.features.map(({ areaSquareMeters }) => areaSquareMeters) ?? []),
    );
  });

  it('asks about a feature, which does not lie under itself, and about chosen layers alone', async () => {
    const { layers } = await account({ feature: { layer: 'patches', id: patch } });
    expect(layers.map(({ layer }) => layer).sort()).toEqual(['demolition_zones', 'permanent_farmland']);
    const some = await account({ feature: { layer: 'patches', id: patch }, layers: ['patches'] });
    expect(some.layers.map((each) => each.features.map(({ label }) => label))).toEqual([['T2']]);
  });

  it('refuses what is no shape, no feature, or both', async () => {
    const crossing = {
      type: 'Polygon',
      coordinates: [
        [
          [117.083, 39.102],
          [117.084, 39.103],
          [117.084, 39.102],
          [117.083, 39.103],
          [117.083, 39.102],
        ],
      ],
    };
    expect((await send('POST', '/api/overlay', { geometry: crossing })).body).toMatchObject({
      type: '/problems/invalid-geometry',
    });
    expect((await send('POST', '/api/overlay', {})).status).toBe(400);
    const both = { geometry: shape, feature: { layer: 'patches', id: patch } };
    expect((await send('POST', '/api/overlay', both)).status).toBe(400);
    expect((await send('POST', '/api/overlay', { feature: { layer: 'patches', id: 987654 } })).status).toBe(
      404,
    );
  });

  it('keeps an account, and marks it stale when a row under it changes, not when one elsewhere does', async () => {
    const kept = await account({ geometry: shape, keep: true });
    const read = async () => (await client().get(`/api/overlay/${kept.id}`)) as Account;
    const fresh = await read();
    expect(fresh).toMatchObject({ subjectKind: 'shape', staleLayers: [] });
    expect(fresh.result).toMatchObject({
      subjectSquareMeters: kept.subjectSquareMeters,
      pieces: kept.pieces,
    });

    const elsewhere = await land.add({
      geometry: rectangle([117.081, 39.111, 117.082, 39.112]),
      properties: { parcel_number: '0009', land_class: '0702', parcel_area: 100, class_area: 100 },
    });
    expect(elsewhere.status, JSON.stringify(elsewhere.body)).toBe(201);
    expect((await read()).staleLayers).toEqual([]);

    const { versionId } = await land.feature(ridge);
    expect((await land.edit(ridge, versionId, { properties: { note: '复核' } })).status).toBe(200);
    expect((await read()).staleLayers).toEqual(['land_parcels']);
    const [act] = await database().query<{ action: string }>(
      'select action from gengjie.audit_log where subject = $1',
      [kept.id],
    );
    expect(act?.action).toBe('overlay.keep');
  });

  it('marks it stale when a row under it ends, and computes the past as it was', async () => {
    const kept = await account({ feature: { layer: 'land_parcels', id: paddy }, keep: true });
    const patches = editing(client, 'patches');
    const before = await account({ geometry: shape });
    const { versionId } = await patches.feature(patch);
    expect((await patches.withdraw(patch, versionId)).status).toBe(200);
    expect(((await client().get(`/api/overlay/${kept.id}`)) as Account).staleLayers).toEqual(['patches']);
    const past = await account({ geometry: shape, ...before.moments });
    expect(past.layers).toEqual(before.layers);
    const now = await account({ geometry: shape });
    expect(now.layers).not.toEqual(before.layers);
  });

  it('marks it stale when a row is corrected from its beginning to lie elsewhere', async () => {
    const plans = editing(client, 'green_plans');
    const here = rectangle([117.0885, 39.1022, 117.0887, 39.1024]);
    const added = (
      await plans.add({
        geometry: here,
        properties: { name: '绿地', plan_year: 2023 },
        trueFrom: '2024-01-01',
      })
    ).body as Whole;
    const kept = await account({ geometry: here, keep: true });
    const { status, body } = await plans.edit(added.id, added.versionId, {
      geometry: rectangle([117.081, 39.111, 117.082, 39.112]),
      trueFrom: '2024-01-01',
    });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(((await client().get(`/api/overlay/${kept.id}`)) as Account).staleLayers).toEqual(['green_plans']);
  });

  it('shows a kept account to nobody who does not see all it tells of', async () => {
    const { id } = await account({ geometry: rectangle([117.088, 39.102, 117.092, 39.103]), keep: true });
    const worker = await aPerson(database(), 'worker', [{ role: 'planner', regionCode: VILLAGE }]);
    const leader = await aPerson(database(), 'leader', [{ role: 'leader', regionCode: TOWN }]);
    expect((await client().as(worker.token).request(`/api/overlay/${id}`)).status).toBe(404);
    expect((await client().as(leader.token).request(`/api/overlay/${id}`)).status).toBe(200);
  });
});
