import { beforeAll, describe, expect, it } from 'vitest';
import type { Scenario } from '#core/contract/scenarios.ts';
import { withApp } from '../../support/app.ts';
import { aSettledTown, OTHER_VILLAGE, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import type { Whole } from '../edits/editing.ts';
import { anItem, scenarios } from './asking.ts';

const items = [
  anItem('a', [117.0835, 39.102, 117.0845, 39.103], { plannedUse: '住宅', floorAreaSquareMeters: 5000 }),
  anItem('b', [117.0845, 39.102, 117.0848, 39.103]),
  anItem('g', [117.082, 39.106, 117.083, 39.107], { kind: 'reclamation', landClassAfter: '0103' }),
];

describe.each(databases)('scenarios that are kept, on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const mine = scenarios(client);
  let other: ReturnType<typeof scenarios>;
  let stranger: ReturnType<typeof scenarios>;
  let viewer: ReturnType<typeof scenarios>;

  beforeAll(async () => {
    await aSettledTown(database());
    const person = async (name: string, role: 'planner' | 'viewer', regionCode: string) => {
      const { token } = await aPerson(database(), name, [{ role, regionCode }]);
      return scenarios(() => client().as(token));
    };
    other = await person('other', 'planner', TOWN);
    stranger = await person('stranger', 'planner', OTHER_VILLAGE);
    viewer = await person('viewer', 'viewer', TOWN);
  });

  const acts = (id: string) =>
    database().query<{ action: string; region: string }>(
      'select action, region_code as region from gengjie.audit_log where subject = $1 order by seq',
      [id],
    );

  it('saves one, reads it back with its version as ETag, and leaves an audit line', async () => {
    const saved = await mine.add(items, { note: '初稿' });
    const { status, body, headers } = await mine.send('GET', `/api/scenarios/${saved.id}`);
    expect(status).toBe(200);
    expect(headers.get('etag')).toBe('"1"');
    expect(body).toEqual(saved);
    expect(saved).toMatchObject({
      mine: true,
      shared: false,
      versionId: 1,
      note: '初稿',
      surveyDate: null,
      items,
    });
    expect(await acts(saved.id)).toEqual([{ action: 'scenario.save', region: TOWN }]);
  });

  it('changes what is given and keeps the rest; a stale change is refused and changes nothing', async () => {
    const first = await mine.add(items, { note: '初稿', surveyDate: '2026-11-01' });
    expect((await mine.change(first.id, undefined, { name: '甲' })).status).toBe(428);
    const second = (await mine.change(first.id, 1, { name: '甲' })).body as Scenario;
    expect(second).toEqual({ ...first, name: '甲', versionId: 2, changedAt: second.changedAt });
    const stale = await mine.change(first.id, 1, { name: '乙' });
    expect(stale).toMatchObject({ status: 409, body: { type: '/problems/stale-write' } });
    expect((await mine.send('GET', `/api/scenarios/${first.id}`)).body).toEqual(second);
  });

  it('of two changes at once on one version exactly one is made', async () => {
    const { id } = await mine.add(items);
    const answers = await Promise.all(['甲', '乙', '丙'].map((name) => mine.change(id, 1, { name })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('is its maker’s alone until it is shared; then who sees the region may open it, and nobody else', async () => {
    const { id } = await mine.add(items, { name: '密' });
    const address = `/api/scenarios/${id}`;
    const never = '/api/scenarios/00000000-0000-4000-8000-000000000000';
    const listed = async (asker: typeof mine) =>
      ((await asker.send('GET', '/api/scenarios')).body as { scenarios: { id: string }[] }).scenarios.some(
        (each) => each.id === id,
      );
    const hidden = (await other.send('GET', address)).body as object;
    expect({ ...hidden, value: '' }).toEqual({
      ...((await other.send('GET', never)).body as object),
      value: '',
    });
    expect(await listed(other)).toBe(false);
    expect((await other.change(id, 1, { name: '改' })).status).toBe(404);

    expect((await mine.change(id, 1, { shared: true })).status).toBe(200);
    expect((await other.send('GET', address)).body).toMatchObject({ mine: false, shared: true, name: '密' });
    expect(await listed(other)).toBe(true);
    expect((await other.change(id, 2, { name: '改' })).body).toMatchObject({ type: '/problems/not-allowed' });
    expect((await stranger.send('GET', address)).status).toBe(404);
    expect(await listed(stranger)).toBe(false);
  });

  it('is put away, not erased: it leaves the list, its link goes on working', async () => {
    const { id } = await mine.add(items);
    expect((await mine.change(id, 1, { archived: true })).status).toBe(200);
    const { scenarios: left } = (await mine.send('GET', `/api/scenarios?region=${TOWN}`)).body as {
      scenarios: { id: string }[];
    };
    expect(left.some((each) => each.id === id)).toBe(false);
    expect((await mine.send('GET', `/api/scenarios/${id}`)).status).toBe(200);
  });

  it('refuses one of a region that is not there or not theirs, and two items of one name', async () => {
    const content = { region: TOWN, name: 'x', year: 2023, items };
    expect((await mine.send('POST', '/api/scenarios', { ...content, region: '120119' })).status).toBe(404);
    expect((await stranger.send('POST', '/api/scenarios', { ...content, region: VILLAGE })).status).not.toBe(
      201,
    );
    const twice = { ...content, items: [items[0], items[0]] };
    expect((await mine.send('POST', '/api/scenarios', twice)).body).toMatchObject({
      type: '/problems/invalid-value',
      field: 'items',
    });
  });

  it('becomes a planned batch: its conversions are parcels, the batch is their union, all in one act', async () => {
    const { id } = await mine.add(items);
    const { status, body } = await mine.batch(id, 'P-2026-1');
    expect(status, JSON.stringify(body)).toBe(201);
    const { batch, parcels } = body as { batch: number; parcels: number[] };
    const feature = async (layer: string, of: number) =>
      (await client().get(`/api/layers/${layer}/features/${of}`)) as Whole;
    const drawn = await Promise.all(parcels.map((parcel) => feature('conversion_parcels', parcel)));
    expect(drawn.map(({ properties }) => properties)).toMatchObject([
      { parcel_number: 'P-2026-1-01', planned_use: '住宅', land_class_after: '0701', status: 'planned' },
      { parcel_number: 'P-2026-1-02', batch_number: 'P-2026-1' },
    ]);
    const whole = await feature('conversion_batches', batch);
    expect(whole.properties).toMatchObject({ batch_number: 'P-2026-1', status: 'planned' });
    expect(whole.geometry.coordinates, 'parcels that share an edge become one outline').toHaveLength(1);
    expect(whole.areaSquareMeters).toBeCloseTo(
      drawn.reduce((sum, each) => sum + each.areaSquareMeters, 0),
      2,
    );
    expect(await acts(String(batch))).toMatchObject([
      { action: 'feature.add' },
      { action: 'scenario.batch' },
    ]);
  });

  it('takes no number twice, no conversion from nothing, and nothing from who may not add', async () => {
    const { id } = await mine.add(items, { shared: true });
    expect((await mine.batch(id, 'P-2026-2')).status).toBe(201);
    const count = () => database().query('select count(*) from gengjie.conversion_parcels');
    const before = await count();
    expect((await mine.batch(id, 'P-2026-2')).body).toMatchObject({ type: '/problems/batch-number-taken' });
    expect((await viewer.batch(id, 'P-2026-3')).body).toMatchObject({ type: '/problems/not-allowed' });
    const green = await mine.add([anItem('g', [117.082, 39.106, 117.083, 39.107], { kind: 'green' })]);
    expect((await mine.batch(green.id, 'P-2026-4')).body).toMatchObject({ type: '/problems/invalid-value' });
    expect(await count(), 'a refused batch leaves nothing behind').toEqual(before);
  });
});
