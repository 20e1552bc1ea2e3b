import { beforeAll, describe, expect, it } from 'vitest';
import { indicatorByCode } from '#core/indicators/catalog.ts';
import type { Actor } from '#server/access/actor.ts';
import { measuredWhole } from '#server/operations/measure-targets.ts';
import { withApp } from '../../support/app.ts';
import { aSettledTown, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import { box, editing, type Refusal, type Whole } from './editing.ts';

interface Targets {
  targets: { id: number; state: string; measured: { value: number } | null; byVillage: unknown[] }[];
  moments: { asOf: string; knownAt: string } | null;
}

const day = 86_400_000;
const dayBefore = (days: number) =>
  new Date(Date.now() + 8 * 3_600_000 - days * day).toISOString().slice(0, 10);

describe.each(databases)('two time axes on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const parcels = editing(client, 'land_parcels');
  let paddy: number;
  let ridge: number;

  beforeAll(async () => {
    ({ paddy, ridge } = await aSettledTown(database()));
    // True and known for a month, so that there is a past to ask about.
    await database().script(`
      update gengjie.land_parcels set valid_during = tstzrange(now() - interval '30 days', null), known_during = tstzrange(now() - interval '30 days', null);
      update gengjie.regions set valid_during = tstzrange(now() - interval '60 days', null), known_during = tstzrange(now() - interval '60 days', null);
      update gengjie.targets set valid_during = tstzrange(now() - interval '60 days', null), known_during = tstzrange(now() - interval '60 days', null)`);
  });

  const farmland = async (query = '') =>
    (await client().get(`/api/targets?region=${TOWN}&year=2023${query}`)) as Targets;
  const figure = async (query = '') => (await farmland(query)).targets[0]?.measured?.value;

  it('keeps apart what was true on the ground and what was known', async () => {
    const before = await parcels.feature(paddy);
    const sum = await figure();
    const { status, body } = await parcels.edit(paddy, before.versionId, {
      properties: { land_class: '0702' },
      trueFrom: dayBefore(10),
    });
    expect(status, JSON.stringify(body)).toBe(200);
    const lost = Number(before.properties.class_area);
    const now = await figure();
    expect(now).toBeCloseTo(Number(sum) - lost, 6);
    // Nobody knew it then.
    expect(await figure(`&asOf=${dayBefore(5)}`)).toBe(sum);
    // Known today, it was so already five days ago, and not yet eleven days ago.
    expect(await figure(`&asOf=${dayBefore(5)}&knownAt=${dayBefore(0)}`)).toBe(now);
    expect(await figure(`&asOf=${dayBefore(11)}&knownAt=${dayBefore(0)}`)).toBe(sum);
    // The day itself is the first day.
    expect(await figure(`&asOf=${dayBefore(10)}&knownAt=${dayBefore(0)}`)).toBe(now);
    // Before anything was there: not measured, which is not zero.
    expect(await figure(`&asOf=${dayBefore(31)}`)).toBeUndefined();
  });

  it('answers the instants it was made for, and the same again when asked with them', async () => {
    const first = await farmland(`&asOf=${dayBefore(0)}`);
    expect(first.moments?.asOf).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/);
    const { versionId } = await parcels.feature(ridge);
    await parcels.edit(ridge, versionId, { properties: { land_class: '0602' }, trueFrom: dayBefore(20) });
    const { asOf, knownAt } = first.moments ?? {};
    expect(await farmland(`&asOf=${asOf}&knownAt=${knownAt}`)).toEqual(first);
    expect(await figure()).not.toBe(first.targets[0]?.measured?.value);
  });

  it('shows a feature, a point and rows as they were', async () => {
    const was = await parcels.feature(paddy, `?asOf=${dayBefore(5)}`);
    expect(was.properties.land_class).toBe('0101');
    const point = (await client().get(`/api/identify?lng=117.083&lat=39.103&asOf=${dayBefore(5)}`)) as {
      hits: Whole[];
      regions: { code: string }[];
      moments: object | null;
    };
    expect(point.hits.find(({ layer }) => layer === 'land_parcels')?.properties.land_class).toBe('0101');
    expect(point.regions[0]?.code).toBe(VILLAGE);
    expect(point.moments).not.toBeNull();
    const { targets } = await farmland();
    const rows = (await client().get(`/api/targets/${targets[0]?.id}/rows?asOf=${dayBefore(5)}`)) as {
      total: number;
      rows: { id: number; value: number }[];
    };
    expect(rows.rows.map(({ id }) => id)).toContain(paddy);
    expect(rows.rows.reduce((sum, { value }) => sum + Math.round(value * 100), 0) / 100).toBe(rows.total);
    const { status } = await client().request(
      `/api/layers/land_parcels/features/${paddy}?asOf=${dayBefore(40)}`,
    );
    expect(status).toBe(404);
  });

  it('takes odd moments without a fault: long ago, far off, with a wide offset, no moment at all', async () => {
    for (const moment of [
      '0001-01-01',
      '9999-12-31',
      '2026-01-01T00:00:00%2B23:59',
      '0000-01-01',
      '2026-01-01T00:00Z',
    ]) {
      const { status } = await client().request(`/api/identify?lng=117.083&lat=39.103&asOf=${moment}`);
      expect([200, 400], moment).toContain(status);
    }
    for (const moment of ['2026-02-30', 'yesterday', '2026-01-01T25:00:00Z', '']) {
      const { status } = await client().request(`/api/identify?lng=117.083&lat=39.103&asOf=${moment}`);
      expect(status, moment).toBe(400);
    }
  });

  it('refuses a change from the future, and one from before the version in force, naming its day', async () => {
    const { versionId } = await parcels.feature(paddy);
    for (const trueFrom of [dayBefore(-1), dayBefore(12)]) {
      const { status, body } = await parcels.edit(paddy, versionId, { properties: { note: 'x' }, trueFrom });
      expect([status, (body as Refusal).field], trueFrom).toEqual([422, 'trueFrom']);
    }
    const { body } = await parcels.edit(paddy, versionId, {
      properties: { note: 'x' },
      trueFrom: dayBefore(12),
    });
    expect((body as Refusal).detail).toContain(dayBefore(10));
  });

  it('takes the day on which the version in force began as its beginning', async () => {
    const [garden] = await database().query<{ id: number }>(
      `select id from gengjie.land_parcels where parcel_number = '0003' and in_force`,
    );
    const { id, versionId, validFrom } = await parcels.feature(garden?.id ?? 0);
    const { status } = await parcels.edit(id, versionId, {
      properties: { note: '同日' },
      trueFrom: dayBefore(30),
    });
    expect(status).toBe(200);
    const known = (await parcels.history(id)).versions.filter(({ knownUntil }) => knownUntil === null);
    expect(known.map((version) => [version.validFrom.slice(0, 19), version.validUntil])).toEqual([
      [validFrom.slice(0, 19), null],
    ]);
  });

  it('ends a feature on the day on which it began with that day, and never before it began', async () => {
    const patches = editing(client, 'patches');
    const properties = { patch_number: 'W1', register: 'lead', patch_class: 'public', state: 'to-dispatch' };
    const added = (
      await patches.add({
        geometry: box(117.0811, 39.1111, 117.0821, 39.1121),
        properties,
        trueFrom: dayBefore(3),
      })
    ).body as Whole;
    expect((await patches.withdraw(added.id, added.versionId, { trueFrom: dayBefore(4) })).status).toBe(422);
    const gone = await patches.withdraw(added.id, added.versionId, { trueFrom: dayBefore(3) });
    expect(gone.status, JSON.stringify(gone.body)).toBe(200);
    expect((gone.body as { validUntil: string }).validUntil).toMatch(/T15:59:59\.999999Z$/);
  });

  it('gives instants that never go back, though the clock of the machine does', async () => {
    await database().query(`update gengjie.clock set last = clock_timestamp() + interval '1 hour'`);
    const first = await parcels.feature(ridge);
    const second = (await parcels.edit(ridge, first.versionId, { properties: { note: '一' } })).body as Whole;
    const third = (await parcels.edit(ridge, second.versionId, { properties: { note: '二' } })).body as Whole;
    const { versions } = await parcels.history(ridge);
    const known = [third.versionId, second.versionId].map(
      (id) => versions.find(({ versionId }) => versionId === id)?.knownFrom ?? '',
    );
    expect(Number(known[0]! > known[1]!)).toBe(1);
    expect(Date.parse(known[1] ?? '')).toBeGreaterThan(Date.now());
    expect((await parcels.feature(ridge)).properties.note).toBe('二');
  });

  it('measures nothing for who sees a part only: a part of a sum is not the sum', async () => {
    const villager = await aPerson(database(), `villager-${engine}`, [
      { role: 'viewer', regionCode: VILLAGE },
    ]);
    // A target of the town that a villager could see, were it not for row-level security.
    await database().query(
      `insert into gengjie.targets (indicator, region_code, year, comparator, value, reported_text, reported_unit, source_document)
       values ('farmland_retention', $1, 2023, '>=', 1, '1', '公顷', '村级')`,
      [VILLAGE],
    );
    const asVillager = client().as(villager.token);
    const own = (await asVillager.get(`/api/targets?region=${VILLAGE}`)) as Targets;
    expect(own.targets[0]?.measured).not.toBeNull();
    const towns = (await asVillager.get(`/api/targets?region=${TOWN}`)) as Targets;
    expect(towns.targets).toEqual([]);
    const { targets } = await farmland();
    expect((await asVillager.request(`/api/targets/${targets[0]?.id}/rows`)).status).toBe(404);
    // Whatever else shows them a target of the town.
    const { formula } = indicatorByCode('farmland_retention')!;
    const farm = { indicator: 'farmland_retention', year: 2023, place: null, formula };
    const actor = { grants: [{ id: 1, role: 'viewer', regionCode: VILLAGE }] } as unknown as Actor;
    expect(await measuredWhole(database(), actor, farm, TOWN, null)).toBeNull();
    expect(await measuredWhole(database(), actor, farm, VILLAGE, null)).not.toBeNull();
  });
});
