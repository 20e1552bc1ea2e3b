import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry, AuditVerification } from '#core/contract/audit.ts';
import type { ActKind } from '#core/rights/acts.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { lastAuditSeq } from '#server/db/tables/audit-entries.ts';
import { withApp } from '../../support/app.ts';
import { askAsDescribed } from '../../support/ask.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson, aSession, type TestPerson } from '../../support/people.ts';

interface Page {
  entries: AuditEntry[];
  next: number | null;
  actions: string[];
}

describe.each(databases)('the audit log on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  let auditor: TestPerson;
  /** Administration is for browsers: its door is closed to API tokens. */
  let session: { cookie: string };
  /** Entries that were there before: what the start of the product noted. */
  let base: number;

  beforeAll(async () => {
    auditor = await aPerson(database(), 'auditor', [{ role: 'audit', regionCode: '' }]);
    session = await aSession(database(), auditor.id);
    base = await lastAuditSeq(database());
    for (let index = 1; index <= 7; index++) {
      await database().transaction((tx) =>
        recordAct(tx, {
          action: index % 2 === 0 ? 'feature.edit' : 'session.sign-in',
          subject: index === 7 ? '=HYPERLINK("x")' : `s-${index}`,
          ...(index === 3 ? { outcome: 'refused' as const } : {}),
          ...(index === 2 ? { layer: 'land_parcels' as const, regionCode: '120111001201' } : {}),
          detail: { index },
        }),
      );
    }
  });

  const page = async (query = '') =>
    (
      await askAsDescribed(
        client().as(undefined),
        `/api/audit${query && `?${new URLSearchParams(query)}`}`,
        '/api/audit',
        { headers: session },
      )
    ).body as Page;

  it('is read newest first, page by page, without a gap', async () => {
    const first = await page('limit=3');
    expect(first.entries.map(({ seq }) => seq - base)).toEqual([7, 6, 5]);
    const second = await page(`limit=3&before=${first.next}`);
    const third = await page(`limit=${base + 1}&before=${second.next}`);
    expect([...second.entries, ...third.entries].map(({ seq }) => seq - base)).toEqual(
      Array.from({ length: 4 + base }, (_, index) => 4 - index),
    );
    expect(third.next).toBeNull();
    expect(first.actions).toEqual(expect.arrayContaining(['feature.edit', 'session.sign-in']));
    expect(first.actions).toEqual([...new Set(first.actions)].toSorted());
  });

  it.each([
    ['action=feature', [6, 4, 2]],
    ['action=feature.edit', [6, 4, 2]],
    ['outcome=refused', [3]],
    ['layer=land_parcels', [2]],
    ['person=%25', []],
    ['from=2000-01-01&to=2000-01-02', []],
    ['from=2020-01-01&limit=2', [7, 6]],
  ])('is filtered by %s', async (query, expected) => {
    expect((await page(query)).entries.map(({ seq }) => seq - base)).toEqual(expected);
  });

  it('counts days as they are in China', async () => {
    const [newest] = (await page('limit=1')).entries;
    const day = new Date(Date.parse(newest!.at) + 8 * 3_600_000).toISOString().slice(0, 10);
    expect((await page(`from=${day}&to=${day}`)).entries.length).toBeGreaterThan(0);
  });

  it('is verified, which is an act in the name of who asked', async () => {
    const { body } = await askAsDescribed(
      client().as(undefined),
      '/api/audit/verification',
      '/api/audit/verification',
      { method: 'POST', headers: session },
    );
    expect(body as AuditVerification).toMatchObject({ intact: true, entries: base + 7, broken: null });
    const [act] = (await page('limit=1')).entries;
    expect(act).toMatchObject({
      seq: base + 8,
      action: 'audit.verify',
      person: { id: auditor.id, name: 'auditor (auditor)' },
      address: '127.0.0.1',
      detail: { intact: true, entries: base + 7 },
    });
    expect(act?.requestId).toMatch(/^[\w-]{8,}$/);
  });

  it('is exported as CSV that a spreadsheet reads and runs nothing of, which is an act too', async () => {
    const { status, body, headers } = await client()
      .as(undefined)
      .request('/api/audit/export?action=session', { headers: { ...session, 'accept-language': 'en' } });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/csv');
    expect(headers.get('content-disposition')).toContain('attachment');
    const bytes = Buffer.from(
      await (
        await fetch(`${client().origin}/api/audit/export`, {
          headers: session,
        })
      ).arrayBuffer(),
    );
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
    const lines = String(body).trimEnd().split('\r\n');
    expect(lines[0]).toContain('Number,Time (UTC),Person');
    expect(lines.slice(1).map((line) => Number(line.split(',')[0]) - base)).toEqual([7, 5, 3, 1]);
    expect(lines[1]).toContain(`"'=HYPERLINK(""x"")"`);
    const exports = (await page('action=export.audit')).entries;
    expect(exports.at(-1)).toMatchObject({ detail: { format: 'csv', action: 'session' } });
    expect(exports).toHaveLength(2);
  });

  it('exports more entries than one page, each once', async () => {
    await database().transaction(async (tx) => {
      for (let index = 0; index < 1203; index++)
        await recordAct(tx, { action: 'test.many' as ActKind, subject: index });
    });
    const { body } = await client()
      .as(undefined)
      .request('/api/audit/export?action=test.many', { headers: session });
    const subjects = String(body)
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => Number(line.split(',')[6]));
    expect(subjects).toEqual(Array.from({ length: 1203 }, (_, index) => 1202 - index));
  });

  it('is open to the audit administrator alone', async () => {
    for (const role of ['system', 'security', 'leader'] as const) {
      const person = await aPerson(database(), `other-${role}`, [
        { role, regionCode: role === 'leader' ? '120111' : '' },
      ]);
      for (const [path, method] of [
        ['/api/audit', 'GET'],
        ['/api/audit/export', 'GET'],
        ['/api/audit/verification', 'POST'],
      ] as const) {
        const headers = await aSession(database(), person.id);
        expect(
          (await client().as(undefined).request(path, { method, headers })).status,
          `${role} ${path}`,
        ).toBe(403);
      }
    }
    expect((await client().as(undefined).request('/api/audit')).status).toBe(401);
    expect((await client().as(auditor.token).request('/api/audit')).status).toBe(403);
  });
});
