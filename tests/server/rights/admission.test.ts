import { beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '#core/contract/endpoint.ts';
import { contract } from '#core/contract/index.ts';
import { isAdministrator, ROLE_IDS, type RoleId } from '#core/rights/roles.ts';
import { type Client, withApp } from '../../support/app.ts';
import { aTown, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';

/** Any address of an endpoint: admission is decided before parameters are looked at. */
function addressOf({ path }: Endpoint): string {
  return path
    .replace('{layer}', 'patches')
    .replace(
      /\{(id|grant|versionId)\}/g,
      path.startsWith('/api/layers') || path.startsWith('/api/targets')
        ? '1'
        : '00000000-0000-4000-8000-000000000000',
    );
}

const sessionsOnly = (endpoint: Endpoint) =>
  endpoint.access === 'signing-in' || ['session', 'people'].includes(endpoint.tag);

/** What admission must answer for a token of this role, by the endpoint's own declaration. */
function expected(endpoint: Endpoint, role: RoleId | undefined): 'admitted' | 401 | 403 {
  const access = endpoint.access ?? 'business';
  if (access === 'everyone') return 'admitted';
  if (role === undefined) return 401;
  if (sessionsOnly(endpoint) && endpoint.path !== '/api/rights') return 403;
  if (access === 'person') return 'admitted';
  if (access === 'business') return isAdministrator(role) ? 403 : 'admitted';
  return ([access].flat() as readonly string[]).includes(role) ? 'admitted' : 403;
}

describe.each(databases)('admission to every endpoint on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const tokens: Partial<Record<RoleId, string>> = {};

  beforeAll(async () => {
    await aTown(database());
    for (const role of ROLE_IDS) {
      const regionCode = isAdministrator(role) ? '' : VILLAGE;
      tokens[role] = (await aPerson(database(), `admission-${role}`, [{ role, regionCode }])).token;
    }
  });

  async function answerOf(asked: Client, endpoint: Endpoint) {
    const { status, body } = await asked.request(addressOf(endpoint), {
      method: endpoint.method,
      ...(endpoint.method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } }),
    });
    const type = (body as { type?: string }).type ?? '';
    if (status === 401) return type === '/problems/sign-in-required' ? 401 : 'admitted';
    // A 403 of the handler itself (no right on this layer) comes after admission.
    return status === 403 && type === '/problems/not-allowed' && !maybeHandler(endpoint)
      ? 403
      : status === 403
        ? 'refused'
        : 'admitted';
  }

  /** Business endpoints that refuse by layer: here only that strangers and administrators stop before them is of interest. */
  const maybeHandler = (endpoint: Endpoint) =>
    (endpoint.access ?? 'business') === 'business' && endpoint.tag !== 'session';

  it.each([undefined, ...ROLE_IDS])('%s reaches what the contract says and nothing else', async (role) => {
    const asked = client().as(role === undefined ? undefined : tokens[role]);
    const wrong: string[] = [];
    for (const endpoint of contract) {
      const wanted = expected(endpoint, role);
      const got = await answerOf(asked, endpoint);
      const fine = got === wanted || (got === 'refused' && maybeHandler(endpoint));
      if (!fine) wrong.push(`${endpoint.method} ${endpoint.path}: wanted ${wanted}, got ${got}`);
    }
    expect(wrong).toEqual([]);
  });

  it('a stranger is not told which addresses exist', async () => {
    const stranger = client().as(undefined);
    const known = await stranger.request('/api/layers');
    const unknown = await stranger.request('/api/no-such-thing');
    expect(unknown.status).toBe(401);
    expect(unknown.body).toEqual(known.body);
  });
});
