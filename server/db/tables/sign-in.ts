import type { Grant } from '#core/rights/rights.ts';
import type { Queryable } from '#server/db/database.ts';

export interface SignedInRow {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly grants: (Grant & { id: number })[];
  readonly viaId: string;
  readonly endsAt: string;
}

export interface SessionRow extends SignedInRow {
  readonly secondFactor: boolean;
  readonly secondFactorPassed: boolean;
  readonly passwordChangedAt: string | null;
  readonly demonstration: boolean;
  /** Last noted request is more than a minute ago. */
  readonly stale: boolean;
}

const personColumns = `p.id, p.username, p.name,
  coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'regionCode', g.region_code) order by g.id)
    from gengjie.person_roles g where g.person_id = p.id and g.revoked_at is null), '[]') as grants`;

/** 会话 of a cookie's token, while it is open: neither ended, nor past its end, nor idle for longer than allowed. */
export async function sessionOf(
  db: Queryable,
  tokenSha256: Uint8Array,
  idleMinutes: number,
): Promise<SessionRow | undefined> {
  const [row] = await db.query<SessionRow>(
    `select ${personColumns}, s.id as "viaId", s.ends_at as "endsAt", p.totp_confirmed_at is not null as "secondFactor",
       s.second_factor_passed as "secondFactorPassed", p.password_changed_at as "passwordChangedAt", p.demonstration,
       s.seen_at < clock_timestamp() - interval '1 minute' as stale
     from gengjie.sessions s join gengjie.people p on p.id = s.person_id
     where s.token_sha256 = $1 and s.ended_at is null and p.state = 'active'
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
     where t.token_sha256 = $1 and t.revoked_at is null and clock_timestamp() < t.expires_at and p.state = 'active'`,
    [tokenSha256],
  );
  return row;
}

export async function touchToken(db: Queryable, id: string): Promise<void> {
  await db.query('update gengjie.tokens set last_used_at = clock_timestamp() where id = $1', [id]);
}
