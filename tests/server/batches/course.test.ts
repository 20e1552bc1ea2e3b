import { beforeAll, describe, expect, it } from 'vitest';
import type { WhatIf } from '#core/contract/what-if.ts';
import { withApp } from '../../support/app.ts';
import { OTHER_VILLAGE, TOWN } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aBatch, aSmallTown, batching, cents, farmland } from './course.ts';

describe.each(databases)('the course of a batch on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const batches = batching(client);
  let land: Awaited<ReturnType<typeof aSmallTown>>;
  let id: number;

  beforeAll(async () => {
    land = await aSmallTown(database());
    // Half of the paddy, all of the ridge parcel, a quarter of the homestead.
    ({ id } = await aBatch(database(), 'P-01', [
      { number: 'D1', box: [117.082, 39.101, 117.084, 39.105] },
      { number: 'D2', box: [117.084, 39.101, 117.0855, 39.105], landClassAfter: '08H2' },
    ]));
  });

  const landRows = () =>
    database().query<{
      id: number;
      number: string;
      class: string;
      total: number;
      deducted: number | null;
      area: number;
      cause: string | null;
      kind: string;
      document: string | null;
    }>(
      `select id, parcel_number as number, land_class as class, parcel_area::float8 as total, deducted_area::float8 as deducted,
         class_area::float8 as area, change_cause as cause, change_kind as kind, change_document as document
       from gengjie.land_parcels where in_force order by parcel_number, id`,
    );

  it('lists a batch and shows its parcels, areas by class, checks and pieces as computed now', async () => {
    const { batches: list } = (await client().get(`/api/batches?region=${TOWN}`)) as {
      batches: { id: number; parcelCount: number; status: string }[];
    };
    expect(list).toMatchObject([{ id, number: 'P-01', parcelCount: 2, status: 'planned' }]);
    const batch = await batches.read(id);
    expect(batch.parcels.map(({ number, landClassAfter }) => [number, landClassAfter])).toEqual([
      ['D1', '0701'],
      ['D2', '08H2'],
    ]);
    expect(batch.checks.filter(({ result }) => result === 'block' || result === 'not-run')).toEqual([]);
    expect(batch.piecesStored).toBe(false);
    expect(batch.pieces.map(({ item, label, landClass }) => [item, label, landClass]).sort()).toEqual([
      ['D1', '0001', '0101'],
      ['D1', '0002', '0103'],
      ['D2', '0002', '0103'],
      ['D2', '0003', '0702'],
    ]);
    expect(batch.nextSteps).toEqual(['assembled']);
    const { areas } = batch;
    expect(cents(areas.totalSquareMeters)).toBe(
      cents(areas.agriculturalSquareMeters) +
        cents(areas.constructionSquareMeters) +
        cents(areas.unusedSquareMeters) +
        cents(areas.unsurveyedSquareMeters),
    );
    expect(batch.parcels.reduce((sum, { areas: own }) => sum + cents(own.totalSquareMeters), 0n)).toBe(
      cents(areas.totalSquareMeters),
    );
  });

  it('does not know a batch that is not there, nor one outside one’s region', async () => {
    expect((await client().request('/api/batches/999999')).status).toBe(404);
    const { batches: none } = (await client().get(`/api/batches?region=${OTHER_VILLAGE}`)) as {
      batches: unknown[];
    };
    expect(none).toEqual([]);
  });

  it('keeps to the order of steps and says what can be done instead', async () => {
    const { status, refusal } = await batches.attempt(id, 'submitted');
    expect([status, refusal.type]).toEqual([409, '/problems/batch-out-of-order']);
    expect(refusal.next).toContain('组卷');
    const { refusal: early } = await batches.attempt(id, 'carried-out');
    expect(early.type).toBe('/problems/batch-out-of-order');
  });

  it('wants the version that was looked at, and a day that is no future', async () => {
    const stale = await batches.attempt(id, 'assembled', {}, 987654);
    expect([stale.status, stale.refusal.type]).toEqual([409, '/problems/stale-write']);
    const future = await batches.attempt(id, 'assembled', { happenedOn: '2999-01-01' });
    expect([future.status, future.refusal.field]).toEqual([422, 'happenedOn']);
  });

  it('converts exactly what the what-if promised, cuts the land, and undoes it to the cent', async () => {
    const before = await farmland(database());
    const planned = await batches.read(id);
    const promise = (await client()
      .request('/api/what-if', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          region: TOWN,
          items: planned.parcels.map(({ number, name, geometry }) => ({
            id: number,
            kind: 'conversion',
            name,
            geometry,
            landClassAfter: '0701',
          })),
        }),
      })
      .then(({ body }) => body)) as WhatIf;
    const untouched = await landRows();

    const assembled = await batches.step(id, 'assembled', { note: '第一卷' });
    expect([assembled.status, assembled.piecesStored, assembled.stale]).toEqual(['assembled', true, false]);
    expect(assembled.events.map(({ step, note }) => [step, note])).toEqual([['assembled', '第一卷']]);
    expect(assembled.parcels.every(({ versionId }, i) => versionId !== planned.parcels[i]!.versionId)).toBe(
      true,
    );
    await batches.step(id, 'submitted', { document: undefined });
    const bare = await batches.attempt(id, 'approved', { document: undefined });
    expect([bare.status, bare.refusal.field]).toEqual([422, 'document']);
    await batches.step(id, 'approved');
    expect(await farmland(database())).toBe(before);
    const done = await batches.step(id, 'carried-out', { document: undefined });
    expect(done.status).toBe('carried-out');
    expect(done.nextSteps).toEqual(['undone']);

    const lost = cents(promise.total.farmlandLostSquareMeters);
    expect(lost).toBeGreaterThan(0n);
    expect(cents(done.areas.farmlandSquareMeters)).toBe(lost);
    expect(before - (await farmland(database()))).toBe(lost);
    const rows = await landRows();
    const byNumber = new Map(rows.map((row) => [row.number, row]));
    // The parcel that nothing is left of has ended; the others keep their ids with what is left.
    expect([...byNumber.keys()].sort()).toEqual(['0001', '0001-1', '0002-1', '0002-2', '0003', '0003-1']);
    expect(byNumber.get('0001')).toMatchObject({ id: land.paddy, cause: 'converted', kind: 'edit' });
    expect(byNumber.get('0003')!.id).toBe(land.homestead);
    expect(byNumber.get('0001-1')).toMatchObject({
      class: '0701',
      deducted: null,
      cause: 'converted',
      document: '津政地〔2026〕1号',
    });
    expect(byNumber.get('0003-1')!.class).toBe('08H2');
    for (const { total, area, deducted } of rows)
      expect(cents(total)).toBe(cents(area) + cents(deducted ?? 0));
    const sum = (list: typeof rows) => list.reduce((all, { total }) => all + cents(total), 0n);
    expect(sum(rows)).toBe(sum(untouched));
    expect(await coverageFaults()).toEqual([]);
    const { occupiedSquareMeters, entries } = await batches.balance();
    expect(cents(occupiedSquareMeters)).toBe(lost);
    expect(entries).toMatchObject([{ entry: 'occupied', batch: { id, number: 'P-01' }, reversedBy: null }]);

    const undone = await batches.step(id, 'undone');
    expect([undone.status, undone.stale]).toEqual(['approved', false]);
    expect(await farmland(database())).toBe(before);
    const restored = await landRows();
    const essence = ({ id: feature, number, class: code, total, deducted, area }: (typeof rows)[number]) => [
      ...[feature, number, code, total, deducted, area],
    ];
    expect(restored.map(essence)).toEqual(untouched.map(essence));
    expect((await batches.balance()).occupiedSquareMeters).toBe(0);
    expect((await batches.balance()).entries.map(({ reverses }) => reverses)).toEqual([null, entries[0]!.id]);
    // What it was while it was converted stays known.
    const [past] = await database().query<{ count: number }>(
      `select count(*)::integer as count from gengjie.land_parcels where change_cause = 'converted' and change_kind = 'add'`,
    );
    expect(past!.count).toBe(4);

    const again = await batches.step(id, 'carried-out');
    expect(cents(again.areas.farmlandSquareMeters)).toBe(lost);
    expect(before - (await farmland(database()))).toBe(lost);
    // A number is not given twice.
    expect((await landRows()).map(({ number }) => number)).toContain('0001-2');
  });

  /** Places that two parcels in force share, and ground that none has any more. */
  const coverageFaults = () =>
    database().query(
      `select a.parcel_number, b.parcel_number from gengjie.land_parcels a join gengjie.land_parcels b
         on a.id < b.id and a.in_force and b.in_force and a.geom && b.geom
       where st_area(st_intersection(a.geom, b.geom)::geography) > 0.001
       union all
       select 'gap', null from (select st_area(st_union(geom)::geography) as area from gengjie.land_parcels where in_force) q
       where abs(q.area - st_area(st_makeenvelope(117.081, 39.101, 117.087, 39.105, 4490)::geography)) > 0.01`,
    );
});
