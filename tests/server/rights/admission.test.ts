import { beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '#core/contract/endpoint.ts';
import { contract } from '#core/contract/index.ts';
import { isAdministrator, ROLE_IDS, type RoleId } from '#core/rights/roles.ts';
import { type Client, withApp } from '../../support/app.ts';
import { aTown, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson, aSession, type TestPerson } from '../../support/people.ts';

/** Any address of an endpoint: admission is decided before parameters are looked at. */
function addressOf({ path }: Endpoint): string {
  const numbered = path.startsWith('/api/layers') || path.startsWith('/api/targets');
  const id = numbered ? '1' : '00000000-0000-4000-8000-000000000000';
  return path
    .replace('{layer}', 'patches')
    .replaceAll(/\{(grant|versionId)\}/g, '1')
    .replaceAll(/\{\w+\}/g, id);
}

const isBusiness = (endpoint: Endpoint) =>
  (endpoint.access ?? 'business') === 'business' && endpoint.tag !== 'session';

/** What admission must answer to a session of this role, by the endpoint's own declaration. */
function expected({ access = 'business' }: Endpoint, role: RoleId | undefined): 'admitted' | 401 | 403 {
  if (access === 'everyone') return 'admitted';
  if (role === undefined) return 401;
  if (access === 'person' || access === 'signing-in') return 'admitted';
  if (access === 'business') return isAdministrator(role) ? 403 : 'admitted';
  return ([access].flat() as readonly string[]).includes(role) ? 'admitted' : 403;
}

async function answerOf(asked: Client, endpoint: Endpoint): Promise<'admitted' | 401 | 403> {
  const { status, body } = await asked.request(addressOf(endpoint), {
    method: endpoint.method,
    ...(endpoint.method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } }),
  });
  const { type } = body as { type?: string };
  // A wrong password is a 401 of the handler, after admission.
  if (status === 401 && type === '/problems/sign-in-required') return 401;
  return status === 403 ? 403 : 'admitted';
}

describe.each(databases)('admission to every endpoint on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database, { GENGJIE_RATE_LIMIT: '0' });
  const people = new Map<RoleId, TestPerson>();

  beforeAll(async () => {
    await aTown(database());
    for (const role of ROLE_IDS) {
      const regionCode = isAdministrator(role) ? '' : VILLAGE;
      people.set(role, await aPerson(database(), `admission-${role}`, [{ role, regionCode }]));
    }
  });

  it.each([undefined, ...ROLE_IDS])('%s reaches what the contract says and nothing else', async (role) => {
    const wrong: string[] = [];
    for (const endpoint of contract) {
      // A session of its own each time: some endpoints end it.
      const session = role && (await aSession(database(), people.get(role)?.id ?? ''));
      const asked = session ? client().withCookie(session.cookie) : client().as(undefined);
      const wanted = expected(endpoint, role);
      const got = await answerOf(asked, endpoint);
      // Business endpoints may go on to refuse by layer: the matrix test looks at that.
      const refusedLater = got === 403 && wanted === 'admitted' && isBusiness(endpoint);
      if (got !== wanted && !refusedLater)
        wrong.push(`${endpoint.method} ${endpoint.path}: wanted ${wanted}, got ${got}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each(ROLE_IDS)('a token of %s opens business, never sign-in, people or the log', async (role) => {
    const asked = client().as(people.get(role)?.token);
    const open: string[] = [];
    for (const endpoint of contract) {
      if (isBusiness(endpoint) || endpoint.access === 'everyone') continue;
      if ((await answerOf(asked, endpoint)) !== 403) open.push(`${endpoint.method} ${endpoint.path}`);
    }
    expect(open).toEqual([]);
  });

  it('a stranger is not told which addresses exist', async () => {
    const stranger = client().as(undefined);
    const known = await stranger.request('/api/layers');
    const unknown = await stranger.request('/api/no-such-thing');
    expect(unknown.status).toBe(401);
    expect(unknown.body).toEqual(known.body);
  });
});
