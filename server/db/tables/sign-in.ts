import type { Grant } from '#core/rights/rights.ts';
import type { Queryable } from '#server/db/database.ts';
import { standing } from '#server/db/tables/people.ts';

export interface SignedInRow {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly grants: (Grant & { id: number })[];
  readonly demonstration: boolean;
  readonly viaId: string;
  readonly endsAt: string;
}

export interface SessionRow extends SignedInRow {
  readonly secondFactor: boolean;
  readonly secondFactorPassed: boolean;
  readonly passwordChangedAt: string | null;
  readonly hasPassword: boolean;
  /** Last noted request is more than a minute ago. */
  readonly stale: boolean;
}

const personColumns = `p.id, p.username, p.name, p.demonstration,
  coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'regionCode', g.region_code) order by g.id)
    from gengjie.person_roles g where g.person_id = p.id and g.revoked_at is null), '[]') as grants`;

/** Of people who may sign in. */
const admitted = `p.state = 'active' and ${standing}`;

/** 会话 of a cookie's token, while it is open: neither ended, nor past its end, nor idle for longer than allowed. */
export async function sessionOf(
  db: Queryable,
  tokenSha256: Uint8Array,
  idleMinutes: number,
): Promise<SessionRow | undefined> {
  const [row] = await db.query<SessionRow>(
    `select ${personColumns}, s.id as "viaId", s.ends_at as "endsAt", p.totp_confirmed_at is not null as "secondFactor",
       s.second_factor_passed as "secondFactorPassed", p.password_changed_at as "passwordChangedAt", p.password_hash is not null as "hasPassword",
       s.seen_at < clock_timestamp() - interval '1 minute' as stale
     from gengjie.sessions s join gengjie.people p on p.id = s.person_id
     where s.token_sha256 = $1 and s.ended_at is null and ${admitted}
       and clock_timestamp() < s.ends_at and clock_timestamp() < s.seen_at + $2::double precision * interval '1 minute'`,
    [tokenSha256, idleMinutes],
  );
  return row;
}

/** Notes that the session is in use. */
export async function touchSession(db: Queryable, id: string): Promise<void> {
  await db.query(
    'update gengjie.sessions set seen_at = greatest(seen_at, clock_timestamp()) where id = $1 and ended_at is null',
    [id],
  );
}

/** 令牌, while it is good. */
export async function tokenOf(
  db: Queryable,
  tokenSha256: Uint8Array,
): Promise<(SignedInRow & { scope: 'read' | 'write'; stale: boolean }) | undefined> {
  const [row] = await db.query<SignedInRow & { scope: 'read' | 'write'; stale: boolean }>(
    `select ${personColumns}, t.id as "viaId", t.expires_at as "endsAt", t.scope,
       coalesce(t.last_used_at < clock_timestamp() - interval '10 minutes', true) as stale
     from gengjie.tokens t join gengjie.people p on p.id = t.person_id
     where t.token_sha256 = $1 and t.revoked_at is null and clock_timestamp() < t.expires_at and ${admitted}`,
    [tokenSha256],
  );
  return row;
}

export async function touchToken(db: Queryable, id: string): Promise<void> {
  await db.query('update gengjie.tokens set last_used_at = clock_timestamp() where id = $1', [id]);
}

/** 登录失败计数: how often a name may be tried, and for how long it is closed after that. */
export const tries = { most: 5, lockedMinutes: 15, rememberedMinutes: 60 } as const;

export interface Try {
  /** Failed tries with this one counted in. */
  readonly failed: number;
  /** Seconds until the name may be tried again; null when this try may go on. */
  readonly retryAfter: number | null;
}

/**
 * Counts a try of a name before it is looked at, so that tries made at the same moment cannot pass the limit together; `forgiveTry` takes it back
 * when it was right. What nobody is called is kept as 20 bits of a keyed hash: it may be a password typed into the wrong field.
 */
export async function countTry(tx: Queryable, typed: string): Promise<Try> {
  const name = await triedName(tx, typed);
  await tx.query(
    `delete from gengjie.sign_in_tries where username in (
       select username from gengjie.sign_in_tries
       where last_at < clock_timestamp() - $1::int * interval '1 minute' and username <> $2 limit 100 for update skip locked)`,
    [tries.rememberedMinutes, name],
  );
  // Changing nothing locks the row, whether it was there or not.
  const [row] = await tx.query<{ failed: number; wait: number | null; old: boolean }>(
    `insert into gengjie.sign_in_tries as t (username, failed, last_at) values ($1, 0, clock_timestamp())
     on conflict (username) do update set failed = t.failed
     returning t.failed, extract(epoch from t.locked_until - clock_timestamp())::double precision as wait,
       coalesce(t.locked_until <= clock_timestamp(), false)
         or t.last_at < clock_timestamp() - $2::int * interval '1 minute' as old`,
    [name, tries.rememberedMinutes],
  );
  if (row?.wait != null && row.wait > 0) return { failed: row.failed, retryAfter: Math.ceil(row.wait) };
  const failed = row === undefined || row.old ? 1 : row.failed + 1;
  await tx.query(
    `update gengjie.sign_in_tries set failed = $2, last_at = clock_timestamp(),
       locked_until = case when $2 >= $3::int then clock_timestamp() + $4::int * interval '1 minute' end
     where username = $1`,
    [name, failed, tries.most, tries.lockedMinutes],
  );
  return { failed, retryAfter: null };
}

/** Takes one counted try back: it was right, though more is needed to be signed in. */
export async function forgiveTry(tx: Queryable, username: string): Promise<void> {
  await tx.query(
    `update gengjie.sign_in_tries set failed = greatest(failed - 1, 0), locked_until = null where username = $1`,
    [username],
  );
}

/** Forgets the failed tries of a name: somebody signed in with it, or an administrator lifted the lock-out. */
export async function forgetTries(tx: Queryable, username: string): Promise<void> {
  await tx.query('delete from gengjie.sign_in_tries where username = $1', [username]);
}

async function triedName(tx: Queryable, typed: string): Promise<string> {
  // The key of the hash is a row of the same closed table that is never deleted; no name begins like it.
  await tx.query(
    `insert into gengjie.sign_in_tries (username, failed, last_at)
     select '~' || gen_random_uuid(), 0, 'infinity'
     where not exists (select from gengjie.sign_in_tries where username like '~%')`,
  );
  const [row] = await tx.query<{ name: string }>(
    `select coalesce(
       (select p.username from gengjie.people p where p.username = $1),
       (select '?' || left(encode(sha256(convert_to(min(k.username) || $1, 'UTF8')), 'hex'), 5)
        from gengjie.sign_in_tries k where k.username like '~%')) as name`,
    [typed],
  );
  return row?.name ?? typed;
}

/** Names who acts in the rest of the transaction, for the audit log, without giving up the owner's rights. */
export async function become(
  tx: Queryable,
  personId: string | null,
  request: { readonly id: string; readonly address: string } | null,
): Promise<void> {
  await tx.query('select gengjie.become($1::uuid, true, $2::jsonb)', [
    personId,
    request && JSON.stringify(request),
  ]);
}
