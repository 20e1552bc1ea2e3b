import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { DatabaseError } from '#server/db/database.ts';
import { databases, withDatabase } from '../../support/database.ts';

const bowTie = `'SRID=4490;POLYGON((0 0,1 1,1 0,0 1,0 0))'::geometry`;
const square = `'SRID=4490;POLYGON((0 0,1 0,1 1,0 1,0 0))'::geometry`;
const overlay = `SELECT ST_Intersection(${bowTie}, ${square}) AS piece`;

describe.each(databases)('an overlay of an invalid polygon on %s', (engine) => {
  const database = withDatabase(engine);
  beforeAll(() => database().script('CREATE TABLE kept (step integer)'));

  const steps = async () =>
    (await database().query<{ step: number }>('SELECT step FROM kept')).map((row) => row.step);
  const geometryError = expect.objectContaining({ name: 'DatabaseError', code: 'geometry-engine-failed' });

  test('rejects', async () => {
    await expect(database().query(overlay)).rejects.toEqual(geometryError);
  });

  test('rejects as an aggregate that would have been an empty sum', async () => {
    const sum = `SELECT sum(ST_Area(ST_Intersection(shape, ${square})))
      FROM (VALUES (${square}), (${bowTie}), (${square})) AS shapes (shape)`;
    await expect(database().query(sum)).rejects.toEqual(geometryError);
  });

  test('rolls back the transaction around it', async () => {
    const work = database().transaction(async (tx) => {
      await tx.query('INSERT INTO kept VALUES (1)');
      await tx.query(overlay);
    });
    await expect(work).rejects.toEqual(geometryError);
    expect(await steps()).toEqual([]);
  });

  test('rolls back even when somebody swallows the error', async () => {
    const work = database().transaction(async (tx) => {
      await tx.query('INSERT INTO kept VALUES (2)');
      await tx.query(overlay).catch(() => {});
    });
    await expect(work).rejects.toBeInstanceOf(DatabaseError);
    expect(await steps()).toEqual([]);
  });

  test('stops a script of several statements', async () => {
    const script = database().transaction((tx) =>
      tx.script(`INSERT INTO kept VALUES (3); ${overlay}; INSERT INTO kept VALUES (4)`),
    );
    await expect(script).rejects.toEqual(geometryError);
    expect(await steps()).toEqual([]);
  });

  test('reaches the handler of a DO block', async () => {
    await database().query(`DO $$ BEGIN
      INSERT INTO kept VALUES (5);
      PERFORM ST_Intersection(${bowTie}, ${square});
      INSERT INTO kept VALUES (6);
    EXCEPTION WHEN OTHERS THEN
      INSERT INTO kept VALUES (7);
    END $$`);
    expect(await steps()).toEqual([7]);
  });

  test('fails a DO block without a handler', async () => {
    const block = `DO $$ BEGIN INSERT INTO kept VALUES (8); PERFORM ST_Union(${bowTie}, ${square}); END $$`;
    await expect(database().query(block)).rejects.toEqual(geometryError);
    expect(await steps()).not.toContain(8);
  });

  test('leaves a savepoint to go back to', async () => {
    await database().transaction(async (tx) => {
      await tx.script('INSERT INTO kept VALUES (9); SAVEPOINT before');
      await expect(tx.query(overlay)).rejects.toEqual(geometryError);
      await tx.script('ROLLBACK TO before; INSERT INTO kept VALUES (10)');
    });
    expect(await steps()).toEqual(expect.arrayContaining([9, 10]));
  });

  test('may happen thousands of times without wearing the engine out', async () => {
    for (let round = 0; round < 2000; round += 1) {
      await expect(database().query(overlay)).rejects.toEqual(geometryError);
    }
    expect(await database().query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('an unknown projection rejects too', async () => {
    const wrong = `SELECT ST_Transform(${square}, '+proj=nonsense')`;
    await expect(database().query(wrong)).rejects.toBeInstanceOf(DatabaseError);
  });

  test('never gives a silent empty answer, whatever the polygon', async () => {
    const place = fc.integer({ min: 0, max: 8 });
    const ring = fc.array(fc.tuple(place, place), { minLength: 3, maxLength: 7 });
    const functions = fc.constantFrom('ST_Intersection', 'ST_Difference', 'ST_Union', 'ST_SymDifference');
    await fc.assert(
      fc.asyncProperty(ring, ring, functions, async (first, second, operation) => {
        const [a, b] = [first, second].map((points) => polygon(points));
        const rows = await database()
          .query<{ total: number | null; count: number }>(
            `SELECT sum(ST_Area(${operation}(a.shape, b.shape))) AS total, count(*) AS count
             FROM (SELECT $1::geometry AS shape) a, (SELECT $2::geometry AS shape) b`,
            [a, b],
          )
          .catch((error: unknown) => {
            expect(error).toBeInstanceOf(DatabaseError);
            return undefined;
          });
        if (rows) expect(rows).toEqual([{ total: expect.any(Number), count: 1 }]);
      }),
      { numRuns: 400 },
    );
    expect(await database().query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

function polygon(points: readonly (readonly [number, number])[]): string {
  const closed = [...points, points[0]].map((point) => point?.join(' '));
  return `SRID=4490;POLYGON((${closed.join(',')}))`;
}
