import { describe, expect, test } from 'vitest';
import { constraintProblem } from '#server/db/constraint-problem.ts';
import { DatabaseError } from '#server/db/database.ts';
import { databases, withDatabase } from '../../support/database.ts';

describe.each(databases)('what the database refuses becomes a problem on %s', (engine) => {
  const database = withDatabase(engine);
  const refusal = async (text: string) => {
    const error = await database()
      .query(text)
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DatabaseError);
    return constraintProblem(error);
  };
  const parcel = (geometry: string, region = '120111001000') =>
    `INSERT INTO gengjie.project_sites (region_code, geom, name) VALUES ('${region}', ST_Multi(ST_GeomFromText('${geometry}', 4490)), 'x')`;

  test('a self-crossing outline', async () => {
    const problem = await refusal(parcel('POLYGON((117 39,117.1 39.1,117.1 39,117 39.1,117 39))'));
    expect(problem).toMatchObject({
      type: 'geometry-invalid',
      status: 422,
      place: { layer: 'project_sites' },
    });
    expect(problem?.detail.zh).toContain('自相交');
  });

  test('an overlay with one', async () => {
    const bowTie = `'POLYGON((0 0,1 1,1 0,0 1,0 0))'::geometry`;
    expect(await refusal(`SELECT ST_Intersection(${bowTie}, ST_MakeEnvelope(0, 0, 1, 1))`)).toMatchObject({
      type: 'geometry-invalid',
    });
  });

  test('a region code of the wrong length', async () => {
    const problem = await refusal(parcel('POLYGON((117 39,117.1 39,117.1 39.1,117 39))', '1201'));
    expect(problem).toMatchObject({
      type: 'region-code-invalid',
      place: { field: 'project_sites_region_code_format' },
    });
  });

  test('a missing value', async () => {
    const problem = await refusal(`INSERT INTO gengjie.settings (key) VALUES ('a')`);
    expect(problem).toMatchObject({ type: 'value-missing', place: { layer: 'settings', field: 'value' } });
  });

  test('a statement of ours that is wrong stays a bug', async () => {
    expect(await refusal('SELECT nothing FROM nowhere')).toBeUndefined();
    expect(constraintProblem(new Error('x'))).toBeUndefined();
  });
});
