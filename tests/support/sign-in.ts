import { Secret, TOTP } from 'otpauth';
import type { Session } from '#core/contract/session.ts';
import type { Grant } from '#core/rights/rights.ts';
import type { Database } from '#server/db/database.ts';
import { hashPassword } from '#server/people/password.ts';
import { describedPath, isDescribed, openApiErrors, problemErrors } from './openapi-validator.ts';

/** A password that keeps every rule. */
export const PASSWORD = 'Green-field-2026';
let hash: Promise<string> | undefined;

/** A person who signs in with {@link PASSWORD}; returns their id. */
export async function aPersonWithPassword(
  db: Database,
  username: string,
  grants: readonly Grant[] = [],
): Promise<string> {
  hash ??= hashPassword(PASSWORD);
  const [person] = await db.query<{ id: string }>(
    `insert into gengjie.people (username, name, state, password_hash, password_changed_at)
     values ($1, $1, 'active', $2, now()) returning id`,
    [username, await hash],
  );
  const id = person?.id ?? '';
  await db.query('insert into gengjie.password_history (person_id, password_hash) values ($1, $2)', [
    id,
    await hash,
  ]);
  for (const { role, regionCode } of grants) {
    await db.query('insert into gengjie.person_roles (person_id, role, region_code) values ($1, $2, $3)', [
      id,
      role,
      regionCode,
    ]);
  }
  return id;
}

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** 浏览器: keeps the session's cookie, and says from which site its requests come. */
export class TestBrowser {
  cookie: string | undefined;
  readonly origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  get token(): string | undefined {
    return this.cookie?.split('=')[1];
  }

  async ask<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(this.origin + path, {
      method,
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.get('set-cookie');
    if (set) this.cookie = set.includes('Max-Age=0') ? undefined : set.split(';')[0];
    const answer = (await response.json()) as Body;
    const described = describedPath(path);
    const errors =
      described && (response.status < 400 || isDescribed(method, described, response.status))
        ? openApiErrors(method, described, response.status, answer)
        : problemErrors(answer);
    if (errors.length > 0) throw new Error(`${method} ${path} ${response.status}: ${errors.join('; ')}`);
    return { status: response.status, body: answer, headers: response.headers };
  }

  get<Body = Record<string, unknown>>(path: string, headers?: Record<string, string>) {
    return this.ask<Body>('GET', path, undefined, headers);
  }

  post<Body = Record<string, unknown>>(path: string, body?: unknown, headers?: Record<string, string>) {
    return this.ask<Body>('POST', path, body, headers);
  }

  signIn(username: string, password = PASSWORD, headers?: Record<string, string>): Promise<Answer<Session>> {
    return this.post<Session>('/api/session', { username, password }, headers);
  }

  async step(): Promise<Session['step']> {
    return (await this.get<Session>('/api/session')).body.step;
  }
}

/** What the authenticator shows, `steps` of half a minute from now. */
export function codeOf(secret: string, steps = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });
}

/** The audit log's newest entries, oldest of them first. */
export async function acts(
  db: Database,
  action = '%',
): Promise<
  { action: string; outcome: string; subject: string | null; person: string | null; detail: unknown }[]
> {
  return db.query(
    `select a.action, a.outcome, a.subject, p.username as person, a.detail from gengjie.audit_log a
     left join gengjie.people p on p.id = a.person_id where a.action like $1 order by a.seq`,
    [action],
  );
}
