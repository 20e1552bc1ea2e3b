import { createHash } from 'node:crypto';
import { exactText, quoted, readRowLines, writeRowLines } from '#server/db/bulk/row-lines.ts';
import type { Queryable } from '#server/db/database.ts';
import { migrateInside, shippedMigrations } from '#server/db/migrate.ts';
import type { Backup } from './archive-reader.ts';
import { liftGuards } from './guards.ts';
import type { Manifest } from './manifest.ts';
import { backupProblem } from './problems.ts';
import { type CarriedTable, filledByProduct, readLedger, readTables } from './shape.ts';

/** Migrations of the backup that this release does not have, or has otherwise. */
export async function refuseNewer({ path, manifest }: Backup): Promise<void> {
  const shipped = new Map((await shippedMigrations()).map(({ name, sha256 }) => [name, sha256]));
  const unknown = manifest.migrations.find(({ name, sha256 }) => shipped.get(name) !== sha256);
  if (!unknown) return;
  throw backupProblem('backup-newer', { file: path, version: manifest.version, migration: unknown.name });
}

/** Tables that hold what people put in; none in a database that was only migrated. */
export async function tablesInUse(tx: Queryable): Promise<string[]> {
  const used: string[] = [];
  for (const { table, name } of await readTables(tx)) {
    if (filledByProduct.includes(table)) continue;
    // The product notes a change of its own table of rights; an office's log starts with its first person.
    const wanted = table === 'audit_log' ? `WHERE action <> 'rights.sync'` : '';
    const [row] = await tx.query(`SELECT 1 FROM ${name} ${wanted} LIMIT 1`);
    if (row) used.push(table);
  }
  return used;
}

/** Brings the schema to that of the backup and empties it: as it is where the migrations are the same, else made anew. */
export async function arrangeSchema(tx: Queryable, manifest: Manifest): Promise<void> {
  const wanted = manifest.migrations.map(({ name, sha256 }) => `${name} ${sha256}`).join();
  const found = (await readLedger(tx)).map(({ name, sha256 }) => `${name} ${sha256}`).join();
  if (wanted === found) return;
  await tx.query('DROP SCHEMA IF EXISTS gengjie CASCADE');
  await migrateInside(tx, { upTo: manifest.migrations.at(-1)?.name });
}

/**
 * Puts the rows of a backup in place of what the tables hold, and reads them back: when this returns, every row of every table is the
 * row of the backup, byte by byte, and every sequence goes on where it was.
 */
export async function restoreRows(
  tx: Queryable,
  backup: Backup,
  progress: (fraction: number) => void,
): Promise<void> {
  const { manifest } = backup;
  await tx.script(exactText);
  const everything = await readTables(tx, true);
  const tables = pairs(await readTables(tx), manifest);
  const restoreGuards = await liftGuards(tx);
  const emptied = everything.filter(({ table }) => table !== 'migrations').map(({ name }) => name);
  await tx.query(`TRUNCATE ${emptied.join(', ')}`);
  for (const [index, { table, recorded }] of tables.entries()) {
    const rows = await writeRowLines(tx, table, backup.read(recorded));
    if (rows !== recorded.rows) throw differs(table, `${rows} ≠ ${recorded.rows}`);
    progress((index + 1) / (2 * tables.length));
  }
  for (const { name, lastValue, isCalled } of manifest.sequences) {
    // RESTART, unlike setval, is undone with the transaction.
    const next = BigInt(lastValue) + (isCalled ? 1n : 0n);
    await tx.query(`ALTER SEQUENCE gengjie.${quoted(name)} RESTART WITH ${next}`);
  }
  await restoreGuards();
  for (const [index, { table, recorded }] of tables.entries()) {
    const hash = createHash('sha256');
    for await (const chunk of readRowLines(tx, table)) hash.update(chunk);
    if (hash.digest('hex') !== recorded.sha256) throw differs(table, 'sha256');
    progress(0.5 + (index + 1) / (2 * tables.length));
  }
}

interface Pair {
  readonly table: CarriedTable;
  readonly recorded: Manifest['tables'][number];
}

/** Every table of the backup with its table here; the columns must be the same, in whatever schema their types live. */
function pairs(tables: readonly CarriedTable[], manifest: Manifest): Pair[] {
  const here = new Map(tables.map((table) => [table.table, table]));
  const result = manifest.tables.map((recorded) => {
    const table = here.get(recorded.name);
    if (!table) throw backupProblem('restore-differs', { table: recorded.name, reason: 'missing' });
    const shape = (columns: readonly { name: string; type: string }[]) =>
      columns.map(({ name, type }) => `${name} ${type.replace(/^\w+\./, '')}`).join(', ');
    if (shape(table.columns) !== shape(recorded.columns)) throw differs(table, shape(table.columns));
    here.delete(recorded.name);
    return { table, recorded };
  });
  const [left] = here.values();
  if (left) throw differs(left, 'not in the backup');
  return result;
}

function differs({ table }: CarriedTable, reason: string) {
  return backupProblem('restore-differs', { table, reason });
}
