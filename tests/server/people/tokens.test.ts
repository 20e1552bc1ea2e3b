import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiToken } from '#core/contract/session.ts';
import { withApp } from '../../support/app.ts';
import { aTown, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aSession } from '../../support/people.ts';
import { acts, aPersonWithPassword, TestBrowser } from '../../support/sign-in.ts';

describe.each(databases)('API tokens on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database, { GENGJIE_RATE_LIMIT: '0' });
  let me: TestBrowser;

  beforeAll(async () => {
    await aTown(database());
    const id = await aPersonWithPassword(database(), 'wang', [{ role: 'inspector', regionCode: VILLAGE }]);
    me = new TestBrowser(client().origin);
    me.cookie = (await aSession(database(), id)).cookie;
  });

  const create = async (wish: { name: string; scope?: string; days?: number }) =>
    (await me.post<ApiToken & { secret: string }>('/api/tokens', wish)).body;

  const layers = async (headers: Record<string, string>) =>
    (await fetch(`${client().origin}/api/layers`, { headers })).status;

  it('are told once, and kept as a hash', async () => {
    const { secret, ...token } = await create({ name: 'QGIS' });
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(token).toMatchObject({ name: 'QGIS', scope: 'read', lastUsedAt: null, revokedAt: null });
    expect(Date.parse(token.expiresAt) - Date.parse(token.createdAt)).toBeCloseTo(90 * 86_400_000, -4);
    const listed = (await me.get<{ tokens: ApiToken[] }>('/api/tokens')).body.tokens;
    expect(listed.find(({ id }) => id === token.id)).toEqual(token);
    const stored = await database().query<{ text: string }>(
      'select t::text as text from gengjie.tokens t union all select a::text from gengjie.audit_log a',
    );
    expect(stored.map(({ text }) => text).join()).not.toContain(secret);
    expect((await acts(database(), 'token.create')).at(-1)).toMatchObject({
      person: 'wang',
      detail: { name: 'QGIS', scope: 'read', days: 90 },
    });
  });

  it('come as bearer, as the password of basic auth, and in the address of tiles only', async () => {
    const { id, secret } = await create({ name: 'ways' });
    const basic = Buffer.from(`anything:${secret}`).toString('base64');
    expect(await layers({ authorization: `Bearer ${secret}` })).toBe(200);
    expect(await layers({ authorization: `Basic ${basic}` })).toBe(200);
    expect(await layers({ authorization: 'Bearer nonsense' })).toBe(401);
    const at = async (path: string) => (await fetch(`${client().origin}${path}?token=${secret}`)).status;
    expect(await at('/tiles/land_parcels.json')).toBe(200);
    expect(await at('/api/layers')).toBe(401);
    const listed = (await me.get<{ tokens: ApiToken[] }>('/api/tokens')).body.tokens;
    expect(listed.find((token) => token.id === id)?.lastUsedAt).not.toBeNull();
  });

  it('only read unless made to write, and never make another token', async () => {
    const read = await create({ name: 'read' });
    const write = await create({ name: 'write', scope: 'write' });
    const post = async (secret: string, path: string, body: unknown) => {
      const { status } = await new TestBrowser(client().origin).post(path, body, {
        authorization: `Bearer ${secret}`,
      });
      return status;
    };
    const feature = { properties: {} };
    expect(await post(read.secret, '/api/layers/patches/features', feature)).toBe(403);
    expect(await post(write.secret, '/api/layers/patches/features', feature)).not.toBe(403);
    for (const { secret } of [read, write]) {
      expect(await post(secret, '/api/tokens', { name: 'more', scope: 'write' })).toBe(403);
      expect(await post(secret, '/api/session/password', { current: 'a', next: 'b' })).toBe(403);
      expect(await post(secret, '/api/second-factor', undefined)).toBe(403);
    }
  });

  it('end at once when revoked, and by themselves when they expire', async () => {
    const { id, secret } = await create({ name: 'short', days: 1 });
    expect(await layers({ authorization: `Bearer ${secret}` })).toBe(200);
    const revoked = await me.ask<ApiToken>('DELETE', `/api/tokens/${id}`);
    expect(revoked.body.revokedAt).not.toBeNull();
    expect(await layers({ authorization: `Bearer ${secret}` })).toBe(401);
    const other = await create({ name: 'old', days: 1 });
    await database().query(`update gengjie.tokens set expires_at = clock_timestamp() where id = $1`, [
      other.id,
    ]);
    expect(await layers({ authorization: `Bearer ${other.secret}` })).toBe(401);
    expect((await me.ask('DELETE', '/api/tokens/00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await acts(database(), 'token.revoke')).at(-1)).toMatchObject({ detail: { token: id } });
  });

  it('of somebody else cannot be revoked, and administrators have none', async () => {
    const { id } = await create({ name: 'mine' });
    const other = new TestBrowser(client().origin);
    const boss = await aPersonWithPassword(database(), 'boss', [{ role: 'system', regionCode: '' }]);
    other.cookie = (await aSession(database(), boss)).cookie;
    expect((await other.ask('DELETE', `/api/tokens/${id}`)).status).toBe(404);
    expect((await other.post('/api/tokens', { name: 'x' })).status).toBe(403);
  });
});
