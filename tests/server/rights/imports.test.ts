import { beforeAll, describe, expect, it } from 'vitest';
import { withApp } from '../../support/app.ts';
import { aTown, OTHER_VILLAGE, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { commit, parcelShapefile, read, settled, stored } from '../../support/import-flow.ts';
import { aPerson } from '../../support/people.ts';

describe.each(databases)('imports in rights on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);

  beforeAll(() => aTown(database()));

  const inForce = async () =>
    (await database().query('select 1 from gengjie.land_parcels where in_force')).length;

  it('a role that may not add to the layer stores nothing and is told so', async () => {
    const { token } = await aPerson(database(), 'import-field', [{ role: 'field', regionCode: VILLAGE }]);
    const asked = client().as(token);
    const preview = await read(asked, parcelShapefile());
    await commit(asked, preview.id);
    const ended = await settled(asked, preview.id);
    expect(ended).toMatchObject({ state: 'failed', problem: { type: 'not-allowed', status: 403 } });
    expect(await inForce()).toBe(0);
  });

  it('a planner of another village finds no region of theirs for the rows, and stores nothing', async () => {
    const { token } = await aPerson(database(), 'import-other', [
      { role: 'planner', regionCode: OTHER_VILLAGE },
    ]);
    const asked = client().as(token);
    const preview = await read(asked, parcelShapefile());
    const { status } = await commit(asked, preview.id);
    const ended = await settled(asked, preview.id);
    expect([status, ended.state]).not.toContain('committed');
    expect(ended.batchId).toBeNull();
    expect(await inForce()).toBe(0);
  });

  it('a batch is undone whole or not at all, also when its maker has lost some of its regions', async () => {
    const maker = await aPerson(database(), 'import-maker', [{ role: 'planner', regionCode: VILLAGE }]);
    const asked = client().as(maker.token);
    const { id } = await read(asked, parcelShapefile());
    const { batchId } = await stored(asked, id);
    const rows = await inForce();
    expect(rows).toBeGreaterThan(0);
    await database().query(
      `update gengjie.person_roles set region_code = $2 where person_id = $1 and revoked_at is null`,
      [maker.id, OTHER_VILLAGE],
    );
    const moved = await aPerson(database(), 'import-witness', [
      { role: 'planner', regionCode: OTHER_VILLAGE },
    ]);
    const address = `/api/import-batches/${batchId}/undo`;
    expect((await asked.request(address, { method: 'POST' })).status).toBe(403);
    expect((await client().as(moved.token).request(address, { method: 'POST' })).status).toBe(404);
    expect(await inForce()).toBe(rows);
  });
});
