import type { OpenSession } from '#core/contract/session.ts';
import type { Queryable } from '#server/db/database.ts';

export interface NewSession {
  readonly personId: string;
  readonly tokenSha256: Uint8Array;
  readonly hours: number;
  readonly address: string;
  readonly agent: string;
}

/** Open sessions of one person at most; the oldest ends when another begins. */
const mostOpen = 10;

const isOpen = `ended_at is null and clock_timestamp() < ends_at`;

/** 开始会话. Returns its id. */
export async function openSession(
  tx: Queryable,
  { personId, tokenSha256, hours, address, agent }: NewSession,
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `insert into gengjie.sessions (token_sha256, person_id, second_factor_passed, ends_at, address, agent)
     values ($1, $2, false, clock_timestamp() + $3::double precision * interval '1 hour', $4, $5) returning id`,
    [tokenSha256, personId, hours, address, agent.slice(0, 200)],
  );
  await tx.query(
    `update gengjie.sessions set ended_at = clock_timestamp()
     where id in (select id from gengjie.sessions where person_id = $1 and ended_at is null order by started_at desc, id offset $2)`,
    [personId, mostOpen],
  );
  return row?.id ?? '';
}

/** The second factor was given in this session. */
export async function passSecondFactor(tx: Queryable, id: string): Promise<void> {
  await tx.query('update gengjie.sessions set second_factor_passed = true where id = $1', [id]);
}

/** The session goes on under another token: the one before is worth nothing from here on. */
export async function changeSessionToken(tx: Queryable, id: string, tokenSha256: Uint8Array): Promise<void> {
  await tx.query('update gengjie.sessions set token_sha256 = $2 where id = $1 and ended_at is null', [
    id,
    tokenSha256,
  ]);
}

/** Ends a person's session; false when there is no such open one. */
export async function endSession(tx: Queryable, personId: string, id: string): Promise<boolean> {
  const rows = await tx.query(
    `update gengjie.sessions set ended_at = clock_timestamp() where id = $1 and person_id = $2 and ended_at is null returning id`,
    [id, personId],
  );
  return rows.length > 0;
}

/** Ends all sessions of a person but, where given, one. */
export async function endSessions(tx: Queryable, personId: string, but?: string): Promise<void> {
  await tx.query(
    `update gengjie.sessions set ended_at = clock_timestamp()
     where person_id = $1 and ended_at is null and id is distinct from $2::uuid`,
    [personId, but ?? null],
  );
}

/** Ends the session of a cookie that is about to be replaced. */
export async function endSessionOfToken(tx: Queryable, tokenSha256: Uint8Array): Promise<void> {
  await tx.query(
    'update gengjie.sessions set ended_at = clock_timestamp() where token_sha256 = $1 and ended_at is null',
    [tokenSha256],
  );
}

/** Sessions of a person that are still good, latest used first. */
export async function openSessionsOf(
  db: Queryable,
  personId: string,
  idleMinutes: number,
): Promise<Omit<OpenSession, 'current'>[]> {
  return db.query(
    `select id, started_at as "startedAt", seen_at as "seenAt", address, agent from gengjie.sessions
     where person_id = $1 and ${isOpen} and clock_timestamp() < seen_at + $2::double precision * interval '1 minute'
     order by seen_at desc, id`,
    [personId, idleMinutes],
  );
}
