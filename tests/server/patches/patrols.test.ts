import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { getCrews, getDutyLedger } from '#core/contract/crews.ts';
import type { Patrol } from '#core/contract/patch-operations.ts';
import type { RoleId } from '#core/rights/roles.ts';
import { Access } from '#server/access/access.ts';
import type { Actor } from '#server/access/actor.ts';
import { recordPatrol } from '#server/patches/patrols.ts';
import { withApp } from '../../support/app.ts';
import { aFeature, aTown, OTHER_VILLAGE, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import { anId, FieldWorker } from './field-work.ts';

type Ledger = z.infer<typeof getDutyLedger.response>;
type Crews = z.infer<typeof getCrews.response>;

const began = Date.parse('2026-11-02T01:00:00Z');

describe.each(databases)('patrols and crews on %s', { timeout: 120_000 }, (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const cast = new Map<string, { worker: FieldWorker; actor: Actor }>();
  let grid: number;

  const join = async (name: string, role: RoleId, regionCode: string) => {
    const { id, username, token } = await aPerson(database(), name, [{ role, regionCode }]);
    const [held] = await database().query<{ id: number }>(
      'select id from gengjie.person_roles where person_id = $1',
      [id],
    );
    cast.set(name, {
      worker: new FieldWorker(client().as(token), id),
      actor: {
        ...{ id, username, name, demonstration: false, step: 'signed-in', writes: true },
        grants: [{ id: held!.id, role, regionCode }],
        via: { kind: 'token', id: '0' },
      },
    });
  };
  const of = (name: string) => cast.get(name)!;

  /** A walk to and fro inside the village for some minutes. */
  const walk = (person: string, minutes = 30, more: Partial<Patrol> = {}): Patrol => {
    const points = Array.from({ length: minutes + 1 }, (_, i): Patrol['points'][number] => [
      117.0815 + 0.0003 * (i % 20),
      39.105 + 0.0001 * (i % 7),
      5,
      began + i * 60_000,
    ]);
    return {
      ...{ form: 1, id: anId(began), person, device: anId(), app: '0.1.0', clockOffset: 0 },
      ...{ startedAt: began, endedAt: began + minutes * 60_000, points, lengthMeters: 900, flags: [] },
      ...more,
    };
  };
  const record = (name: string, patrol: Patrol, options: { onBehalf?: boolean } = {}) =>
    new Access(database()).run(
      of(name).actor,
      { id: 'test', address: '127.0.0.1' },
      (tx) => recordPatrol({ tx, actor: of(name).actor }, patrol, options),
      { write: true },
    );
  const ledger = (name: string, quarter = '2026-Q4') =>
    of(name).worker.client.get(`/api/patrols?region=${TOWN}&quarter=${quarter}`) as Promise<Ledger>;

  beforeAll(async () => {
    await aTown(database());
    await join('walker', 'field', VILLAGE);
    await join('neighbour', 'field', OTHER_VILLAGE);
    await join('inspector', 'inspector', TOWN);
    await join('viewer', 'viewer', VILLAGE);
    grid = await aFeature(
      database(),
      'responsibility_grids',
      { grid_number: 'W1', name: '小稍直口村网格', grid_level: 'village', person: 'walker' },
      [117.08, 39.1, 117.09, 39.12],
    );
    const town = await aFeature(
      database(),
      'responsibility_grids',
      { grid_number: 'W0', name: '街道网格', grid_level: 'town', person: '示例街道田长' },
      [117.08, 39.1, 117.1, 39.12],
    );
    await database().query('update gengjie.responsibility_grids set region_code = $1 where id = $2', [
      TOWN,
      town,
    ]);
  });

  it('keeps a patrol once, whoever sends it however often, and refuses another content under its id', async () => {
    const patrol = walk(of('walker').actor.id);
    const first = await record('walker', patrol);
    expect(first.outcome).toBe('applied');
    expect(await record('walker', patrol)).toEqual({ ...first, outcome: 'repeated' });
    await expect(record('walker', { ...patrol, note: '改动' })).rejects.toMatchObject({
      type: 'operation-id-reused',
    });
    const { patrols, grids } = await ledger('inspector');
    expect(patrols).toHaveLength(1);
    expect(patrols[0]).toMatchObject({ regionCode: VILLAGE, person: { name: 'walker' } });
    expect(patrols[0]!.grids.map(({ name, counted }) => [name, counted])).toEqual([
      ['小稍直口村网格', true],
      ['街道网格', true],
    ]);
    expect(grids.find(({ id }) => id === grid)).toMatchObject({ done: 1, due: null, lastOn: '2026-11-02' });
    expect(grids.find(({ level }) => level === 'town')).toMatchObject({ done: 1, due: 1 });
  });

  it('answers each patrol that a phone sends with a receipt of its own', async () => {
    const { worker, actor } = of('walker');
    const good = walk(actor.id, 6);
    const foreign = walk(of('neighbour').actor.id);
    const { status, body } = await worker.client.request('/api/patch-operations', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ device: worker.device, patrols: [good, { id: 'broken' }, foreign, good] }),
    });
    expect(status).toBe(200);
    const { patrolReceipts } = body as {
      patrolReceipts: { outcome: string; problem: { type: string } | null }[];
    };
    expect(patrolReceipts.map(({ outcome, problem }) => [outcome, problem?.type ?? null])).toEqual([
      ['applied', null],
      ['refused', '/problems/operation-unreadable'],
      ['refused', '/problems/operation-not-yours'],
      ['repeated', null],
    ]);
  });

  it('does not count a short one, and none in another quarter', async () => {
    await record('walker', walk(of('walker').actor.id, 4));
    const { patrols, grids } = await ledger('inspector');
    expect(patrols).toHaveLength(3);
    expect(grids.find(({ id }) => id === grid)!.done).toBe(1);
    expect((await ledger('inspector', '2026-Q3')).patrols).toEqual([]);
  });

  it('takes no patrol in another name, but from who may review and vouches for it', async () => {
    const patrol = walk(of('walker').actor.id);
    await expect(record('neighbour', patrol)).rejects.toMatchObject({ type: 'operation-not-yours' });
    await expect(record('neighbour', patrol, { onBehalf: true })).rejects.toMatchObject({
      type: 'operation-not-yours',
    });
    const forged = walk(of('viewer').actor.id);
    await expect(record('inspector', forged, { onBehalf: true })).rejects.toMatchObject({
      type: 'maker-not-of-field',
    });
    expect((await record('inspector', patrol, { onBehalf: true })).outcome).toBe('applied');
  });

  it('refuses who may not work there, and a walk outside every region, and loses none for a wrong clock', async () => {
    await expect(record('viewer', walk(of('viewer').actor.id))).rejects.toMatchObject({
      type: 'operation-not-allowed',
    });
    const far = walk(of('walker').actor.id, 3, { points: [[120, 30, 5, began]] });
    await expect(record('walker', far)).rejects.toMatchObject({ type: 'outside-regions' });
    const early = walk(of('walker').actor.id, 25, { clockOffset: -30 * 365 * 86_400_000 });
    expect((await record('walker', early)).outcome).toBe('applied');
    expect((await ledger('inspector')).patrols[0]).toMatchObject({ id: early.id });
  });

  it('shows where somebody walked to themselves and to who reviews, not to a neighbour', async () => {
    expect((await ledger('walker')).patrols.length).toBeGreaterThan(0);
    expect((await ledger('neighbour')).patrols).toEqual([]);
    expect((await ledger('neighbour')).grids).toEqual([]);
  });

  it('makes and changes a crew of people who may verify, for who reviews there', async () => {
    const id = anId();
    const body = { id, name: '一组', region: TOWN, colour: 2, members: [of('walker').actor.id] };
    const save = (name: string, content: object) =>
      of(name).worker.client.request('/api/crews', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(content),
      });
    expect((await save('walker', body)).status).toBe(403);
    expect(await save('inspector', body)).toMatchObject({
      status: 200,
      body: { name: '一组', members: [{ name: 'walker' }], openPatches: 0 },
    });
    expect((await save('inspector', { ...body, members: [of('viewer').actor.id] })).status).toBe(422);
    await save('inspector', { ...body, name: '核查一组' });
    const crews = (await of('inspector').worker.client.get('/api/crews')) as Crews;
    expect(crews.crews.map(({ name }) => name)).toEqual(['核查一组']);
    expect(crews.people.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['inspector', 'neighbour', 'walker']),
    );
    expect(crews.people.map(({ name }) => name)).not.toContain('viewer');
    expect(crews.grids.find((each) => each.id === grid)).toMatchObject({
      person: 'walker',
      personId: of('walker').actor.id,
    });
    expect(crews.grids.find(({ name }) => name === '街道网格')).toMatchObject({
      person: null,
      personId: null,
    });
    const mine = (await of('walker').worker.client.get('/api/crews')) as Crews;
    expect(mine.crews.map(({ name }) => name)).toEqual(['核查一组']);
    await save('inspector', { ...body, archived: true });
    expect(((await of('inspector').worker.client.get('/api/crews')) as Crews).crews).toEqual([]);
  });
});
