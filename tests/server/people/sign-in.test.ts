import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withApp } from '../../support/app.ts';
import { aTown, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aSession } from '../../support/people.ts';
import { acts, aPersonWithPassword, PASSWORD, TestBrowser } from '../../support/sign-in.ts';

const calm = { GENGJIE_RATE_LIMIT: '0' };

describe.each(databases)('sign-in on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database, calm);
  const browser = () => new TestBrowser(client().origin);
  let id = '';

  beforeAll(async () => {
    await aTown(database());
    id = await aPersonWithPassword(database(), 'wang', [{ role: 'inspector', regionCode: VILLAGE }]);
    await aPersonWithPassword(database(), 'li');
  });

  beforeEach(async () => {
    await database().query(`delete from gengjie.sign_in_tries where username not like '~%'`);
  });

  const failed = async (username: string) =>
    (
      await database().query<{ failed: number }>(
        'select failed from gengjie.sign_in_tries where username = $1',
        [username],
      )
    )[0]?.failed ?? 0;

  it('opens a session whose cookie scripts cannot read and other sites cannot send', async () => {
    const me = browser();
    const { status, body, headers } = await me.signIn('wang');
    expect(status).toBe(200);
    expect(body).toMatchObject({ step: 'signed-in', person: { username: 'wang', demonstration: false } });
    expect(body.person?.grants).toMatchObject([
      { role: 'inspector', regionCode: VILLAGE, regionName: '小稍直口村' },
    ]);
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie.split('; ').slice(1).sort()).toEqual(
      ['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Strict'].sort(),
    );
    expect(me.token).toMatch(/^[\w-]{43}$/);
    expect(headers.get('cache-control')).toBe('no-store');
    const rows = await database().query<{ text: string }>('select s::text as text from gengjie.sessions s');
    expect(rows.map(({ text }) => text).join('\n')).not.toContain(me.token);
    expect((await acts(database(), 'session.sign-in')).at(-1)).toMatchObject({
      outcome: 'done',
      subject: 'wang',
      person: 'wang',
    });
  });

  it('gives a new token at every sign-in, whatever cookie came along, and ends the session before', async () => {
    const me = browser();
    me.cookie = 'gengjie_session=chosen-by-somebody-else-0123456789abcdefghij';
    await me.signIn('wang');
    const first = me.token ?? '';
    expect(first).not.toContain('chosen');
    await me.signIn('wang');
    expect(me.token).not.toBe(first);
    const old = browser();
    old.cookie = `gengjie_session=${first}`;
    expect(await old.step()).toBe('signed-out');
    expect(await me.step()).toBe('signed-in');
  });

  it('answers a name nobody has, a wrong password and a disabled person alike', async () => {
    const disabled = await aPersonWithPassword(database(), `gone-${engine}`);
    await database().query(`update gengjie.people set state = 'disabled' where id = $1`, [disabled]);
    const answers: unknown[] = [];
    for (const [name, password] of [
      ['wang', 'Wrong-password-1'],
      ['nobody-here', 'Wrong-password-1'],
      [`gone-${engine}`, PASSWORD],
      ['不是用户名 ☃', 'Wrong-password-1'],
    ] as const) {
      for (let number = 1; number <= 6; number += 1) {
        const { status, body, headers } = await browser().signIn(name, password);
        const { retryAfter, ...rest } = body as { retryAfter?: number };
        if (retryAfter !== undefined) expect(retryAfter).toBeGreaterThan(890);
        const names = [...headers.keys()].filter((header) => !['date', 'x-request-id'].includes(header));
        answers.push({ number, status, rest, names, waits: retryAfter !== undefined });
      }
    }
    const tries = answers as { number: number; status: number }[];
    expect(tries.slice(0, 6).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    for (const answer of tries) expect(answer).toEqual(tries[answer.number - 1]);
  });

  it('takes as long for a name nobody has as for a wrong password', async () => {
    const times = { wang: [] as number[], nobody: [] as number[] };
    for (let round = 0; round < 4; round += 1) {
      for (const name of ['wang', 'nobody'] as const) {
        const started = performance.now();
        await browser().signIn(name, 'Wrong-password-1');
        times[name].push(performance.now() - started);
      }
    }
    const least = (list: number[]) => Math.min(...list);
    expect(least(times.nobody) / least(times.wang)).toBeGreaterThan(0.6);
    expect(least(times.nobody) / least(times.wang)).toBeLessThan(1.7);
  });

  it('counts exactly five of twenty wrong tries at the same moment, and locks', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => browser().signIn('li', 'Wrong-password-1')),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
    expect(await failed('li')).toBe(5);
    expect((await browser().signIn('li')).status).toBe(429);
    const written = (await acts(database(), 'session.%')).filter(({ subject }) => subject === 'li');
    expect(written.filter(({ action }) => action === 'session.sign-in-refused')).toHaveLength(5);
    expect(written.filter(({ action }) => action === 'session.locked')).toHaveLength(1);
    await database().query(
      `update gengjie.sign_in_tries set locked_until = clock_timestamp() - interval '1 second' where username = 'li'`,
    );
    expect((await browser().signIn('li')).status).toBe(200);
    expect(await failed('li')).toBe(0);
  });

  it('starts to count anew after a right password', async () => {
    for (let number = 0; number < 4; number += 1) await browser().signIn('wang', 'Wrong-password-1');
    expect(await failed('wang')).toBe(4);
    expect((await browser().signIn(' WANG ')).status).toBe(200);
    expect(await failed('wang')).toBe(0);
  });

  it('keeps nowhere what was typed as a name that nobody has', async () => {
    await browser().signIn('My-secret-2026', 'wang');
    const stored = await database().query<{ text: string }>(
      `select t::text as text from gengjie.sign_in_tries t union all select a::text from gengjie.audit_log a`,
    );
    expect(stored.map(({ text }) => text.toLowerCase()).join('\n')).not.toContain('my-secret');
    expect((await acts(database(), 'session.sign-in-refused')).at(-1)).toMatchObject({
      outcome: 'refused',
      subject: '(unknown)',
    });
  });

  it.each([
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of a neighbouring site', { 'sec-fetch-site': 'same-site' }],
  ])('refuses what %s asks, sign-in and writes alike', async (_, headers) => {
    expect((await browser().signIn('wang', PASSWORD, headers)).body).toMatchObject({
      type: '/problems/cross-site-request',
    });
    const me = browser();
    await me.signIn('wang');
    for (const [method, path] of [
      ['POST', '/api/tokens'],
      ['DELETE', '/api/session'],
    ] as const) {
      expect((await me.ask(method, path, undefined, headers)).status).toBe(403);
    }
    expect(await me.step()).toBe('signed-in');
  });

  it('goes by Origin where a browser does not say the site', async () => {
    const asked = async (origin: string) => {
      const response = await fetch(`${client().origin}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ username: 'wang', password: PASSWORD }),
      });
      return response.status;
    };
    expect(await asked('http://evil.example')).toBe(403);
    expect(await asked('null')).toBe(403);
    expect(await asked(client().origin)).toBe(200);
  });

  it.each([
    ['idle', `seen_at = clock_timestamp() - interval '31 minutes'`],
    ['as old as a session gets', `ends_at = clock_timestamp() - interval '1 second'`],
  ])('ends a session that is %s', async (_, change) => {
    const me = browser();
    await me.signIn('wang');
    expect((await me.get('/api/layers')).status).toBe(200);
    await database().query(`update gengjie.sessions set ${change} where person_id = $1`, [id]);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await me.get('/api/layers')).status).toBe(401);
    expect(await me.step()).toBe('signed-out');
  });

  it('ends the session in the database when somebody signs out', async () => {
    const me = browser();
    await me.signIn('wang');
    const { cookie } = me;
    const { status, headers, body } = await me.ask('DELETE', '/api/session');
    expect([status, body.step]).toEqual([200, 'signed-out']);
    expect(headers.get('clear-site-data')).toBe('"cache"');
    expect(headers.get('set-cookie')).toContain('Max-Age=0');
    me.cookie = cookie;
    expect((await me.get('/api/layers')).status).toBe(401);
    expect((await acts(database(), 'session.sign-out')).at(-1)).toMatchObject({ person: 'wang' });
  });

  it('keeps ten sessions of a person, and lets them end any', async () => {
    const first = browser();
    await first.signIn('wang');
    for (let number = 0; number < 9; number += 1) await aSession(database(), id);
    const me = browser();
    await me.signIn('wang');
    expect(await first.step()).toBe('signed-out');
    type Open = { sessions: { id: string; current: boolean }[] };
    const { sessions } = (await me.get<Open>('/api/sessions')).body;
    expect(sessions).toHaveLength(10);
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    const other = sessions.find(({ current }) => !current)?.id;
    const left = (await me.ask<Open>('DELETE', `/api/sessions/${other}`)).body.sessions;
    expect(left).toHaveLength(9);
    expect((await me.ask('DELETE', `/api/sessions/${other}`)).status).toBe(404);
    const stranger = browser();
    await stranger.signIn('li');
    expect((await stranger.ask('DELETE', `/api/sessions/${left[0]?.id}`)).status).toBe(404);
  }, 30_000);
});

describe.each(databases.slice(0, 1))('sign-in behind a proxy with TLS', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database, { ...calm, GENGJIE_TRUST_PROXY: '1' });

  it('marks the cookie Secure', async () => {
    await aPersonWithPassword(database(), 'wang');
    const { headers } = await new TestBrowser(client().origin).signIn('wang', PASSWORD, {
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '10.1.2.3',
    });
    expect(headers.get('set-cookie')).toContain('; Secure');
    const [session] = await database().query<{ address: string }>('select address from gengjie.sessions');
    expect(session?.address).toBe('10.1.2.3');
  });
});
