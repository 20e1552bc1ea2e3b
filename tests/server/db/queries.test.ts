import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { DatabaseError, type Queryable } from '#server/db/database.ts';
import { fragment, identifier, join } from '#server/db/sql.ts';
import { databases, withDatabase } from '../../support/database.ts';

describe.each(databases)('queries on %s', (engine) => {
  const database = withDatabase(engine);
  beforeAll(() => database().script('CREATE TABLE numbers (value integer)'));

  test('answers carry the types the interface promises', async () => {
    const [row] = await database().query(
      `SELECT 42::bigint AS small, 9007199254740993::bigint AS large, 1234567.89::numeric(18, 2) AS area,
         '2026-11-22'::date AS day, '2026-11-22 08:00:00.25+08'::timestamptz AS moment,
         ARRAY[1, NULL, 3]::bigint[] AS many, ARRAY['2026-01-02']::date[] AS days, '{"a": [1]}'::jsonb AS data,
         decode('00ff10', 'hex') AS bytes, NULL::text AS nothing`,
    );
    expect(row).toEqual({
      small: 42,
      large: '9007199254740993',
      area: 1234567.89,
      day: '2026-11-22',
      moment: '2026-11-22T00:00:00.250Z',
      many: [1, null, 3],
      days: ['2026-01-02'],
      data: { a: [1] },
      bytes: Buffer.from('00ff10', 'hex'),
      nothing: null,
    });
  });

  test('the tagged template sends values as parameters and names as quoted text', async () => {
    const filters = [fragment`value > ${1}`, fragment`value < ${5}`];
    const rows = await database().sql`
      SELECT value FROM generate_series(1, ${9}::int) AS given (value)
      WHERE ${join(filters, ' AND ')} AND ${"'; DROP TABLE numbers; --"}::text IS NOT NULL
        AND to_regclass('public.numbers') IS NOT NULL
        AND NOT EXISTS (SELECT FROM ${identifier('public.numbers')})`;
    expect(rows.map((row) => row.value)).toEqual([2, 3, 4]);
    expect(() => identifier('numbers"; DROP')).toThrow(/not a name/);
  });

  test('bytes come back whole', async () => {
    const bytes = await database().queryBytes(`SELECT decode(repeat('00ff10ab', $1), 'hex')`, [250_000]);
    expect(bytes?.length).toBe(1_000_000);
    expect(bytes?.subarray(0, 8).toString('hex')).toBe('00ff10ab00ff10ab');
    expect(await database().queryBytes('SELECT NULL::bytea')).toBeNull();
    expect(await database().queryBytes('SELECT NULL::bytea WHERE false')).toBeNull();
  });

  test('parallel queries keep their own parameters', async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        database().query<{ value: number }>('SELECT $1::int AS value', [index]),
      ),
    );
    expect(answers.map(([row]) => row?.value)).toEqual(Array.from({ length: 300 }, (_, index) => index));
  });

  test('parallel transactions do not see each other before they commit', async () => {
    const add = (first: number, fail: boolean) =>
      database().transaction(async (tx) => {
        await tx.query('INSERT INTO numbers VALUES ($1)', [first]);
        await wait(10);
        await tx.query('INSERT INTO numbers VALUES ($1)', [first + 1]);
        const own = await tx.query('SELECT value FROM numbers WHERE value >= 100 AND value / 2 * 2 = $1', [
          first,
        ]);
        expect(own).toHaveLength(2);
        const others = await tx.query('SELECT count(*) % 2 AS odd FROM numbers');
        expect(others).toEqual([{ odd: 0 }]);
        if (fail) throw new Error('no');
      });
    await Promise.allSettled(Array.from({ length: 12 }, (_, index) => add(100 + 2 * index, index % 3 === 0)));
    const [row] = await database().query('SELECT count(*) AS count FROM numbers');
    expect(row).toEqual({ count: 16 });
  });

  test('a transaction cannot be used after its end', async () => {
    let kept: Queryable | undefined;
    await database().transaction(async (tx) => {
      kept = tx;
    });
    await expect(kept?.query('SELECT 1')).rejects.toThrow(/has ended/);
  });

  test('a read-only transaction refuses to write', async () => {
    const work = database().transaction((tx) => tx.query('INSERT INTO numbers VALUES (1)'), {
      readOnly: true,
    });
    await expect(work).rejects.toMatchObject({ code: '25006' });
  });

  test('a large read arrives in batches, and other work goes on between them', async () => {
    const sizes: number[] = [];
    const text = 'SELECT value FROM generate_series(1, $1::int) AS given (value)';
    for await (const rows of database().stream<{ value: number }>(text, [2500], { batch: 1000 })) {
      sizes.push(rows.length);
      await database().query('SELECT 1');
    }
    expect(sizes).toEqual([1000, 1000, 500]);
    for await (const rows of database().stream(text, [2500])) {
      expect(rows).toHaveLength(500);
      break;
    }
    expect(await database().query(`SELECT count(*) AS open FROM pg_cursors WHERE name <> ''`)).toEqual([
      { open: 0 },
    ]);
  });

  test('a stream that fails rejects', async () => {
    const read = async () => {
      for await (const rows of database().stream(
        'SELECT 1 / (3 - value) FROM generate_series(1, 5) AS given (value)',
      )) {
        expect(rows).toEqual([]);
      }
    };
    await expect(read()).rejects.toMatchObject({ code: '22012' });
  });

  test('a refused row names its constraint', async () => {
    const refused = database().query(
      `INSERT INTO gengjie.codes (scheme, version, code, name_zh, name_en, position) SELECT scheme, version, code, 'x', 'x', 1
       FROM gengjie.codes LIMIT 1`,
    );
    await expect(refused).rejects.toMatchObject({ code: '23505', constraint: 'codes_pkey', table: 'codes' });
    await expect(refused).rejects.toBeInstanceOf(DatabaseError);
  });
});
