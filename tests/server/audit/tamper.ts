import type { ActKind } from '#core/rights/acts.ts';
import type { Database } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';

/** One act with its audit line. */
export const act = (db: Database, subject: string | number, detail: Record<string, unknown> = {}) =>
  db.transaction((tx) => recordAct(tx, { action: 'test.act' as ActKind, subject, detail }));

/** What a hostile owner of the database can do: the triggers that refuse it are switched off. */
export async function tamper(db: Database, ...statements: readonly string[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('alter table gengjie.audit_log disable trigger all');
    for (const statement of statements) await tx.query(statement);
    await tx.query('alter table gengjie.audit_log enable trigger all');
  });
}
