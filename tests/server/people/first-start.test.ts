import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '#server/app.ts';
import { readConfig } from '#server/config.ts';
import { ensureDemonstrationPeople } from '#server/people/demonstration-people.ts';
import { firstAdministrator } from '#server/people/first-administrator.ts';
import { localSite } from '#server/people/site.ts';
import { createToken } from '#server/people/tokens.ts';
import { aTown, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { acts, aPersonWithPassword, PASSWORD, TestBrowser } from '../../support/sign-in.ts';

const site = 'http://localhost:8080';

describe.each(databases)('the first start on %s', (engine) => {
  const database = withDatabase(engine);
  const office = { demonstration: false, host: '127.0.0.1' };

  it('makes one system administrator, who comes in by a link and by nothing else', async () => {
    const first = await firstAdministrator(database(), office, site);
    expect(first?.username).toBe('admin');
    expect(first?.link).toMatch(/^http:\/\/localhost:8080\/#activate=[\w-]{43}$/);
    expect(
      await database().query(
        `select p.username, p.state, p.password_hash, g.role from gengjie.people p join gengjie.person_roles g on g.person_id = p.id`,
      ),
    ).toEqual([{ username: 'admin', state: 'invited', password_hash: null, role: 'system' }]);
    expect((await acts(database(), 'person.%')).map(({ action, person }) => [action, person])).toEqual([
      ['person.add', null],
      ['person.reset', null],
    ]);
  });

  it('makes the same one a fresh link at every start until it was used, even when two servers start at once', async () => {
    const links = await Promise.all([1, 2, 3].map(() => firstAdministrator(database(), office, site)));
    expect(links.map((link) => link?.username)).toEqual(['admin', 'admin', 'admin']);
    const [good] = await database().query<{ count: number }>('select count(*) from gengjie.one_time_links');
    expect(good?.count).toBe(1);
    await database().query(`update gengjie.people set state = 'active' where username = 'admin'`);
    expect(await firstAdministrator(database(), office, site)).toBeUndefined();
  });

  it('takes another name where somebody else is called admin', async () => {
    await database().script(`update gengjie.person_roles set revoked_at = now()`);
    expect((await firstAdministrator(database(), office, site))?.username).toBe('admin2');
  });

  it('needs nobody over the demonstration area on this machine, and somebody as soon as others reach it', async () => {
    await aTown(database());
    const local = readConfig({ HOST: '127.0.0.1' });
    expect(await firstAdministrator(database(), local, site)).toBeUndefined();
    const open = await firstAdministrator(database(), readConfig({ HOST: '0.0.0.0' }), site);
    expect(open?.username).toBe('admin2');
    expect(localSite(readConfig({ HOST: '0.0.0.0' }), 8080)).toBe(site);
  });
});

describe.each(databases)('demonstration people on %s', (engine) => {
  const database = withDatabase(engine);
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    await aTown(database());
    await ensureDemonstrationPeople(database());
    await ensureDemonstrationPeople(database());
  });

  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  /** A server as one start with this environment makes it, reached over loopback. */
  async function server(environment: Record<string, string> = {}): Promise<TestBrowser> {
    const home = mkdtempSync(join(tmpdir(), 'gengjie-people-'));
    const config = readConfig({ GENGJIE_HOME: home, GENGJIE_RATE_LIMIT: '0', ...environment });
    const app = createApp({ db: database(), config });
    app.server.listen(0, '127.0.0.1');
    await once(app.server, 'listening');
    stops.push(async () => {
      app.server.close();
      app.server.closeAllConnections();
      await app.close();
      rmSync(home, { recursive: true, force: true });
    });
    return new TestBrowser(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`);
  }

  const enter = (me: TestBrowser, username = 'demo-inspector', headers?: Record<string, string>) =>
    me.post('/api/session/demonstration', { username }, headers);

  it('are eight, without passwords, each in the region of the workspace', async () => {
    const rows = await database().query<{ username: string; name: string; role: string; region: string }>(
      `select p.username, p.name, g.role, g.region_code as region from gengjie.people p join gengjie.person_roles g on g.person_id = p.id
       where p.demonstration and p.password_hash is null order by p.username`,
    );
    expect(rows.map(({ username, role, region }) => [username, role, region])).toEqual([
      ['demo-audit', 'audit', ''],
      ['demo-field', 'field', VILLAGE],
      ['demo-grid', 'field', VILLAGE],
      ['demo-inspector', 'inspector', TOWN],
      ['demo-leader', 'leader', TOWN],
      ['demo-planner', 'planner', TOWN],
      ['demo-security', 'security', ''],
      ['demo-system', 'system', ''],
    ]);
    for (const { name } of rows) expect(name).toContain('示例');
  });

  it('sign in by one click on this machine', async () => {
    const me = await server();
    const { demonstration } = (await me.get<{ demonstration: { username: string }[] }>('/api/session')).body;
    expect(demonstration).toHaveLength(8);
    expect((await enter(me)).body).toMatchObject({ step: 'signed-in', person: { demonstration: true } });
    expect((await me.get('/api/layers')).status).toBe(200);
    expect((await me.post('/api/second-factor')).status).toBe(403);
    expect((await me.post('/api/session/password', { current: 'x', next: 'y' })).status).toBe(403);
  });

  it.each([
    { 'x-forwarded-for': '127.0.0.1' },
    { forwarded: 'for=127.0.0.1' },
    { 'x-real-ip': '127.0.0.1' },
    { via: '1.1 proxy' },
    { host: 'rebound.example' },
  ])('are not offered, nor let in, nor believed, with %j', async (headers) => {
    const me = await server();
    await enter(me);
    // fetch keeps a Host header to itself, so this goes the plain way.
    const { port } = new URL(me.origin);
    const ask = (method: string, path: string, body?: string) =>
      new Promise<{ status: number; text: string }>((resolve, reject) => {
        const asked = request({
          port,
          host: '127.0.0.1',
          method,
          path,
          headers: {
            'content-type': 'application/json',
            ...(method === 'GET' && path !== '/api/session' ? { cookie: me.cookie } : {}),
            ...headers,
          },
        });
        asked.once('error', reject).once('response', async (response) => {
          let text = '';
          for await (const chunk of response) text += String(chunk);
          resolve({ status: response.statusCode ?? 0, text });
        });
        asked.end(body);
      });
    expect(JSON.parse((await ask('GET', '/api/session')).text)).toMatchObject({ demonstration: [] });
    expect((await ask('POST', '/api/session/demonstration', '{"username":"demo-inspector"}')).status).toBe(
      404,
    );
    expect((await ask('GET', '/api/layers')).status).toBe(401);
  });

  it.each([
    ['other machines reach the server', { HOST: '0.0.0.0' }],
    ['the office switched the demonstration off', { GENGJIE_DEMONSTRATION: 'off' }],
  ])('are nobody when %s, with their sessions and tokens', async (_, environment) => {
    const before = await server();
    await enter(before);
    const [inspector] = await database().query<{ id: string; username: string }>(
      `select id, username from gengjie.people where username = 'demo-inspector'`,
    );
    if (!inspector) throw new Error('no inspector');
    const wish = { name: 'x', scope: 'write', days: 1 } as const;
    const { secret } = await createToken(database(), { acting: null, from: null }, inspector, wish);
    const bearer = { authorization: `Bearer ${secret}` };
    expect((await new TestBrowser(before.origin).get('/api/layers', bearer)).status).toBe(200);
    const after = await server(environment);
    after.cookie = before.cookie;
    expect((await after.get('/api/layers')).status).toBe(401);
    expect((await new TestBrowser(after.origin).get('/api/layers', bearer)).status).toBe(401);
    expect((await after.get('/api/session')).body).toMatchObject({ step: 'signed-out', demonstration: [] });
    expect((await enter(after)).status).toBe(404);
  });

  it('are nobody once the database holds the data of an office', async () => {
    const me = await server();
    await enter(me);
    const set = (value: boolean) =>
      database().query(
        `update gengjie.settings set value = value || jsonb_build_object('demonstration', $1::boolean) where key = 'workspace'`,
        [value],
      );
    await set(false);
    try {
      await new Promise((resolve) => setTimeout(resolve, 1100));
      expect((await me.get('/api/layers')).status).toBe(401);
      expect((await enter(me)).status).toBe(404);
    } finally {
      await set(true);
    }
  });

  it('are no way to become a real person: no one click, no administration of them', async () => {
    const real = await aPersonWithPassword(database(), 'real', [{ role: 'viewer', regionCode: VILLAGE }]);
    const me = await server();
    expect((await enter(me, 'real')).status).toBe(404);
    await enter(me, 'demo-system');
    const { people } = (await me.get<{ people: { username: string }[] }>('/api/people')).body;
    expect(people.map(({ username }) => username)).not.toContain('real');
    expect((await me.post(`/api/people/${real}/link`)).status).toBe(404);
    expect((await me.ask('PATCH', `/api/people/${real}`, { disabled: true })).status).toBe(404);
    const added = await me.post<{ person: { demonstration: boolean }; link: string }>('/api/people', {
      username: 'guest',
      name: '示例 来宾',
    });
    expect(added.body.person.demonstration).toBe(true);
    const they = new TestBrowser(me.origin);
    const token = added.body.link.split('=')[1];
    expect((await they.post('/api/session/activation', { token, password: PASSWORD })).status).toBe(200);
    expect((await they.signIn('guest')).status).toBe(200);
    const office = await server({ HOST: '0.0.0.0' });
    expect((await office.signIn('guest')).status).toBe(401);
  });
});
