import { beforeAll, describe, expect, it } from 'vitest';
import type { SentenceReading } from '#core/contract/indicators.ts';
import type { Target } from '#core/contract/targets.ts';
import { withApp } from '../../support/app.ts';
import { aSettledTown, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';

describe.each(databases)('entering targets on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  let planner: string;
  let viewer: string;

  beforeAll(async () => {
    await aSettledTown(database());
    planner = (await aPerson(database(), 'planner', [{ role: 'planner', regionCode: VILLAGE }])).token;
    viewer = (await aPerson(database(), 'viewer', [{ role: 'viewer', regionCode: TOWN }])).token;
  });

  const post = (path: string, body: unknown, token = client().token) =>
    client()
      .as(token)
      .request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
  const wish = {
    indicator: 'permanent_farmland',
    region: TOWN,
    year: 2030,
    comparator: '>=',
    reportedText: '1.5',
    reportedUnit: '万亩',
    sourceDocument: '某规划',
    reason: '录入规划指标',
  };
  const targets = async (query = '') =>
    ((await client().get(`/api/targets?region=${TOWN}&year=2030${query}`)) as { targets: Target[] }).targets;

  it('works out the canonical value from what the document prints', async () => {
    const { status, body } = await post('/api/targets', wish);
    expect(status).toBe(201);
    const [target] = await targets();
    expect(target).toMatchObject({
      id: (body as { id: number }).id,
      value: 10_000_000,
      reportedText: '1.5',
      reportedUnit: '万亩',
      state: 'breached',
    });
    const lines = await database().query(
      `select action, subject from gengjie.audit_log where action = 'target.add'`,
    );
    expect(lines).toEqual([{ action: 'target.add', subject: String(target?.id) }]);
  });

  it('refuses a second one of the same region, year and place, and takes one of another place', async () => {
    expect(await post('/api/targets', wish)).toMatchObject({
      status: 409,
      body: { type: '/problems/target-exists' },
    });
    expect((await post('/api/targets', { ...wish, place: '东片区' })).status).toBe(201);
  });

  it('refuses what cannot be read, a unit of another kind, an unknown indicator and an unknown region', async () => {
    const refused = async (change: object) =>
      (await post('/api/targets', { ...wish, year: 2031, ...change })).status;
    expect(await refused({ reportedText: '约1.5' })).toBe(422);
    expect(await refused({ reportedUnit: '户' })).toBe(422);
    expect(await refused({ indicator: 'nothing' })).toBe(422);
    expect(await refused({ region: '120119' })).toBe(404);
  });

  it('keeps to the planner’s region and right', async () => {
    expect((await post('/api/targets', { ...wish, year: 2032 }, planner)).status).toBe(403);
    expect((await post('/api/targets', { ...wish, year: 2032 }, viewer)).status).toBe(403);
    expect((await post('/api/targets', { ...wish, year: 2032, region: VILLAGE }, planner)).status).toBe(201);
  });

  it('revises without forgetting: what it was stays as of before', async () => {
    const whole = (all: Target[]) => all.find(({ place }) => place === null);
    const before = whole(await targets());
    const [clock] = await database().query<{ at: string }>(
      `select to_char(last at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from gengjie.clock`,
    );
    const { indicator: _indicator, region: _region, reason: _reason, ...content } = wish;
    const revision = await post(`/api/targets/${before?.id}/revision`, {
      content: { ...content, reportedText: '9', reportedUnit: '平方米' },
      reason: '上级核减',
    });
    expect(revision.status).toBe(200);
    const after = whole(await targets());
    expect(after).toMatchObject({ id: (revision.body as { id: number }).id, value: 9 });
    expect(whole(await targets(`&asOf=${clock?.at}`))).toMatchObject({ id: before?.id, value: 10_000_000 });
    const ended = await post(`/api/targets/${after?.id}/revision`, { content: null, reason: '规划废止' });
    expect(ended.body).toEqual({ id: null });
    expect((await targets()).map(({ place }) => place)).toEqual(['东片区']);
    expect((await post(`/api/targets/${after?.id}/revision`, { content: null, reason: '再来' })).status).toBe(
      404,
    );
  });

  it('reads a sentence, and knows a place that is a region', async () => {
    const { body } = await post(
      '/api/targets/sentence',
      { text: '到2031年，怡和村耕地保有量不低于30亩。' },
      viewer,
    );
    const { proposals } = body as SentenceReading;
    expect(proposals).toMatchObject([
      {
        indicator: 'farmland_retention',
        comparator: '>=',
        value: 20_000,
        year: 2031,
        place: '怡和村',
        regionCode: '120111001203',
      },
    ]);
  });
});
