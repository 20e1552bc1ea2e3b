import { beforeAll, describe, expect, it } from 'vitest';
import { newLink } from '#server/people/links.ts';
import { hashPassword, isOutdated, isPassword } from '#server/people/password.ts';
import { withApp } from '../../support/app.ts';
import { aTown, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { acts, aPersonWithPassword, PASSWORD, TestBrowser } from '../../support/sign-in.ts';

const weaker = '$scrypt$ln=10,r=8,p=1$';

describe('the stored form of a password', () => {
  it('names its parameters, is salted, and knows its password in either Unicode form', async () => {
    const one = await hashPassword('Caf\u00e9-2026-Xy');
    expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=2\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(await hashPassword('Caf\u00e9-2026-Xy'));
    expect(await isPassword('Cafe\u0301-2026-Xy', one)).toBe(true);
    expect(await isPassword('Caf\u00e9-2026-xy', one)).toBe(false);
    expect(isOutdated(one)).toBe(false);
    expect(isOutdated(one.replace('p=2', 'p=1'))).toBe(true);
  });

  it('is nobody’s without a stored one', async () => {
    expect(await isPassword('', null)).toBe(false);
    expect(await isPassword('anything', undefined)).toBe(false);
  });
});

describe.each(databases)('passwords on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database, { GENGJIE_RATE_LIMIT: '0' });
  const browser = () => new TestBrowser(client().origin);

  beforeAll(() => aTown(database()));

  const hashOf = async (username: string) =>
    (
      await database().query<{ hash: string }>(
        'select password_hash as hash from gengjie.people where username = $1',
        [username],
      )
    )[0]?.hash ?? '';

  it('are hashed again at sign-in when the parameters have changed', async () => {
    const id = await aPersonWithPassword(database(), 'old-hash');
    const { scryptSync } = await import('node:crypto');
    const salt = Buffer.alloc(16, 7);
    const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
    const key = scryptSync(PASSWORD, salt, 32, { N: 1024, r: 8, p: 1 });
    await database().query('update gengjie.people set password_hash = $2 where id = $1', [
      id,
      `${weaker}${text(salt)}$${text(key)}`,
    ]);
    expect((await browser().signIn('old-hash')).status).toBe(200);
    expect(await hashOf('old-hash')).toMatch(/^\$scrypt\$ln=15,r=8,p=2\$/);
    expect((await browser().signIn('old-hash')).status).toBe(200);
  });

  it('that are too old must be changed before anything else', async () => {
    const id = await aPersonWithPassword(database(), 'expired', [{ role: 'viewer', regionCode: VILLAGE }]);
    await database().query(
      `update gengjie.people set password_changed_at = now() - interval '91 days' where id = $1`,
      [id],
    );
    const me = browser();
    expect((await me.signIn('expired')).body.step).toBe('password');
    expect((await me.get('/api/layers')).body).toMatchObject({ type: '/problems/password-change-required' });
    expect((await me.post('/api/second-factor')).status).toBe(403);
    const before = me.cookie;
    const changed = await me.post('/api/session/password', { current: PASSWORD, next: 'Blue-river-2026' });
    expect(changed.body).toMatchObject({ step: 'signed-in' });
    expect((await me.get('/api/layers')).status).toBe(200);
    // The session goes on under a new token only.
    expect(me.cookie).not.toBe(before);
    me.cookie = before;
    expect((await me.get('/api/layers')).status).toBe(401);
  });

  it('end all other sessions when changed, and none of the last five comes back', async () => {
    await aPersonWithPassword(database(), 'changer', [{ role: 'viewer', regionCode: VILLAGE }]);
    const me = browser();
    await me.signIn('changer');
    const other = browser();
    await other.signIn('changer');
    const change = (current: string, next: string) => me.post('/api/session/password', { current, next });
    expect((await change('Wrong-one-2026', 'Blue-river-0')).body).toMatchObject({
      type: '/problems/sign-in-refused',
    });
    let current = PASSWORD;
    for (let number = 1; number <= 5; number += 1) {
      const next = `Blue-river-${number}`;
      expect((await change(current, next)).status).toBe(200);
      current = next;
      if (number === 1) expect((await other.get('/api/layers')).status).toBe(401);
      if (number === 4) {
        expect((await change(current, PASSWORD)).body).toMatchObject({
          type: '/problems/password-refused',
          field: 'next',
        });
      }
    }
    expect((await change(current, current)).status).toBe(422);
    expect((await change(current, 'Blue-river-2')).status).toBe(422);
    // Five others lie between.
    expect((await change(current, PASSWORD)).status).toBe(200);
    const changes = (await acts(database(), 'password.change')).filter(
      ({ subject }) => subject === 'changer',
    );
    expect(changes).toHaveLength(6);
    expect(changes[0]).toMatchObject({ person: 'changer', outcome: 'done' });
  }, 60_000);

  it('are refused with every rule they break, and nothing changes', async () => {
    await aPersonWithPassword(database(), 'chooser');
    const me = browser();
    await me.signIn('chooser');
    const { status, body } = await me.post('/api/session/password', { current: PASSWORD, next: 'chooser' });
    expect(status).toBe(422);
    expect(body.detail).toMatch(/至少 10 个字符.*三类.*用户名/);
    expect((await browser().signIn('chooser')).status).toBe(200);
  });

  it('count wrong ones at a change as at sign-in', async () => {
    await aPersonWithPassword(database(), 'guesser');
    const me = browser();
    await me.signIn('guesser');
    const statuses: number[] = [];
    for (let number = 0; number < 6; number += 1) {
      const { status } = await me.post('/api/session/password', {
        current: `Wrong-${number}`,
        next: 'Blue-river-2026',
      });
      statuses.push(status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  describe('by one-time link', () => {
    const invited = async (username: string) => {
      const [row] = await database().query<{ id: string }>(
        `insert into gengjie.people (username, name) values ($1, '某人') returning id`,
        [username],
      );
      return row?.id ?? '';
    };
    const linkFor = async (id: string) => {
      const { link } = await database().transaction((tx) => newLink(tx, id, 'http://localhost:8080'));
      expect(link).toMatch(/^http:\/\/localhost:8080\/#activate=[\w-]{43}$/);
      return link.split('=')[1] ?? '';
    };

    it('are set once, and the person is signed in', async () => {
      const token = await linkFor(await invited('first'));
      const me = browser();
      expect((await me.post('/api/session/link', { token })).body).toMatchObject({
        username: 'first',
        name: '某人',
      });
      expect((await me.post('/api/session/activation', { token, password: 'short' })).status).toBe(422);
      const { body } = await me.post('/api/session/activation', { token, password: PASSWORD });
      expect(body).toMatchObject({ step: 'signed-in', person: { username: 'first' } });
      for (const path of ['link', 'activation']) {
        const again = await browser().post(`/api/session/${path}`, { token, password: 'Blue-river-2026' });
        expect(again.body).toMatchObject({ status: 404, type: '/problems/link-not-valid' });
      }
      expect((await browser().signIn('first')).status).toBe(200);
      expect((await acts(database(), '%')).filter(({ subject }) => subject === 'first')).toMatchObject([
        { action: 'password.change', person: 'first' },
        { action: 'session.sign-in', person: 'first' },
        { action: 'session.sign-in', person: 'first' },
      ]);
    });

    it('are set once even by two at the same moment', async () => {
      const token = await linkFor(await invited('twice'));
      const answers = await Promise.all(
        ['Blue-river-2026', 'Red-river-2026'].map((password) =>
          browser().post('/api/session/activation', { token, password }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    });

    it('not when it has expired, a newer one was made, or the person is disabled', async () => {
      const id = await invited('late');
      const first = await linkFor(id);
      const second = await linkFor(id);
      const status = async (token: string) => (await browser().post('/api/session/link', { token })).status;
      expect(await status(first)).toBe(404);
      expect(await status(second)).toBe(200);
      await database().query(`update gengjie.people set state = 'disabled' where id = $1`, [id]);
      expect(await status(second)).toBe(404);
      await database().query(`update gengjie.people set state = 'invited' where id = $1`, [id]);
      await database().query(
        `update gengjie.one_time_links set expires_at = clock_timestamp() - interval '1 second' where person_id = $1`,
        [id],
      );
      expect(await status(second)).toBe(404);
    });
  });
});
