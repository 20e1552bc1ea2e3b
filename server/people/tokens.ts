import type { ApiToken } from '#core/contract/session.ts';
import type { Database } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { insertToken, revokeToken as revokeRow } from '#server/db/tables/tokens.ts';
import { type Acting, actingAs, type From, newSecret, secretHash } from '#server/people/acting-as.ts';

export interface TokenWish {
  readonly name: string;
  readonly scope: ApiToken['scope'];
  readonly days: number;
}

/** 访问令牌 for QGIS and scripts: does what its person may, and only reads unless its scope is `write`. The secret is told once. */
export function createToken(
  db: Database,
  { acting, from }: { readonly acting: Acting; readonly from: From },
  person: { readonly id: string; readonly username: string },
  { name, scope, days }: TokenWish,
): Promise<ApiToken & { secret: string }> {
  const secret = newSecret();
  return actingAs(db, acting, from, async (tx) => {
    const token = await insertToken(tx, {
      personId: person.id,
      tokenSha256: secretHash(secret),
      name,
      scope,
      days,
    });
    await recordAct(tx, {
      action: 'token.create',
      subject: person.username,
      detail: { token: token.id, name, scope, days },
    });
    return { ...token, secret };
  });
}

/** 吊销令牌 of the person; undefined when they have no such token. */
export function revokeToken(
  db: Database,
  actor: { readonly id: string; readonly username: string },
  id: string,
  from: From,
): Promise<ApiToken | undefined> {
  return actingAs(db, actor, from, async (tx) => {
    const token = await revokeRow(tx, actor.id, id);
    if (token)
      await recordAct(tx, { action: 'token.revoke', subject: actor.username, detail: { token: id } });
    return token;
  });
}
