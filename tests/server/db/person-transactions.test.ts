import { beforeAll, describe, expect, it } from 'vitest';
import { catalog } from '#core/catalog/index.ts';
import { indicatorByCode } from '#core/indicators/catalog.ts';
import type { PersonOfTransaction, Queryable } from '#server/db/database.ts';
import { keepSpatialIndexes } from '#server/db/leakproof.ts';
import { featuresAt } from '#server/db/tables/features.ts';
import { measureFormula } from '#server/db/tables/measurements.ts';
import { regionsAt } from '#server/db/tables/regions.ts';
import { featuresByNumber } from '#server/db/tables/search.ts';
import { aTown, OTHER_VILLAGE, VILLAGE, withParcels } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';

describe.each(databases)('a transaction in a person’s rights on %s', (engine) => {
  const database = withDatabase(engine);
  let person: PersonOfTransaction;
  const count = (as: PersonOfTransaction | undefined) =>
    database().transaction(
      async (tx) => {
        const [row] = await tx.query<{ count: number }>(
          'select count(*)::integer as count from gengjie.land_parcels',
        );
        return row?.count;
      },
      { readOnly: true, ...(as ? { person: as } : {}) },
    );

  beforeAll(async () => {
    await aTown(database());
    await withParcels(database(), [
      { number: 'A1', landClass: '0101', box: [117.084, 39.104, 117.086, 39.106] },
      { number: 'A2', landClass: '0101', box: [117.086, 39.104, 117.088, 39.106], village: OTHER_VILLAGE },
    ]);
    const { id } = await aPerson(database(), 'worker', [{ role: 'field', regionCode: VILLAGE }]);
    const [held] = await database().query<{ grants: string }>(
      'select held_grants as grants from gengjie.people where id = $1',
      [id],
    );
    person = { id, writes: false, grants: held?.grants ?? '', request: { id: "o'r", address: '\\' } };
  });

  it('sees the person’s rows; the next one on the same connection sees its own', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await Promise.all([count(person), count(undefined), count(person)])).toEqual([1, 2, 1]);
    }
  });

  it.each([
    ['whose grants are others', { grants: '999999' }, 'GJ001'],
    ['who is nobody', { id: '00000000-0000-4000-8000-000000000000' }, 'GJ001'],
    ['whose number is none', { id: "x' or true" }, '22P02'],
  ])('of somebody %s never begins', async (_, wrong, code) => {
    let ran = false;
    const refused = database().transaction(
      async () => {
        ran = true;
      },
      { person: { ...person, ...wrong } },
    );
    await expect(refused).rejects.toMatchObject({ code });
    expect(ran).toBe(false);
    expect([await count(person), await count(undefined)]).toEqual([1, 2]);
  });

  it('of somebody refused gives nothing to what was asked before the refusal came', async () => {
    const got: unknown[] = [];
    const ask = (tx: Queryable) =>
      tx.query('select id from gengjie.land_parcels').then(
        (rows) => got.push(rows),
        () => {},
      );
    for (const wrong of [{ grants: '999999' }, { id: 'nobody' }]) {
      const refused = database().transaction(ask, {
        person: { ...person, ...wrong },
        readOnly: true,
        planOnce: true,
      });
      await expect(refused).rejects.toThrow();
    }
    expect(got).toEqual([]);
    const own = await database().transaction(
      (tx) => Promise.all([1, 2, 3].map(() => tx.query('select id from gengjie.land_parcels'))),
      { person, readOnly: true, planOnce: true },
    );
    expect(own.map((rows) => rows.length)).toEqual([1, 1, 1]);
  });

  it('that only reads is run again when its connection had died unnoticed', async () => {
    const ask = () =>
      database().transaction((tx) => tx.query('select id from gengjie.land_parcels'), {
        person,
        readOnly: true,
        planOnce: true,
      });
    await Promise.all([ask(), ask(), ask()]);
    if (engine === 'postgis') {
      await database().query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
    }
    expect((await Promise.all([ask(), ask(), ask()])).map((rows) => rows.length)).toEqual([1, 1, 1]);
  });

  it('names the person and the request to the audit log, whatever is in them', async () => {
    const [row] = await database().transaction(
      (tx) =>
        tx.query(
          `select gengjie.person() as id, current_setting('gengjie.request')::jsonb as request, current_user::text as role`,
        ),
      { person },
    );
    expect(row).toEqual({ id: person.id, request: person.request, role: 'gengjie_person' });
  });

  it('leaves nothing of the person behind, even when it fails', async () => {
    const failed = database().transaction((tx) => tx.query('select 1 / 0'), { person });
    await expect(failed).rejects.toMatchObject({ code: '22012' });
    const [row] = await database().query(
      `select current_user::text as role, coalesce(current_setting('gengjie.see', true), '') as see`,
    );
    expect(row).toMatchObject({ see: '' });
    expect((row as { role: string }).role).not.toBe('gengjie_person');
  });

  it('is on a connection that sees nothing before and after it, where each has a session of its own', async () => {
    const [row] = await database().transaction(
      async (tx) => {
        await tx.query('reset role');
        return tx.query(`select current_setting('role') as role`);
      },
      { person },
    );
    // All connections share the embedded engine's one session, which is its owner's.
    expect(row).toEqual({ role: engine === 'embedded' ? 'none' : 'gengjie_person' });
  });

  it('finds rows by the indexes of places, numbers and regions', async () => {
    await keepSpatialIndexes(database(), () => {});
    const plans: string[] = [];
    await database().transaction(
      async (tx) => {
        await tx.query('set local enable_seqscan = off');
        const explaining = {
          ...tx,
          query: async (text: string, values: readonly unknown[] = []) => {
            const rows = await tx.query<{ 'QUERY PLAN': string }>(
              `explain (costs off) ${withValues(text, values)}`,
            );
            plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
            return [];
          },
        } as unknown as typeof tx;
        await featuresAt(explaining, catalog, [117.085, 39.105]);
        await regionsAt(explaining, [117.085, 39.105]);
        await featuresByNumber(explaining, 'A', 10);
        const { formula } = indicatorByCode('farmland_retention')!;
        await measureFormula(explaining, {
          formula: formula!,
          prefix: VILLAGE,
          year: 2023,
          place: null,
          moments: null,
        });
      },
      { person, readOnly: true },
    );
    const [click, regions, numbers, figure] = plans;
    expect(click).toContain('land_parcels_geom');
    expect(regions).toContain('regions_geom');
    expect(numbers).toMatch(/parcel_number ~>=~ 'A'/);
    expect(numbers).toContain('land_parcels_number');
    expect(figure).toMatch(/Index Cond: \(+region_code ~>=~/);
  });
});

/** A statement with its values written in, for EXPLAIN. */
function withValues(text: string, values: readonly unknown[]): string {
  const literal = (value: unknown) =>
    Array.isArray(value)
      ? `'{${value.join(',')}}'`
      : typeof value === 'number'
        ? String(value)
        : `'${String(value)}'`;
  return text.replaceAll(/\$(\d+)/g, (_, index) => literal(values[Number(index) - 1]));
}
