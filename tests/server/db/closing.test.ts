import { describe, expect, test } from 'vitest';
import type { Database } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { PooledDatabase } from '#server/db/pooled-database.ts';
import { troubleProblem } from '#server/db/trouble-problem.ts';
import { databases, freshDatabase } from '../../support/database.ts';

/** More transactions than there are connections. Those that have one hold it until `release`; on the embedded engine they take turns. */
async function crowd(database: Database) {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begun = 0;
  const writes = Array.from({ length: 12 }, () =>
    database.transaction(async (tx) => {
      begun += 1;
      await tx.query('SELECT 1');
      await gate;
    }),
  );
  for (const write of writes) write.catch(() => {});
  await expect.poll(() => begun).toBe(database.engine === 'embedded' ? 1 : 10);
  expect(database.connections().waiting).toBeGreaterThan(0);
  return { release, writes, begun };
}

describe.each(databases)('closing a database on %s', (engine) => {
  test('refuses at once whoever waits for a connection, and waits for whoever has one', async () => {
    const fresh = await freshDatabase(engine);
    const database = await openDatabase(fresh.options);
    const { release, writes, begun } = await crowd(database);
    const { waiting } = database.connections();
    const asks = [
      database.query('SELECT 1'),
      database.queryBytes(`SELECT '\\x01'::bytea`),
      database.script('SELECT 1'),
      database.transaction((tx) => tx.query('SELECT 1')),
      database.stream('SELECT 1')[Symbol.asyncIterator]().next(),
    ];
    await expect.poll(() => database.connections().waiting).toBe(waiting + asks.length);
    const closing = database.close();
    const refusals = await Promise.all(asks.map((ask) => ask.then(String, (error: unknown) => error)));
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ message: expect.stringMatching(/database was closed before/) });
      expect(troubleProblem(refusal)).toMatchObject({ type: 'database-unavailable', status: 503 });
    }
    release();
    const ends = await Promise.allSettled(writes);
    expect(ends.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(begun);
    await closing;
    await expect(database.query('SELECT 1')).rejects.toThrow(/database was closed/);
    await fresh.remove();
  });
});

describe.runIf(databases.includes('postgis'))('replacing the server behind a database', () => {
  test('serves on the new one whoever waited for a connection to the old one', async () => {
    const fresh = await freshDatabase('postgis');
    const connection = { connectionString: fresh.options.url, max: 10 };
    const database = new PooledDatabase('postgis', connection);
    const { release, writes } = await crowd(database);
    const ask = database.query('SELECT 1 AS one');
    database.renew(connection);
    expect(await ask).toEqual([{ one: 1 }]);
    release();
    await Promise.all(writes);
    await database.close();
    await fresh.remove();
  });
});
