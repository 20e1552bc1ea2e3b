import { quoted } from '#server/db/bulk/row-lines.ts';
import type { Queryable } from '#server/db/database.ts';

interface TriggerState {
  readonly table: string;
  readonly name: string;
  /** `O` enabled, `D` disabled, `R` on replicas, `A` always. */
  readonly state: string;
}

interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly deferrable: boolean;
  readonly deferred: boolean;
}

/**
 * 解除与恢复约束: while rows come back as they were, the product's triggers rest (they would count versions anew, and refuse to empty
 * the audit log), and foreign keys wait for the last row. All inside the transaction: nobody else ever sees it so. Needs the owner
 * of the tables.
 *
 * @returns puts everything back as it was; throws when a row refers to one that is not there
 */
export async function liftGuards(tx: Queryable): Promise<() => Promise<void>> {
  const tables = await tx.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relnamespace = to_regnamespace('gengjie') AND c.relkind IN ('r', 'p')`,
  );
  const triggers = await tx.query<TriggerState>(
    `SELECT c.relname AS table, t.tgname AS name, t.tgenabled AS state
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE c.relnamespace = to_regnamespace('gengjie') AND NOT t.tgisinternal AND t.tgparentid = 0`,
  );
  const keys = await tx.query<ForeignKey>(
    `SELECT c.relname AS table, k.conname AS name, k.condeferrable AS deferrable, k.condeferred AS deferred
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
     WHERE c.relnamespace = to_regnamespace('gengjie') AND k.contype = 'f' AND k.conparentid = 0`,
  );
  for (const { name } of tables) await alter(tx, name, 'DISABLE TRIGGER USER');
  for (const { table, name } of keys) {
    await alter(tx, table, `ALTER CONSTRAINT ${quoted(name)} DEFERRABLE INITIALLY DEFERRED`);
  }
  return async () => {
    await tx.query('SET CONSTRAINTS ALL IMMEDIATE');
    for (const { table, name, deferrable, deferred } of keys) {
      const was = deferrable
        ? `DEFERRABLE INITIALLY ${deferred ? 'DEFERRED' : 'IMMEDIATE'}`
        : 'NOT DEFERRABLE';
      await alter(tx, table, `ALTER CONSTRAINT ${quoted(name)} ${was}`);
    }
    for (const { table, name, state } of triggers) {
      const how = enabling[state];
      if (how) await alter(tx, table, `${how} ${quoted(name)}`);
    }
  };
}

async function alter(tx: Queryable, table: string, action: string): Promise<void> {
  await tx.query(`ALTER TABLE gengjie.${quoted(table)} ${action}`);
}

const enabling: Readonly<Record<string, string>> = {
  O: 'ENABLE TRIGGER',
  R: 'ENABLE REPLICA TRIGGER',
  A: 'ENABLE ALWAYS TRIGGER',
};
