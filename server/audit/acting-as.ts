import type { Actor, RequestOrigin } from '#server/access/actor.ts';
import type { Database, Queryable } from '#server/db/database.ts';
import { becomeForRecord } from '#server/db/tables/audit.ts';

/** One transaction of the database's owner in which a person acts: the audit lines it leaves name the person and the request. */
export function actingAs<T>(
  db: Database,
  actor: Pick<Actor, 'id'>,
  origin: RequestOrigin,
  work: (tx: Queryable) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    await becomeForRecord(tx, actor.id, origin);
    return work(tx);
  });
}
