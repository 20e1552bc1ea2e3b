import { createHash, randomBytes } from 'node:crypto';
import type { Grant } from '#core/rights/rights.ts';
import type { Database } from '#server/db/database.ts';

export interface TestPerson {
  readonly id: string;
  readonly username: string;
  /** API token; send it as `Authorization: Bearer`. */
  readonly token: string;
}

/** A person with roles and an API token, put straight into the database. */
export async function aPerson(
  db: Database,
  username: string,
  grants: readonly Grant[],
  scope: 'read' | 'write' = 'write',
): Promise<TestPerson> {
  const token = randomBytes(24).toString('base64url');
  const [person] = await db.query<{ id: string }>(
    `insert into gengjie.people (username, name, state, password_changed_at) values ($1, $1, 'active', now()) returning id`,
    [username],
  );
  const id = person?.id ?? '';
  for (const { role, regionCode } of grants) {
    await db.query('insert into gengjie.person_roles (person_id, role, region_code) values ($1, $2, $3)', [
      id,
      role,
      regionCode,
    ]);
  }
  await db.query(
    `insert into gengjie.tokens (token_sha256, person_id, name, scope, expires_at) values ($1, $2, 'test', $3, now() + interval '1 day')`,
    [createHash('sha256').update(token).digest(), id, scope],
  );
  return { id, username, token };
}

/** An open session of a person; send the cookie as `Cookie`. */
export async function aSession(db: Database, personId: string): Promise<{ cookie: string }> {
  const token = randomBytes(32).toString('base64url');
  await db.query(
    `insert into gengjie.sessions (token_sha256, person_id, second_factor_passed, ends_at, address, agent)
     values ($1, $2, true, clock_timestamp() + interval '1 hour', '127.0.0.1', 'test')`,
    [createHash('sha256').update(token).digest(), personId],
  );
  return { cookie: `gengjie_session=${token}` };
}

/** Somebody who may do everything in a district: what a test uses that is not about rights. */
export function anybody(db: Database, district = '120111'): Promise<TestPerson> {
  return aPerson(
    db,
    `anybody-${randomBytes(4).toString('hex')}`,
    (['planner', 'inspector', 'leader'] as const).map((role) => ({ role, regionCode: district })),
  );
}
