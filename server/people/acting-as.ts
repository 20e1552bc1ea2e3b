import { createHash, randomBytes } from 'node:crypto';
import type { Problem } from '#core/problem.ts';
import type { RequestOrigin } from '#server/access/actor.ts';
import type { Database, Queryable } from '#server/db/database.ts';
import { type Act, recordAct } from '#server/db/tables/audit.ts';
import { become } from '#server/db/tables/sign-in.ts';

/** Who acts: a person by id; null for somebody not known yet, and for the product itself. */
export type Acting = { readonly id: string } | null;

/** From which request; null for the command line and the product's own start. */
export type From = RequestOrigin | null;

/**
 * 以某人名义: one transaction of the database's owner in which the audit log knows who acts. For accounts, sessions and grants only, whose
 * tables no person's own rights open; the caller decides what the person may do.
 */
export function actingAs<T>(
  db: Database,
  acting: Acting,
  from: From,
  work: (tx: Queryable) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    await become(tx, acting?.id ?? null, from);
    return work(tx);
  });
}

/** Notes a refusal that may be an attack, in a transaction of its own, and refuses. */
export async function refuse(
  db: Database,
  acting: Acting,
  from: From,
  act: Act,
  problem: Problem,
): Promise<never> {
  await actingAs(db, acting, from, (tx) => recordAct(tx, { ...act, outcome: 'refused' }));
  throw problem;
}

/** 256 random bits for a cookie, a link or an API token. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of a secret. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
