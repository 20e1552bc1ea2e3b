import { createHash, randomBytes } from 'node:crypto';
import type { Grant } from '#core/rights/rights.ts';
import type { Actor } from '#server/access/actor.ts';
import type { Database } from '#server/db/database.ts';

export interface BenchPerson {
  readonly actor: Actor;
  /** `Authorization` of their requests. */
  readonly authorization: string;
  /** Takes them out of the database again. */
  remove(): Promise<void>;
}

/** Somebody with these grants and an access token, for as long as a measurement takes. */
export async function benchPerson(
  db: Database,
  grants: readonly Grant[],
  scope: 'read' | 'write' = 'read',
): Promise<BenchPerson> {
  const token = randomBytes(24).toString('base64url');
  const username = `bench-${randomBytes(4).toString('hex')}`;
  const [person] = await db.query<{ id: string }>(
    `insert into gengjie.people (username, name, state, password_changed_at) values ($1, $1, 'active', now()) returning id`,
    [username],
  );
  const id = person?.id ?? '';
  const held: { id: number; role: Grant['role']; regionCode: string }[] = [];
  for (const { role, regionCode } of grants) {
    const [grant] = await db.query<{ id: number }>(
      'insert into gengjie.person_roles (person_id, role, region_code) values ($1, $2, $3) returning id',
      [id, role, regionCode],
    );
    held.push({ id: grant?.id ?? 0, role, regionCode });
  }
  await db.query(
    `insert into gengjie.tokens (token_sha256, person_id, name, scope, expires_at) values ($1, $2, 'bench', $3, now() + interval '1 day')`,
    [createHash('sha256').update(token).digest(), id, scope],
  );
  return {
    actor: {
      id,
      username,
      name: username,
      grants: held,
      demonstration: false,
      step: 'signed-in',
      via: { kind: 'token', id },
      writes: scope === 'write',
    },
    authorization: `Bearer ${token}`,
    async remove() {
      for (const table of ['tokens', 'person_roles'])
        await db.query(`delete from gengjie.${table} where person_id = $1`, [id]);
      await db.query('delete from gengjie.people where id = $1', [id]);
    },
  };
}
