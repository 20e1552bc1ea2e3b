import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#core/contract/people.ts';
import type { RoleId } from '#core/rights/roles.ts';
import { withApp } from '../../support/app.ts';
import { aTown, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson, aSession } from '../../support/people.ts';
import { acts, aPersonWithPassword, TestBrowser } from '../../support/sign-in.ts';

type Invited = { person: Person; link: string; expiresAt: string };

describe.each(databases)('people and their roles on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database, { GENGJIE_RATE_LIMIT: '0' });
  const ids = { system: '', security: '', inspector: '' };

  /** Somebody signed in, without the wait of a password. */
  async function signedIn(id: string): Promise<TestBrowser> {
    const me = new TestBrowser(client().origin);
    me.cookie = (await aSession(database(), id)).cookie;
    return me;
  }
  const system = () => signedIn(ids.system);
  const security = () => signedIn(ids.security);

  async function someone(username: string, role?: RoleId): Promise<string> {
    const isBusiness = role !== 'system' && role !== 'security' && role !== 'audit';
    return aPersonWithPassword(
      database(),
      username,
      role ? [{ role, regionCode: isBusiness ? VILLAGE : '' }] : [],
    );
  }

  beforeAll(async () => {
    await aTown(database());
    ids.system = await someone('root', 'system');
  });

  it('are added by the system administrator, without any right, and come in by the link', async () => {
    const me = await system();
    const { status, body } = await me.post<Invited>('/api/people', { username: 'Zhang.San', name: '张三' });
    expect(status).toBe(201);
    expect(body.person).toMatchObject({
      username: 'zhang.san',
      state: 'invited',
      grants: [],
      demonstration: false,
    });
    expect(body.link.startsWith(`${client().origin}/#activate=`)).toBe(true);
    const again = await me.post('/api/people', { username: 'zhang.san', name: '张三' });
    expect(again.body).toMatchObject({ status: 409, type: '/problems/username-taken', field: 'username' });
    const token = body.link.split('=')[1];
    const they = new TestBrowser(client().origin);
    await they.post('/api/session/activation', { token, password: 'Green-field-2026' });
    expect((await they.get('/api/layers')).status).toBe(403);
    expect(JSON.stringify(await acts(database()))).not.toContain(token);
  });

  it('let the system administrator appoint only the first security and audit administrators', async () => {
    const me = await system();
    expect((await me.get('/api/people')).body).toMatchObject({ vacant: ['security', 'audit'], regions: [] });
    ids.security = await someone('guard');
    const grant = (id: string, role: RoleId, regionCode?: string) =>
      me.post<Person>(`/api/people/${id}/grants`, { role, regionCode });
    expect((await grant(ids.security, 'security')).status).toBe(201);
    const other = await someone('guard2');
    expect((await grant(other, 'security')).status).toBe(403);
    expect((await grant(other, 'viewer', VILLAGE)).status).toBe(403);
    expect((await grant(other, 'system')).status).toBe(403);
    expect((await grant(ids.system, 'audit')).status).toBe(403);
    expect((await me.get('/api/people')).body).toMatchObject({ vacant: ['audit'] });
    const tried = (await acts(database(), 'role.grant')).filter(({ outcome }) => outcome === 'refused');
    expect(tried).toHaveLength(4);
    expect(tried.at(-1)).toMatchObject({ person: 'root', subject: 'root', detail: { role: 'audit' } });
  });

  it('have their roles from the security administrator, at once, in regions there are', async () => {
    ids.inspector = await someone('inspector');
    const they = await signedIn(ids.inspector);
    expect((await they.get('/api/layers')).status).toBe(403);
    const me = await security();
    const grant = (body: unknown) => me.post<Person>(`/api/people/${ids.inspector}/grants`, body);
    for (const regionCode of [undefined, '999999', '120111001999']) {
      expect((await grant({ role: 'inspector', regionCode })).body).toMatchObject({
        status: 422,
        type: '/problems/region-required',
      });
    }
    expect((await grant({ role: 'audit', regionCode: VILLAGE })).status).toBe(400);
    const granted = await grant({ role: 'inspector', regionCode: '120111001' });
    expect(granted.body.grants).toMatchObject([{ role: 'inspector', regionName: '西营门街道' }]);
    expect((await they.get('/api/layers')).status).toBe(200);
    // The same town with its zeros.
    expect((await grant({ role: 'inspector', regionCode: TOWN })).body).toMatchObject({
      type: '/problems/role-held',
    });
    expect((await acts(database(), 'role.grant')).at(-1)).toMatchObject({
      person: 'guard',
      subject: 'inspector',
    });
    const regions = (await me.get<{ regions: { code: string }[] }>('/api/people')).body.regions;
    expect(regions.map(({ code }) => code)).toContain(VILLAGE);
    const [held] = granted.body.grants;
    const revoke = () => me.ask('DELETE', `/api/people/${ids.inspector}/grants/${held?.id}`);
    expect((await revoke()).body).toMatchObject({ grants: [] });
    expect((await they.get('/api/layers')).status).toBe(403);
    expect((await revoke()).status).toBe(404);
  });

  it('hold an administrator’s role and no other, even when both are granted at the same moment', async () => {
    const me = await security();
    for (let round = 0; round < 4; round += 1) {
      const id = await someone(`both-${round}`);
      const grants = [{ role: 'audit' }, { role: 'viewer', regionCode: VILLAGE }, { role: 'system' }];
      const answers = await Promise.all(grants.map((body) => me.post(`/api/people/${id}/grants`, body)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
        type: '/problems/roles-exclude',
      });
      await database().query('update gengjie.person_roles set revoked_at = now() where person_id = $1', [id]);
    }
  });

  it('never change their own roles, and are no administrators of one another’s business', async () => {
    const me = await security();
    const own = await me.post(`/api/people/${ids.security}/grants`, { role: 'audit' });
    expect(own.body).toMatchObject({ type: '/problems/not-allowed' });
    const [grant] = await database().query<{ id: number }>(
      'select id from gengjie.person_roles where person_id = $1',
      [ids.security],
    );
    expect((await me.ask('DELETE', `/api/people/${ids.security}/grants/${grant?.id}`)).status).toBe(403);
    expect((await me.post('/api/people', { username: 'friend', name: '友' })).status).toBe(403);
    expect((await me.post(`/api/people/${ids.inspector}/link`)).status).toBe(403);
    expect((await (await system()).ask('DELETE', `/api/people/${ids.inspector}/grants/1`)).status).toBe(403);
  });

  it('always leave somebody who can administer', async () => {
    const me = await system();
    const disable = (id: string, disabled: boolean) => me.ask('PATCH', `/api/people/${id}`, { disabled });
    expect((await disable(ids.system, true)).body).toMatchObject({ type: '/problems/last-administrator' });
    expect((await disable(ids.security, true)).status).toBe(409);
    const grantOf = async (id: string) =>
      (
        await database().query<{ id: number }>('select id from gengjie.person_roles where person_id = $1', [
          id,
        ])
      )[0]?.id;
    // Two who end each other at the same moment.
    for (let round = 0; round < 6; round += 1) {
      const pair = [await someone(`left-${round}`, 'security'), await someone(`right-${round}`, 'security')];
      if (round === 0) await disable(ids.security, true);
      const browsers = await Promise.all(pair.map(signedIn));
      const grants = await Promise.all(pair.map(grantOf));
      await Promise.all(
        browsers.map((they, one) =>
          they.ask('DELETE', `/api/people/${pair[1 - one]}/grants/${grants[1 - one]}`),
        ),
      );
      const left = await database().query<{ id: string }>(
        `select p.id from gengjie.person_roles g join gengjie.people p on p.id = g.person_id
         where g.role = 'security' and g.revoked_at is null and p.state = 'active'`,
      );
      expect(left).toHaveLength(1);
      await database().query(`update gengjie.people set state = 'disabled' where id = $1`, [left[0]?.id]);
    }
    expect((await disable(ids.security, false)).body).toMatchObject({ state: 'active' });
  });

  it('are out at once when disabled, with sessions, tokens and links', async () => {
    const { id, token } = await aPerson(database(), 'leaving', [{ role: 'viewer', regionCode: VILLAGE }]);
    const they = await signedIn(id);
    const layers = () => client().as(token).request('/api/layers');
    expect([(await they.get('/api/layers')).status, (await layers()).status]).toEqual([200, 200]);
    const me = await system();
    expect(
      (await me.ask('PATCH', `/api/people/${id}`, { disabled: true, name: '已离任' })).body,
    ).toMatchObject({
      state: 'disabled',
      name: '已离任',
    });
    expect([(await they.get('/api/layers')).status, (await layers()).status]).toEqual([401, 401]);
    expect((await me.post(`/api/people/${id}/link`)).status).toBe(403);
    expect((await acts(database(), 'person.change')).at(-1)).toMatchObject({
      person: 'root',
      subject: 'leaving',
      detail: { disabled: true, renamed: true },
    });
  });

  it('lose password, sessions and tokens when reset, and their lock when it is lifted', async () => {
    const { id, token } = await aPerson(database(), 'forgetful', [{ role: 'viewer', regionCode: VILLAGE }]);
    const they = await signedIn(id);
    const me = await system();
    const reset = await me.post<Invited>(`/api/people/${id}/link`);
    expect(reset.body.person.state).toBe('invited');
    expect((await they.get('/api/layers')).status).toBe(401);
    const activation = { token: reset.body.link.split('=')[1], password: 'Green-field-2026' };
    expect((await they.post('/api/session/activation', activation)).status).toBe(200);
    expect((await they.get('/api/layers')).status).toBe(200);
    expect((await client().as(token).request('/api/layers')).status).toBe(401);
    await database().query(
      `insert into gengjie.sign_in_tries values ('forgetful', 5, now(), now() + interval '10 minutes')`,
    );
    expect((await they.signIn('forgetful')).status).toBe(429);
    const locked = (await me.get<{ people: Person[] }>('/api/people')).body.people;
    expect(locked.find((person) => person.id === id)?.lockedUntil).not.toBeNull();
    expect((await me.post(`/api/people/${id}/unlock`)).body).toMatchObject({ lockedUntil: null });
    expect((await they.signIn('forgetful')).status).toBe(200);
    await database().query(
      `update gengjie.people set totp_secret = 'GEZDGNBVGY3TQOJQ', totp_confirmed_at = now() where id = $1`,
      [id],
    );
    expect((await me.post(`/api/people/${id}/second-factor/removal`)).body).toMatchObject({
      secondFactor: false,
    });
    expect(await they.step()).toBe('signed-out');
    const written = (await acts(database())).filter(({ subject }) => subject === 'forgetful');
    expect(written.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['person.reset', 'person.unlock', 'second-factor.removed']),
    );
  });

  it('leave no audit line of an act that did not happen, and no act without its line', async () => {
    const me = await system();
    const before = (await acts(database(), 'person.%')).length;
    expect((await me.post('/api/people', { username: 'zhang.san', name: '张三' })).status).toBe(409);
    expect((await acts(database(), 'person.%')).length).toBe(before);
    await database().script(`
      create function gengjie.refuse_for_test() returns trigger language plpgsql as $$
        begin raise exception 'the log is full'; end $$;
      create trigger refuse_for_test before insert on gengjie.audit_log for each row execute function gengjie.refuse_for_test()`);
    try {
      expect((await me.post('/api/people', { username: 'unwritten', name: '某' })).status).toBe(500);
    } finally {
      await database().script('drop trigger refuse_for_test on gengjie.audit_log');
    }
    expect(await database().query(`select from gengjie.people where username = 'unwritten'`)).toEqual([]);
  });

  it('who do not exist are not found', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    const me = await system();
    for (const [method, path] of [
      ['PATCH', ''],
      ['POST', '/link'],
      ['POST', '/unlock'],
      ['POST', '/second-factor/removal'],
      ['POST', '/grants'],
    ] as const) {
      const body = path === '/grants' ? { role: 'audit' } : path === '' ? { name: '某' } : undefined;
      expect((await me.ask(method, `/api/people/${nobody}${path}`, body)).body).toMatchObject({
        type: '/problems/person-not-found',
      });
    }
  });

  it('may all read the table of rights', async () => {
    const { rights } = (await (await system()).get<{ rights: unknown[] }>('/api/rights')).body;
    expect(rights).toContainEqual({
      role: 'field',
      subject: 'patches',
      actions: ['see', 'add', 'edit_attributes', 'edit_geometry'],
    });
  });
});
