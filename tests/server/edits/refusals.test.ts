import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, withApp } from '../../support/app.ts';
import { aFeature, aSettledTown, OTHER_VILLAGE, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';
import { box, editing, type Refusal, type Whole } from './editing.ts';

const place = box(117.0811, 39.1111, 117.0821, 39.1121);
const elsewhere = box(117.0911, 39.1111, 117.0921, 39.1121);
const patch = { patch_number: 'T1', register: 'lead', patch_class: 'residential', state: 'to-dispatch' };

describe.each(databases)('edits that are refused on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database, { GENGJIE_VERTEX_LIMIT: '100' });
  const patches = editing(client, 'patches');
  let paddy: number;
  let field: Client;

  beforeAll(async () => {
    ({ paddy } = await aSettledTown(database()));
    const person = await aPerson(database(), `field-${engine}`, [{ role: 'field', regionCode: VILLAGE }]);
    field = client().as(person.token);
  });

  const counts = async () => {
    const [row] = await database().query<Record<string, number>>(
      `select (select count(*) from gengjie.patches) as patches, (select count(*) from gengjie.land_parcels) as parcels,
         (select count(*) from gengjie.audit_log) as acts`,
    );
    return row;
  };

  it('names the field that cannot be stored, and writes nothing', async () => {
    const before = await counts();
    const cases: [Record<string, unknown>, string][] = [
      [{ colour: 'red' }, 'colour'],
      [{ constructor: 'x' }, 'constructor'],
      [{ patch_number: 7 }, 'patch_number'],
      [{ patch_number: '' }, 'patch_number'],
      [{ patch_number: null }, 'patch_number'],
      [{ patch_number: 'N'.repeat(61) }, 'patch_number'],
      [{ note: true }, 'note'],
      [{ register: 'nobody' }, 'register'],
      [{ found_on: '2026-02-30' }, 'found_on'],
      [{ found_on: '0000-01-01' }, 'found_on'],
      [{ found_on: '2026/01/01' }, 'found_on'],
      [{ found_on: 20260101 }, 'found_on'],
    ];
    for (const [properties, name] of cases) {
      const { status, body } = await patches.add({
        geometry: place,
        properties: { ...patch, ...properties },
      });
      expect([JSON.stringify(properties), status, (body as Refusal).field]).toEqual([
        JSON.stringify(properties),
        422,
        name,
      ]);
    }
    for (const note of ['a\u0000b', '\ud800']) {
      const { status } = await patches.add({ geometry: place, properties: { ...patch, note } });
      expect([400, 422], JSON.stringify(note)).toContain(status);
    }
    const { patch_number: _, ...rest } = patch;
    const missing = await patches.add({ geometry: place, properties: rest });
    expect([missing.status, (missing.body as Refusal).field]).toEqual([422, 'patch_number']);
    expect(await counts()).toEqual(before);
  });

  it('keeps numbers to the range of their column and areas to one another', async () => {
    const parcels = editing(client, 'land_parcels');
    const { versionId } = await parcels.feature(paddy);
    const before = await counts();
    for (const [properties, name] of [
      [{ survey_year: 2023.5 }, 'survey_year'],
      [{ survey_year: 3e9 }, 'survey_year'],
      [{ parcel_area: -1 }, 'parcel_area'],
      [{ parcel_area: 1e300 }, 'parcel_area'],
      [{ parcel_area: '12' }, 'parcel_area'],
      [{ deduction_rate: 1.5 }, 'deduction_rate'],
      [{ deduction_rate: 1 }, 'deduction_rate'],
      [{ class_area: 1 }, 'class_area'],
      [{ deduction_rate: 0.1, deducted_area: 5 }, 'deducted_area'],
      [{ parcel_area: 10, deducted_area: 20 }, 'class_area'],
      [{ land_class: '9999' }, 'land_class'],
      [{ land_class_version: '1984' }, 'land_class_version'],
      [{ land_class: '0305', land_class_scheme: 'ydyh', land_class_version: '2023' }, 'land_class'],
      [{ land_class_version: '2023' }, 'land_class_version'],
    ] as [object, string][]) {
      const { status, body } = await parcels.edit(paddy, versionId, { properties });
      expect([JSON.stringify(properties), status, (body as Refusal).field]).toEqual([
        JSON.stringify(properties),
        422,
        name,
      ]);
    }
    expect(await counts()).toEqual(before);
    // The class it has already is none of the other scheme.
    const woods = (await parcels.edit(paddy, versionId, { properties: { land_class: '0305' } }))
      .body as Whole;
    const scheme = { land_class_scheme: 'ydyh', land_class_version: '2023' };
    const { status, body } = await parcels.edit(paddy, woods.versionId, { properties: scheme });
    expect([status, (body as Refusal).field]).toEqual([422, 'land_class']);
  });

  it('refuses outlines that are broken, too long, out of the district or in no region', async () => {
    const bowTie = {
      type: 'Polygon',
      coordinates: [
        [
          [117, 39],
          [117.01, 39.01],
          [117.01, 39],
          [117, 39.01],
          [117, 39],
        ],
      ],
    };
    const circle = Array.from({ length: 120 }, (_, i) => [
      117.085 + 1e-4 * Math.cos((i * Math.PI) / 60),
      39.105 + 1e-4 * Math.sin((i * Math.PI) / 60),
    ]);
    const cases: [unknown, number, string][] = [
      [bowTie, 422, '/problems/invalid-geometry'],
      [{ type: 'Polygon', coordinates: [] }, 422, '/problems/invalid-geometry'],
      [{ type: 'Polygon', coordinates: [[[117, 39]]] }, 422, '/problems/invalid-geometry'],
      [{ type: 'Polygon', coordinates: [[...circle, circle[0]]] }, 413, '/problems/too-many-vertices'],
      [box(10, 10, 11, 11), 422, '/problems/outside-regions'],
      [box(117.3, 38.9, 117.31, 38.91), 422, '/problems/outside-regions'],
      [{ type: 'Point', coordinates: [117, 39] }, 400, '/problems/invalid-request'],
      [null, 400, '/problems/invalid-request'],
    ];
    for (const [geometry, status, type] of cases) {
      const answer = await patches.add({ geometry, properties: patch });
      expect([answer.status, (answer.body as Refusal).type], JSON.stringify(geometry).slice(0, 80)).toEqual([
        status,
        type,
      ]);
    }
  });

  it('keeps people to their rights: 404 for what they do not see, 403 for what they may only see', async () => {
    const own = editing(() => field, 'patches');
    const added = await own.add({ geometry: place, properties: patch });
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    const mine = added.body as Whole;
    const theirs = (await patches.add({ geometry: elsewhere, properties: patch })).body as Whole;
    expect(theirs.regionCode).toBe(OTHER_VILLAGE);

    const nothing = await own.send('GET', '/99999999');
    for (const [method, path, body] of [
      ['GET', `/${theirs.id}`],
      ['GET', `/${theirs.id}/history`],
      ['GET', `/${theirs.id}/versions/${theirs.versionId}`],
      ['GET', `/${theirs.id}/personal`],
      ['PATCH', `/${theirs.id}`, { properties: { note: 'x' }, reason: '测试' }],
      ['POST', `/${theirs.id}/withdraw`, { reason: '测试' }],
      ['POST', `/${theirs.id}/restore`, { reason: '测试', versionId: theirs.versionId }],
    ] as const) {
      const { status, body: answer } = await own.send(method, path, body, theirs.versionId);
      const hidden = { ...(answer as object), value: '', detail: '' };
      expect([path, status, hidden]).toEqual([
        path,
        404,
        { ...(nothing.body as object), value: '', detail: '' },
      ]);
    }
    // Into the other village, by adding or by moving.
    expect((await own.add({ geometry: elsewhere, properties: patch })).status).toBe(403);
    expect((await own.edit(mine.id, mine.versionId, { geometry: elsewhere })).status).toBe(403);
    // Seen, not theirs to change.
    const parcels = editing(() => field, 'land_parcels');
    const { versionId } = await parcels.feature(paddy);
    expect((await parcels.edit(paddy, versionId, { properties: { note: 'x' } })).status).toBe(403);
    expect((await parcels.withdraw(paddy, versionId)).status).toBe(403);
    expect((await parcels.restore(paddy, versionId, versionId)).status).toBe(403);
    expect((await patches.feature(mine.id)).versionId).toBe(mine.versionId);
  });

  it('shows nothing of a feature that moved away but what it was here, and lets nobody bring it back', async () => {
    const own = editing(() => field, 'patches');
    const mine = (await own.add({ geometry: place, properties: patch })).body as Whole;
    const moved = (await patches.edit(mine.id, mine.versionId, { geometry: elsewhere })).body as Whole;
    expect((await own.send('GET', `/${mine.id}`)).status).toBe(404);
    const { versions, current } = await own.history(mine.id);
    expect(current).toBeNull();
    expect(versions.every(({ regionCode }) => regionCode === VILLAGE)).toBe(true);
    const newest = Math.max(...versions.map(({ versionId }) => versionId));
    expect((await own.restore(mine.id, newest, mine.versionId)).status).toBe(403);
    await patches.withdraw(mine.id, moved.versionId);
    expect((await own.restore(mine.id, newest, mine.versionId)).status).toBe(403);
  });

  it('takes personal data in, and gives them out only against a line in the audit log', async () => {
    const filings = editing(client, 'facility_filings');
    const added = await filings.add({
      geometry: place,
      properties: { filing_number: 'S1', facility_kind: '060201', operator: '张三丰' },
    });
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    const filing = added.body as Whole;
    expect(filing.withheld).toEqual(['operator']);
    const edited = (await filings.edit(filing.id, filing.versionId, { properties: { operator: '李四光' } }))
      .body as Whole;
    const { versions } = await filings.history(filing.id);
    const stale = await filings.edit(filing.id, filing.versionId, { properties: { operator: '王五' } });
    const open = JSON.stringify([filing, edited, versions, stale.body]);
    for (const name of ['张三丰', '李四光', '王五']) expect(open).not.toContain(name);
    expect(await client().get(`/api/layers/facility_filings/features/${filing.id}/personal`)).toEqual({
      properties: { operator: '李四光' },
    });
    const [act] = await database().query<{ detail: object; region_code: string }>(
      `select detail, region_code from gengjie.audit_log where action = 'personal.read' order by seq desc limit 1`,
    );
    expect(act).toEqual({ detail: { fields: ['operator'] }, region_code: VILLAGE });
    const log = await database().query(`select detail::text from gengjie.audit_log`);
    expect(JSON.stringify(log)).not.toMatch(/张三丰|李四光|王五/);
  });

  it('refuses a change that changes nothing, and a cause that cannot be stored', async () => {
    const mine = (await patches.add({ geometry: place, properties: patch })).body as Whole;
    expect((await patches.edit(mine.id, mine.versionId, { properties: { note: null } })).status).toBe(422);
    expect((await patches.edit(mine.id, mine.versionId, { geometry: mine.geometry })).status).toBe(422);
    for (const reason of ['a\u0000b', ' ']) {
      const { status } = await patches.edit(mine.id, mine.versionId, { properties: { note: 'x' }, reason });
      expect(status, JSON.stringify(reason)).toBe(400);
    }
    expect(
      (await patches.edit(mine.id, mine.versionId, { properties: { note: 'x' }, reason: ' ' })).status,
    ).toBe(400);
    expect((await patches.restore(mine.id, mine.versionId, mine.versionId)).status).toBe(422);
    expect((await patches.restore(mine.id, mine.versionId, 99_999_999)).status).toBe(404);
  });

  it('lets exactly one of twenty writes on the same version through', async () => {
    const id = await aFeature(
      database(),
      'green_plans',
      { name: '同时', plan_year: 2023 },
      [117.0811, 39.1111, 117.0821, 39.1121],
    );
    const plans = editing(client, 'green_plans');
    const { versionId } = await plans.feature(id);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => plans.edit(id, versionId, { properties: { note: `第${n}个` } })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(19).fill(409)]);
    const winner = answers.find(({ status }) => status === 200)?.body as Whole;
    for (const { status, body } of answers) {
      if (status === 409) expect((body as Refusal).conflict?.current?.versionId).toBe(winner.versionId);
    }
    expect((await plans.feature(id)).properties.note).toBe(winner.properties.note);
  });
});
