import { basename } from 'node:path';
import { type Database, DatabaseError, type Queryable } from '#server/db/database.ts';
import { connectionLost } from '#server/db/errors.ts';
import { migrateInside } from '#server/db/migrate.ts';
import { productRows } from '#server/db/product-rows.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { Backup } from './archive-reader.ts';
import { longestStatementMs } from './make-backup.ts';
import type { Manifest } from './manifest.ts';
import { backupProblem } from './problems.ts';
import { restoreFiles } from './restore-files.ts';
import { arrangeSchema, refuseNewer, restoreRows, tablesInUse } from './restore-rows.ts';
import { keepsAudit, readLastAudit, readLedger } from './shape.ts';

export interface RestoreOptions {
  readonly file: string;
  readonly home: string;
  /** Empties a database that holds something, in the same transaction. */
  readonly replace?: boolean;
  readonly onProgress?: (fraction: number) => void;
}

export interface RestoreReport {
  readonly manifest: Manifest;
  readonly rows: number;
  readonly bytes: number;
  /** Last link of the audit log as restored; equal to the backup's. */
  readonly audit: { readonly seq: string; readonly hash: string } | null;
  readonly auditEqual: boolean;
  /** Migrations of this release that ran on the restored rows. */
  readonly migrated: readonly string[];
  /** Where the originals of imports that were there before are kept. */
  readonly keptAside: string | undefined;
  readonly seconds: number;
}

/**
 * 恢复: the whole backup or nothing. The file is read and its sums are compared before the database is touched; rows are written and
 * read back in one transaction; files are on the disk before it commits. Works from either engine to either engine.
 *
 * @throws Problem `backup-*` for a file that cannot be used, `restore-not-empty`, `restore-differs`; nothing has changed then
 */
export async function restoreBackup(db: Database, options: RestoreOptions): Promise<RestoreReport> {
  const began = performance.now();
  const progress = options.onProgress ?? (() => {});
  const backup = await Backup.open(options.file);
  try {
    await refuseNewer(backup);
    await backup.verify((fraction) => progress(fraction * 0.1));
    await refuseUsed(db, options);
    const files = await restoreFiles(backup, options.home);
    const outcome = await db
      .transaction(
        async (tx) => {
          const written = await writeAll(tx, backup, options, (fraction) => progress(0.2 + fraction * 0.8));
          return { ...written, keptAside: await files.place() };
        },
        { timeoutMs: longestStatementMs },
      )
      .catch(async (error: unknown) => {
        // When the connection went, the commit may have happened: files too many do no harm, missing ones would.
        if (!(error instanceof DatabaseError && error.code === connectionLost)) await files.undo();
        throw error;
      });
    // Without fresh statistics the first maps are slow, no more; they come by themselves in time.
    await db.transaction((tx) => tx.query('ANALYZE'), { timeoutMs: longestStatementMs }).catch(() => {});
    return { ...outcome, ...sums(backup.manifest), seconds: (performance.now() - began) / 1000 };
  } finally {
    backup.close();
  }
}

async function writeAll(
  tx: Queryable,
  backup: Backup,
  options: RestoreOptions,
  progress: (fraction: number) => void,
): Promise<Pick<RestoreReport, 'audit' | 'auditEqual' | 'migrated'>> {
  await tx.query('SET LOCAL row_security = off');
  await refuseUsed(tx, options);
  const replaced = await readLastAudit(tx);
  await arrangeSchema(tx, backup.manifest);
  await restoreRows(tx, backup, progress);
  const audit = await readLastAudit(tx);
  const { audit: recorded } = backup.manifest;
  const auditEqual = audit?.seq === recorded?.seq && audit?.hash === recorded?.hash;
  const migrated = await migrateInside(tx, productRows());
  await renewLayerVersions(tx);
  if (await keepsAudit(tx)) {
    const { createdAt, version, engine } = backup.manifest;
    const detail = { createdAt, version, engine, audit: recorded, replaced };
    await recordAct(tx, { action: 'backup.restore', subject: basename(backup.path), detail });
  }
  return { audit, auditEqual, migrated };
}

async function refuseUsed(tx: Queryable, { replace }: RestoreOptions): Promise<void> {
  if (replace || (await readLedger(tx)).length === 0) return;
  const used = await tablesInUse(tx);
  if (used.length > 0) throw backupProblem('restore-not-empty', { tables: used.slice(0, 5).join(', ') });
}

/**
 * Browsers keep tiles for ever under the version of their layer. After a restore the numbers would be counted a second time, for other
 * rows: so they go on from the clock, far above any that was ever given out.
 */
async function renewLayerVersions(tx: Queryable): Promise<void> {
  await tx.query(
    `UPDATE gengjie.layer_versions
     SET version = greatest(version + 1, floor(extract(epoch FROM clock_timestamp()))::bigint), changed_at = clock_timestamp()`,
  );
}

function sums(manifest: Manifest) {
  const { tables, attachments, originals } = manifest;
  const bytes = [...tables, ...attachments, ...originals].reduce((sum, member) => sum + member.bytes, 0);
  return { manifest, rows: tables.reduce((sum, { rows }) => sum + rows, 0), bytes };
}
