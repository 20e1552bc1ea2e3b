import { beforeAll, describe, expect, it } from 'vitest';
import type { BatchStep } from '#core/contract/batches.ts';
import type { RoleId } from '#core/rights/roles.ts';
import { withApp } from '../../support/app.ts';
import { OTHER_VILLAGE, TOWN } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import { aBatch, aSmallTown, batching } from './course.ts';

const steps = ['assembled', 'submitted', 'approved', 'carried-out', 'undone', 'returned'] as const;
const roles = ['viewer', 'field', 'inspector', 'planner', 'leader'] as const;
const allowed: Readonly<Record<(typeof steps)[number], RoleId>> = {
  assembled: 'planner',
  submitted: 'planner',
  approved: 'leader',
  'carried-out': 'planner',
  undone: 'planner',
  returned: 'leader',
};

describe.each(databases)('who may do what to a batch on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const people = new Map<string, string>();
  let id: number;

  beforeAll(async () => {
    await aSmallTown(database());
    ({ id } = await aBatch(database(), 'R-01', [{ number: 'D1', box: [117.082, 39.101, 117.084, 39.105] }]));
    for (const role of roles) {
      people.set(role, (await aPerson(database(), `r-${role}`, [{ role, regionCode: TOWN }])).token);
    }
    const elsewhere = [{ role: 'planner' as const, regionCode: OTHER_VILLAGE }];
    people.set('elsewhere', (await aPerson(database(), 'r-elsewhere', elsewhere)).token);
    const reading = await aPerson(database(), 'r-reading', [{ role: 'planner', regionCode: TOWN }], 'read');
    people.set('reading', reading.token);
  });

  const as = (person: string) => batching(() => client().as(people.get(person)));
  const statusOf = async (person: string, step: BatchStep) => {
    const version = (await as('viewer').read(id)).versionId;
    return (await as(person).attempt(id, step, {}, version)).status;
  };

  it('each step is its role’s alone; the others are refused and change nothing', async () => {
    for (const step of steps) {
      const before = await as('viewer').read(id);
      for (const role of roles.filter((one) => one !== allowed[step])) {
        expect(await statusOf(role, step), `${role} ${step}`).toBe(403);
        expect((await as(role).read(id)).nextSteps, `${role} ${step}`).not.toContain(step);
      }
      expect((await as('viewer').read(id)).versionId).toBe(before.versionId);
      expect((await as(allowed[step]).read(id)).nextSteps).toContain(step);
      expect(await statusOf(allowed[step], step), step).toBe(200);
    }
    const batch = await as('viewer').read(id);
    expect(batch.status).toBe('planned');
    expect(batch.events.map(({ step, recordedBy }) => [step, recordedBy])).toEqual(
      steps.map((step) => [step, `r-${allowed[step]}`]),
    );
  });

  it('a batch of another village is not there, and a token that only reads changes nothing', async () => {
    expect((await as('elsewhere').attempt(id, 'assembled', {}, 1)).status).toBe(404);
    expect(await statusOf('reading', 'assembled')).toBe(403);
    const { status } = await client().as(people.get('elsewhere')).request(`/api/batches/${id}/export`);
    expect(status).toBe(404);
  });

  it('a planner of one village does not carry out what takes land of another', async () => {
    const { id: across } = await aBatch(database(), 'R-02', [
      { number: 'D1', box: [117.0865, 39.101, 117.087, 39.105] },
    ]);
    // The parcel lies in the village, the land under it is entered with the other one.
    await database().query(
      `update gengjie.land_parcels set region_code = '${OTHER_VILLAGE}' where in_force and parcel_number = '0003'`,
    );
    const village = await aPerson(database(), 'r-village', [{ role: 'planner', regionCode: '120111001201' }]);
    people.set('village', village.token);
    const { checks, nextSteps } = await as('village').read(across);
    expect(checks.find(({ code }) => code === 'unsurveyed')!.result).toMatch(/block|not-run/);
    expect(nextSteps).toEqual([]);
  });

  it('exports need the right to export, and leave an audit line', async () => {
    const wish = (person: string, query: string) =>
      client().as(people.get(person)).request(`/api/batches/${id}/export?${query}`);
    expect((await wish('viewer', 'format=txt')).status).toBe(403);
    const { status, headers } = await wish('inspector', 'format=txt&encoding=utf-8');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    const acts = await database().query<{ action: string; count: number }>(
      `select action, count(*)::integer as count from gengjie.audit_log where action in ('batch.step', 'export.batch') group by 1 order by 1`,
    );
    expect(acts).toEqual([
      { action: 'batch.step', count: 6 },
      { action: 'export.batch', count: 1 },
    ]);
  });

  it('the balance is entered by planners and read by everybody of the region', async () => {
    const entry = { areaSquareMeters: 500, projectNumber: 'BC-1' };
    for (const role of roles) {
      expect((await as(role).enter(entry)).status, role).toBe(role === 'planner' ? 201 : 403);
      expect((await as(role).balance()).suppliedSquareMeters).toBe(
        roles.indexOf(role) >= roles.indexOf('planner') ? 500 : 0,
      );
    }
  });
});
