import { describe, expect, test } from 'vitest';
import { databases, withDatabase } from '../../support/database.ts';

describe.each(databases)('the time limit of a statement on %s', (engine) => {
  const database = withDatabase(engine, { queryTimeoutMs: 2000 });
  const endless = 'SELECT count(*) FROM generate_series(1, 1000000000000) AS given (value)';

  test('ends a statement that runs too long, and the others go on', async () => {
    const begun = Date.now();
    const stuck = expect(database().query(endless)).rejects.toMatchObject({ code: '57014' });
    const behind = database().query('SELECT 1 AS one');
    await stuck;
    expect(Date.now() - begun).toBeLessThan(8000);
    expect(await behind).toEqual([{ one: 1 }]);
    expect(await database().query('SELECT 2 AS two')).toEqual([{ two: 2 }]);
  });

  test('undoes the transaction it happens in', async () => {
    await database().query('CREATE TABLE written (value integer)');
    const work = database().transaction(async (tx) => {
      await tx.query('INSERT INTO written VALUES (1)');
      await tx.query(endless);
    });
    await expect(work).rejects.toMatchObject({ code: '57014' });
    expect(await database().query('SELECT * FROM written')).toEqual([]);
  });

  test('can be set for one transaction', async () => {
    const slow = `SELECT count(*) AS count FROM generate_series(1, 30000000) AS given (value) WHERE value % 7 = 0`;
    const work = database().transaction((tx) => tx.query(slow), { timeoutMs: 60_000 });
    expect(await work).toEqual([{ count: 4_285_714 }]);
    const brief = database().transaction((tx) => tx.query(endless), { timeoutMs: 300 });
    await expect(brief).rejects.toMatchObject({ code: '57014' });
  });
});
