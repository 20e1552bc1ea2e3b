import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { BulkColumn } from '#server/db/database.ts';
import { databases, withDatabase } from '../../support/database.ts';

const columns: readonly BulkColumn[] = [
  { name: 'number', type: 'bigint' },
  { name: 'name', type: 'text' },
  { name: 'area', type: 'numeric' },
  { name: 'ratio', type: 'double precision' },
  { name: 'small', type: 'integer' },
  { name: 'checked', type: 'boolean' },
  { name: 'day', type: 'date' },
  { name: 'data', type: 'jsonb' },
];
const withTimes: readonly BulkColumn[] = [
  ...columns,
  { name: 'valid', type: 'tstzrange' },
  { name: 'seen', type: 'timestamptz' },
];
const awkward = '一块地\t"引号"\n反斜杠\\N \\. \'单\' {a,b} NULL 🌾\r';
const rows: readonly (readonly unknown[])[] = [
  [1, awkward, 1234567.89, 0.1, -5, true, '2026-11-22', { 名: ['a\\b', null] }],
  [2, null, null, null, null, null, null, null],
  ['9007199254740993', '', '-0.005', -1.5e300, 2147483647, false, '1999-12-31', []],
  [4, 'NULL', 0, 0, 0, false, '0044-03-15', 'text'],
];
const answers = [
  {
    number: 1,
    name: awkward,
    area: '1234567.89',
    ratio: 0.1,
    small: -5,
    checked: true,
    day: '2026-11-22',
    data: rows[0]?.[7],
  },
  { number: 2, name: null, area: null, ratio: null, small: null, checked: null, day: null, data: null },
  { number: 4, name: 'NULL', area: '0', ratio: 0, small: 0, checked: false, day: '0044-03-15', data: 'text' },
  {
    number: '9007199254740993',
    name: '',
    area: '-0.005',
    ratio: -1.5e300,
    small: 2147483647,
    checked: false,
    day: '1999-12-31',
    data: [],
  },
];

describe.each(databases)('writing rows in bulk on %s', (engine) => {
  const database = withDatabase(engine);
  beforeEach(() =>
    database().script(`DROP TABLE IF EXISTS bulk;
      CREATE TABLE bulk (number bigint PRIMARY KEY, name text, area numeric, ratio double precision, small integer, checked boolean,
        day date, data jsonb, valid tstzrange, seen timestamptz, geom geometry(MultiPolygon, 4490))`),
  );
  const count = async () => (await database().query('SELECT count(*) AS count FROM bulk'))[0]?.count;

  test('every type and every awkward character comes back as it went in', async () => {
    expect(await database().bulkInsert('bulk', columns, rows)).toBe(4);
    const read =
      'SELECT number, name, area::text, ratio, small, checked, day, data FROM bulk ORDER BY number';
    expect(await database().query(read)).toEqual(answers);
  });

  test('ranges and times too', async () => {
    const range = '[2026-01-01 00:00:00+00,)';
    const timed = rows.map((row) => [...row, range, '2026-11-22T01:02:03Z']);
    expect(await database().bulkInsert('bulk', withTimes, timed)).toBe(4);
    const [row] = await database().query(
      'SELECT name, upper_inf(valid) AS open, seen FROM bulk ORDER BY number',
    );
    expect(row).toEqual({ name: awkward, open: true, seen: '2026-11-22T01:02:03.000Z' });
  });

  test('a geometry may be hex text or bytes, with or without its reference system', async () => {
    const [square] = await database().query<{ hex: string; wkb: Buffer; big: Buffer }>(
      `SELECT g::text AS hex, ST_AsBinary(g) AS wkb, ST_AsBinary(g, 'XDR') AS big
       FROM ST_Multi(ST_MakeEnvelope(117, 39, 117.1, 39.1, 4490)) AS g`,
    );
    const written = await database().bulkInsert(
      'bulk',
      [
        { name: 'number', type: 'bigint' },
        { name: 'geom', type: 'geometry' },
      ],
      [
        [1, square?.hex],
        [2, square?.wkb],
        [3, new Uint8Array(square?.big ?? [])],
        [4, square?.wkb.toString('hex')],
        [5, null],
      ],
    );
    expect(written).toBe(5);
    const same = `SELECT count(*) AS count FROM bulk WHERE ST_SRID(geom) = 4490 AND geom::text = $1`;
    expect(await database().query(same, [square?.hex])).toEqual([{ count: 4 }]);
  });

  test('rows are taken one by one from a source that makes them', async () => {
    let made = 0;
    async function* source() {
      for (; made < 25_000; made += 1) yield [made, `地块 ${made}`];
    }
    expect(await database().bulkInsert('bulk', columns.slice(0, 2), source())).toBe(25_000);
    expect(await count()).toBe(25_000);
  });

  test('a refused row leaves nothing behind and names the constraint', async () => {
    const twice = Array.from({ length: 5000 }, (_, index) => [index === 4999 ? 0 : index, 'x']);
    const refused = database().bulkInsert('bulk', columns.slice(0, 2), twice);
    await expect(refused).rejects.toMatchObject({ code: '23505', constraint: 'bulk_pkey' });
    expect(await count()).toBe(0);
  });

  test('a source that fails leaves nothing behind and its own error is thrown', async () => {
    function* source() {
      for (let index = 0; index < 3000; index += 1) yield [index, 'x'];
      throw new Error('row 3001 cannot be read');
    }
    await expect(database().bulkInsert('bulk', columns.slice(0, 2), source())).rejects.toThrow(
      'row 3001 cannot be read',
    );
    expect(await count()).toBe(0);
    expect(await database().bulkInsert('bulk', columns.slice(0, 2), [[1, 'y']])).toBe(1);
  });

  test('an unknown table rejects', async () => {
    const rejected = database().bulkInsert('nowhere', columns.slice(0, 1), [[1]]);
    await expect(rejected).rejects.toMatchObject({ code: '42P01' });
  });

  test('a value that cannot be of its type rejects', async () => {
    for (const [type, value] of [
      ['integer', 'x'],
      ['date', '2026-02-30'],
      ['text', 'a\0b'],
      ['numeric', 'many'],
    ] as const) {
      const name = type === 'integer' ? 'small' : type === 'date' ? 'day' : type === 'text' ? 'name' : 'area';
      const rejected = database().bulkInsert('bulk', [columns[0]!, { name, type }], [[1, value]]);
      await expect(rejected, type).rejects.toBeInstanceOf(Error);
    }
    expect(await count()).toBe(0);
  });

  test('every decimal number arrives exactly', async () => {
    const decimals = fc.tuple(
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      fc.integer({ min: 0, max: 24 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(decimals, { minLength: 1, maxLength: 40 }), async (pairs) => {
        const texts = pairs.map(([digits, places]) => decimal(digits, places));
        await database().query('DELETE FROM bulk');
        await database().bulkInsert(
          'bulk',
          [columns[0]!, columns[2]!],
          texts.map((text, index) => [index, text]),
        );
        const same =
          'SELECT area = $1[number + 1]::numeric AND area::text = $1[number + 1] AS same FROM bulk';
        const checks = await database().query(same.replaceAll('$1', '($1::text[])'), [texts]);
        expect(checks).toEqual(texts.map(() => ({ same: true })));
      }),
      { numRuns: 40 },
    );
  });
});

/** A decimal text as the database prints it: no leading zeros, all places shown. */
function decimal(digits: bigint, places: number): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  const sign = digits < 0n ? '-' : '';
  return places === 0 ? `${sign}${whole}` : `${sign}${whole}.${text.slice(-places)}`;
}
