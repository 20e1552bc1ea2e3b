import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '#server/db/database.ts';
import { asDatabaseError } from '#server/db/errors.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { troubleProblem } from '#server/db/trouble-problem.ts';
import { administer } from '../../support/administer.ts';
import { databases, freshDatabase, type TestDatabase } from '../../support/database.ts';
import { type FlakyProxy, flakyProxy } from '../../support/flaky-proxy.ts';

describe.runIf(databases.includes('postgis'))('connections that died while nobody looked', () => {
  let fresh: TestDatabase;
  let proxy: FlakyProxy;
  let database: Database;
  beforeAll(async () => {
    fresh = await freshDatabase('postgis');
    proxy = await flakyProxy(fresh.options.url ?? '');
    database = await openDatabase({ ...fresh.options, url: proxy.url });
    await database.script(`CREATE TABLE notes (number integer);
      CREATE FUNCTION note(given integer) RETURNS integer LANGUAGE sql AS
        'INSERT INTO notes VALUES (given) RETURNING number'`);
  });
  beforeEach(async () => {
    await database.query('DELETE FROM notes');
    await Promise.all([1, 2, 3].map(() => database.query('SELECT pg_sleep(0.05)')));
    expect(database.connections().idle).toBeGreaterThanOrEqual(3);
  });
  afterAll(async () => {
    await database?.close();
    proxy?.close();
    await fresh?.remove();
  });
  const notes = async () => (await database.query('SELECT number FROM notes ORDER BY number')).length;

  test.each(['before', 'after'] as const)(
    'a read is asked again, the connection broke %s it was done',
    async (when) => {
      proxy.poison(when);
      expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      proxy.poison(when);
      expect(await database.queryBytes(`SELECT '\\x01'::bytea`)).toEqual(Buffer.from([1]));
      proxy.poison(when);
      const rows = [];
      for await (const batch of database.stream('SELECT 1 AS one')) rows.push(...batch);
      expect(rows).toEqual([{ one: 1 }]);
    },
  );

  test('a transaction begins on another connection', async () => {
    proxy.poison('before');
    await database.transaction((tx) => tx.query('INSERT INTO notes VALUES (1)'));
    expect(await notes()).toBe(1);
  });

  test.each(['INSERT INTO notes VALUES (1)', 'SELECT note(1)'])(
    'a write whose answer was lost is never carried out twice: %s',
    async (write) => {
      proxy.poison('after');
      const refused = await database.query(write).catch((error: unknown) => error);
      expect(troubleProblem(refused)).toMatchObject({ type: 'database-unavailable', status: 503 });
      await expect.poll(notes).toBe(1);
    },
  );

  test('a transaction that loses its connection on the way leaves nothing, and the next one works', async () => {
    const refused = database.transaction(async (tx) => {
      await tx.query('INSERT INTO notes VALUES (1)');
      await administer(
        fresh.options.url ?? '',
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'gengjie' AND datname = current_database()`,
      );
      await tx.query('INSERT INTO notes VALUES (2)');
    });
    expect(troubleProblem(await refused.catch((error: unknown) => error))).toMatchObject({
      type: 'database-unavailable',
    });
    expect(await notes()).toBe(0);
    await database.transaction((tx) => tx.query('INSERT INTO notes VALUES (3)'));
    expect(await notes()).toBe(1);
  });

  test('a statement an administrator ended on purpose is not started again', async () => {
    const begun = performance.now();
    const slow = database.query('SELECT note(7), pg_sleep(20)').catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 1300));
    await administer(
      fresh.options.url ?? '',
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(20)%' AND datname = current_database() AND pid <> pg_backend_pid()`,
    );
    expect(troubleProblem(await slow)).toMatchObject({ status: 503 });
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(await notes()).toBe(0);
  });
});

describe('trouble of the database becomes a problem', () => {
  const withCode = (code: string) => Object.assign(new Error('no space left on device'), { code });

  test('a full disk, where files are written', () => {
    expect(troubleProblem(withCode('ENOSPC'))).toMatchObject({ type: 'storage-full', status: 507 });
  });

  test('a pipe that broke while the statement was sent', () => {
    expect(troubleProblem(asDatabaseError(withCode('EPIPE')))).toMatchObject({
      type: 'database-unavailable',
    });
  });

  test('a statement that is wrong, and a bug, stay what they are', () => {
    expect(troubleProblem(withCode('EISDIR'))).toBeUndefined();
    expect(troubleProblem(undefined)).toBeUndefined();
  });

  test.each(databases)('a statement that exceeds its time on %s', async (engine) => {
    const fresh = await freshDatabase(engine);
    const database = await openDatabase(fresh.options);
    // The limit of this transaction alone: opening the database takes the time it takes.
    const refused = await database
      .transaction((tx) => tx.query('SELECT count(*) FROM generate_series(1, 500000000)'), { timeoutMs: 300 })
      .catch((error: unknown) => error);
    expect(troubleProblem(refused)).toMatchObject({ type: 'database-busy', status: 503 });
    await database.close();
    await fresh.remove();
  });

  test.runIf(databases.includes('postgis'))('connections that are all in use', async () => {
    const fresh = await freshDatabase('postgis');
    const database = await openDatabase(fresh.options);
    const slow = Array.from({ length: 10 }, () => database.query('SELECT pg_sleep(12)').catch(() => {}));
    const refused = await database.query('SELECT 1').catch((error: unknown) => error);
    expect(troubleProblem(refused)).toMatchObject({ type: 'database-busy', status: 503 });
    await Promise.all(slow);
    await database.close();
    await fresh.remove();
  });
});
