import { beforeAll, describe, expect, it } from 'vitest';
import { withApp } from '../../support/app.ts';
import { aTown, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { acts, aPersonWithPassword, codeOf, PASSWORD, TestBrowser } from '../../support/sign-in.ts';

describe.each(databases)('the second factor on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database, { GENGJIE_RATE_LIMIT: '0', GENGJIE_REQUIRE_2FA: '1' });
  const browser = () => new TestBrowser(client().origin);

  beforeAll(() => aTown(database()));

  /** Somebody signed in who has just set up a second factor. */
  async function enrolled(username: string) {
    await aPersonWithPassword(database(), username, [{ role: 'viewer', regionCode: VILLAGE }]);
    const me = browser();
    await me.signIn(username);
    const { secret, uri } = (await me.post<{ secret: string; uri: string }>('/api/second-factor')).body;
    expect(uri).toContain(`otpauth://totp/Gengjie:${username}?`);
    const code = codeOf(secret);
    const confirmed = await me.post<{ recoveryCodes: string[] }>('/api/second-factor/confirmation', { code });
    expect(confirmed.status).toBe(200);
    return { me, secret, used: code, recoveryCodes: confirmed.body.recoveryCodes };
  }

  const send = (me: TestBrowser, code: string) => me.post('/api/session/second-factor', { code });

  it('is asked for at sign-in, and its code is good once', async () => {
    const { me, secret, used } = await enrolled('totp');
    expect(await me.step()).toBe('signed-in');
    const next = browser();
    expect((await next.signIn('totp')).body.step).toBe('second-factor');
    expect((await next.get('/api/layers')).body).toMatchObject({ type: '/problems/second-factor-required' });
    expect((await next.get('/api/tokens')).status).toBe(403);
    // The code that confirmed it is used up, too.
    expect((await send(next, used)).status).toBe(401);
    const before = next.cookie;
    // A little early: clocks differ.
    const code = codeOf(secret, 1);
    expect((await send(next, code)).body).toMatchObject({ step: 'signed-in' });
    expect(next.cookie).not.toBe(before);
    expect((await next.get('/api/layers')).status).toBe(200);
    const thief = browser();
    await thief.signIn('totp');
    expect((await send(thief, code)).body).toMatchObject({ type: '/problems/sign-in-refused' });
    expect((await acts(database(), 'session.sign-in')).at(-1)).toMatchObject({
      subject: 'totp',
      detail: { secondFactor: 'totp' },
    });
  });

  it('refuses a code of another time, and locks after five', async () => {
    const { secret } = await enrolled('far');
    const me = browser();
    await me.signIn('far');
    const statuses: number[] = [];
    for (let number = 0; number < 6; number += 1) statuses.push((await send(me, codeOf(secret, 5))).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await browser().signIn('far')).status).toBe(429);
  });

  it('cannot be guessed by giving the right password in between', async () => {
    await enrolled('between');
    const statuses: number[] = [];
    for (let number = 0; number < 6; number += 1) {
      const me = browser();
      const { status } = await me.signIn('between');
      statuses.push(status === 200 ? (await send(me, '000000')).status : status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('gives way to each of eight recovery codes once', async () => {
    const { recoveryCodes } = await enrolled('lost');
    expect(new Set(recoveryCodes).size).toBe(8);
    const stored = await database().query<{ text: string }>(
      'select r::text as text from gengjie.recovery_codes r',
    );
    expect(stored.map(({ text }) => text).join()).not.toContain(recoveryCodes[0]);
    const [code = ''] = recoveryCodes;
    const me = browser();
    await me.signIn('lost');
    expect((await send(me, code.toUpperCase().replaceAll('-', ' '))).body).toMatchObject({
      step: 'signed-in',
    });
    const again = browser();
    await again.signIn('lost');
    expect((await send(again, code)).status).toBe(401);
    expect((await send(again, recoveryCodes[1] ?? '')).status).toBe(200);
  });

  it('is set only once, by the code of the newest secret', async () => {
    await aPersonWithPassword(database(), 'setter');
    const me = browser();
    await me.signIn('setter');
    const start = async () => (await me.post<{ secret: string }>('/api/second-factor')).body.secret;
    const first = await start();
    const second = await start();
    const confirm = (code: string) => me.post('/api/second-factor/confirmation', { code });
    expect((await confirm(codeOf(first))).status).toBe(401);
    expect((await confirm(codeOf(second))).status).toBe(200);
    expect((await me.post('/api/second-factor')).body).toMatchObject({
      type: '/problems/second-factor-set',
    });
    expect((await confirm(codeOf(second))).status).toBe(401);
  });

  it('is given up with the password', async () => {
    const { me } = await enrolled('leaver');
    expect((await me.post('/api/second-factor/removal', { password: 'Wrong-2026-xx' })).status).toBe(401);
    const { body } = await me.post('/api/second-factor/removal', { password: PASSWORD });
    expect(body).toMatchObject({ step: 'signed-in', person: { secondFactor: false } });
    expect((await browser().signIn('leaver')).body.step).toBe('signed-in');
    expect((await acts(database(), 'second-factor.%')).slice(-2)).toMatchObject([
      { action: 'second-factor.set', person: 'leaver' },
      { action: 'second-factor.removed', person: 'leaver' },
    ]);
  });

  it('is a must for administrators where the office says so', async () => {
    await aPersonWithPassword(database(), 'boss', [{ role: 'system', regionCode: '' }]);
    const me = browser();
    expect((await me.signIn('boss')).body.step).toBe('enrolment');
    expect((await me.get('/api/people')).body).toMatchObject({
      type: '/problems/second-factor-enrolment-required',
    });
    const { secret } = (await me.post<{ secret: string }>('/api/second-factor')).body;
    const { body } = await me.post('/api/second-factor/confirmation', { code: codeOf(secret) });
    expect(body).toMatchObject({ session: { step: 'signed-in' } });
    expect((await me.get('/api/people')).status).toBe(200);
    expect((await me.post('/api/second-factor/removal', { password: PASSWORD })).body).toMatchObject({
      type: '/problems/second-factor-required',
    });
  });
});
