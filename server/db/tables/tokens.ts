import type { ApiToken } from '#core/contract/session.ts';
import type { Queryable } from '#server/db/database.ts';

const tokenColumns = `id, name, scope, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt",
  revoked_at as "revokedAt"`;

/** 访问令牌 of a person, newest first. */
export function tokensOf(db: Queryable, personId: string): Promise<ApiToken[]> {
  return db.query(
    `select ${tokenColumns} from gengjie.tokens where person_id = $1 order by created_at desc, id limit 200`,
    [personId],
  );
}

export async function insertToken(
  tx: Queryable,
  token: {
    readonly personId: string;
    readonly tokenSha256: Uint8Array;
    readonly name: string;
    readonly scope: ApiToken['scope'];
    readonly days: number;
  },
): Promise<ApiToken> {
  const [row] = await tx.query<ApiToken>(
    `insert into gengjie.tokens (token_sha256, person_id, name, scope, expires_at)
     values ($1, $2, $3, $4, clock_timestamp() + $5::int * interval '1 day') returning ${tokenColumns}`,
    [token.tokenSha256, token.personId, token.name, token.scope, token.days],
  );
  if (!row) throw new Error('the token was not stored');
  return row;
}

/** Revokes a token of the person; undefined when there is none. One that was revoked stays as it is. */
export async function revokeToken(
  tx: Queryable,
  personId: string,
  id: string,
): Promise<ApiToken | undefined> {
  const [row] = await tx.query<ApiToken>(
    `update gengjie.tokens set revoked_at = coalesce(revoked_at, clock_timestamp())
     where id = $1 and person_id = $2 returning ${tokenColumns}`,
    [id, personId],
  );
  return row;
}

/** Revokes every token of a person. */
export async function revokeTokens(tx: Queryable, personId: string): Promise<void> {
  await tx.query(
    'update gengjie.tokens set revoked_at = clock_timestamp() where person_id = $1 and revoked_at is null',
    [personId],
  );
}
