import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { withApp } from '../../support/app.ts';
import { aFeature } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { editing } from '../edits/editing.ts';
import { aBatch, aSmallTown, batching, farmland } from './course.ts';

describe.each(databases)('a batch while things change on %s', { timeout: 120_000 }, (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const batches = batching(client);
  const parcels = editing(client, 'land_parcels');
  let land: Awaited<ReturnType<typeof aSmallTown>> | undefined;
  let column = 0;

  /** A batch on its own stripe of the paddy and of the ridge parcel. */
  const aStripe = async (columns = {}) => {
    const south = 39.101 + column++ * 0.0004;
    return aBatch(
      database(),
      `S-${column}`,
      [{ number: 'D1', box: [117.0825, south, 117.0835, south + 0.0002] }],
      columns,
    );
  };
  const edit = async (id: number, properties: object) => {
    const { versionId } = await parcels.feature(id);
    const { status, body } = await parcels.edit(id, versionId, { properties });
    expect(status, JSON.stringify(body)).toBe(200);
  };

  beforeEach(async () => {
    land ??= await aSmallTown(database());
  });

  it('refuses to go on with an account that the land has left behind, until it is assembled again', async () => {
    const { id } = await aStripe();
    await batches.approve(id);
    await edit(land!.paddy, { land_class: '0102' });
    const batch = await batches.read(id);
    expect([batch.stale, batch.piecesStored, batch.nextSteps]).toEqual([
      true,
      false,
      ['assembled', 'returned'],
    ]);
    const before = await farmland(database());
    const { status, refusal } = await batches.attempt(id, 'carried-out');
    expect([status, refusal.type]).toEqual([409, '/problems/account-stale']);
    expect(refusal.next).toContain('重新组卷');
    expect(await farmland(database())).toBe(before);
    // What was approved was another account: it is approved again.
    expect((await batches.step(id, 'assembled')).status).toBe('assembled');
    await batches.step(id, 'submitted');
    await batches.step(id, 'approved');
    expect((await batches.step(id, 'carried-out')).status).toBe('carried-out');
  });

  it('does not mind a change of the land that touches neither outline nor figures', async () => {
    const { id } = await aStripe();
    await batches.approve(id);
    await edit(land!.paddy, { note: '复核' });
    expect((await batches.read(id)).stale).toBe(false);
    await batches.step(id, 'carried-out');
  });

  it('carries out once when two ask at once', async () => {
    const { id } = await aStripe();
    const { versionId } = await batches.approve(id);
    const before = await farmland(database());
    const answers = await Promise.all([1, 2, 3].map(() => batches.attempt(id, 'carried-out', {}, versionId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const done = answers.find(({ status }) => status === 200)!.batch;
    const lost = before - (await farmland(database()));
    expect(lost).toBe(BigInt(Math.round(done.areas.farmlandSquareMeters * 100)));
  });

  it('carries out one of two batches that take the same parcel after the other, each on the land as it is', async () => {
    const [one, other] = [await aStripe(), await aStripe()];
    await batches.approve(one.id);
    const { versionId } = await batches.approve(other.id);
    await batches.step(one.id, 'carried-out');
    const { status, refusal } = await batches.attempt(other.id, 'carried-out', {}, versionId);
    expect([status, refusal.type]).toEqual([409, '/problems/account-stale']);
  });

  it('does not undo what was built upon since, and names the parcel', async () => {
    const { id } = await aStripe();
    await batches.approve(id);
    await batches.step(id, 'carried-out');
    const [created] = await database().query<{ id: number; number: string }>(
      `select id, parcel_number as number from gengjie.land_parcels where in_force and change_kind = 'add'
         and change_cause = 'converted' order by version_id desc limit 1`,
    );
    await edit(created!.id, { land_class: '0702' });
    const { status, refusal } = await batches.attempt(id, 'undone');
    expect([status, refusal.type, refusal.value]).toEqual([409, '/problems/account-stale', created!.number]);
    expect((await batches.read(id)).status).toBe('carried-out');
  });

  it('leaves nothing behind when it breaks off in the middle', async () => {
    const { id } = await aStripe();
    const { versionId } = await batches.approve(id);
    const picture = async () =>
      (
        await database().query<{ sum: string }>(
          `select md5(string_agg(t, ',' order by t)) as sum from (
             select 'l' || version_id || known_during as t from gengjie.land_parcels
             union all select 'b' || version_id || known_during from gengjie.conversion_batches
             union all select 'p' || version_id || known_during from gengjie.conversion_parcels
             union all select 'e' || id from gengjie.batch_events
             union all select 'f' || id from gengjie.farmland_balance
             union all select 'a' || count(*) from gengjie.audit_log) q`,
        )
      )[0]!.sum;
    const before = await picture();
    // The last thing that carrying out writes fails: everything before it is undone with it.
    await database().script(
      `create function gengjie.break_off() returns trigger language plpgsql as $f$ begin raise exception 'cut off'; end $f$;
       create trigger break_off before insert on gengjie.audit_log for each row execute function gengjie.break_off()`,
    );
    expect((await batches.attempt(id, 'carried-out', {}, versionId)).status).toBe(500);
    await database().script('drop trigger break_off on gengjie.audit_log; drop function gengjie.break_off()');
    expect(await picture()).toBe(before);
    if (engine === 'postgis') {
      // And when the database connection dies under it.
      await database().script(
        `create function gengjie.linger() returns trigger language plpgsql as $f$ begin perform pg_sleep(20); return new; end $f$;
         create trigger linger before insert on gengjie.farmland_balance for each row execute function gengjie.linger()`,
      );
      const attempt = batches.attempt(id, 'carried-out', {}, versionId);
      const lingering = `select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`;
      for (let tries = 0; tries < 100; tries++) {
        await wait(100);
        if ((await database().query(lingering)).length > 0) break;
      }
      expect((await attempt).status).toBeGreaterThanOrEqual(500);
      await database().script(
        'drop trigger linger on gengjie.farmland_balance; drop function gengjie.linger()',
      );
      expect(await picture()).toBe(before);
    }
    expect((await batches.step(id, 'carried-out')).status).toBe('carried-out');
  });

  it('returns a batch to planned with its reason, and assembles it anew', async () => {
    const { id } = await aStripe();
    await batches.step(id, 'assembled');
    const back = await batches.step(id, 'returned', { note: '补充听证材料' });
    expect([back.status, back.piecesStored, back.nextSteps]).toEqual(['planned', false, ['assembled']]);
    expect(back.events.at(-1)).toMatchObject({ step: 'returned', note: '补充听证材料' });
    expect((await batches.step(id, 'assembled')).events).toHaveLength(3);
  });

  it('carries out a batch that came with its approval, permanent farmland included, and puts that back too', async () => {
    const south = 39.101 + column * 0.0004;
    const patch = await aFeature(
      database(),
      'permanent_farmland',
      {
        protection_number: 'Y1',
        parcel_number: '1',
        land_class: '0101',
        parcel_area: 2000.5,
        deducted_area: 100.25,
        class_area: 1900.25,
      },
      [117.0825, south, 117.0829, south + 0.0002],
    );
    const { id } = await aBatch(
      database(),
      'S-approved',
      [{ number: 'D1', box: [117.0827, south, 117.0833, south + 0.0002] }],
      { status: 'approved' },
    );
    column++;
    const batch = await batches.read(id);
    expect(batch.checks.find(({ code }) => code === 'permanent-farmland')!.result).toBe('warning');
    expect(batch.nextSteps).toContain('carried-out');
    const rows = () =>
      database().query<{ total: number; deducted: number; area: number; geometry: number }>(
        `select parcel_area::float8 as total, deducted_area::float8 as deducted, class_area::float8 as area,
           round(area_square_meters::numeric, 1)::float8 as geometry
         from gengjie.permanent_farmland where in_force and id = ${patch}`,
      );
    const [before] = await rows();
    const ground = await farmland(database());
    const done = await batches.step(id, 'carried-out');
    const [after] = await rows();
    expect(after!.area).toBeCloseTo(before!.area - done.areas.permanentSquareMeters, 6);
    expect(after!.total).toBeCloseTo(after!.area + after!.deducted, 6);
    expect(after!.geometry / before!.geometry).toBeCloseTo(0.5, 4);
    await batches.step(id, 'undone');
    expect(await rows()).toEqual([before]);
    expect(await farmland(database())).toBe(ground);
    expect((await batches.read(id)).nextSteps).toContain('carried-out');
  });
});
