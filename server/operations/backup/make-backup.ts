import { existsSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { exactText, readRowLines } from '#server/db/bulk/row-lines.ts';
import type { Database, Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { version } from '#server/version.ts';
import { Backup } from './archive-reader.ts';
import { ArchiveWriter } from './archive-writer.ts';
import type { Manifest } from './manifest.ts';
import { backupProblem } from './problems.ts';
import { keepsAudit, notCarried, readLastAudit, readLedger, readSequences, readTables } from './shape.ts';
import { addStoredFiles, readStoredFiles } from './stored-files.ts';

export interface BackupOptions {
  readonly file: string;
  /** Folder of attachments and originals. */
  readonly home: string;
  readonly force?: boolean;
  readonly now?: Date;
  readonly onProgress?: (fraction: number) => void;
  /** Gives up soon after it is aborted; nothing is left then. */
  readonly signal?: AbortSignal | undefined;
}

export interface BackupReport {
  readonly file: string;
  readonly bytes: number;
  readonly seconds: number;
  readonly manifest: Manifest;
}

/** Long enough for a county on a slow disk. */
export const longestStatementMs = 6 * 3600_000;

/**
 * 备份: one file with every row of one instant, the attachments and the originals of imports. Written beside its place, read back and
 * compared with its own sums, and only then given its name: a file that has the name is whole. People go on working meanwhile; on
 * the embedded engine, which has one session, they wait while the rows are read.
 *
 * @returns the report; its `manifest.faults` names files that are missing or altered
 * @throws Problem `backup-exists`, `backup-nothing-there`, `backup-not-writable`; nothing is left then
 */
export async function makeBackup(db: Database, options: BackupOptions): Promise<BackupReport> {
  const began = performance.now();
  const file = resolve(options.file);
  if (existsSync(file) && !options.force) throw backupProblem('backup-exists', { file });
  const now = options.now ?? new Date();
  const archive = await ArchiveWriter.create(`${file}.part`, now);
  try {
    const manifest = await fill(archive, db, options, now);
    const { bytes } = await archive.finish(manifest);
    await readBack(archive.path, options);
    await rename(archive.path, file);
    await syncFolder(dirname(file));
    await noteBackup(db, file, manifest);
    return { file, bytes, seconds: (performance.now() - began) / 1000, manifest };
  } catch (error) {
    await archive.discard();
    throw error;
  }
}

async function fill(
  archive: ArchiveWriter,
  db: Database,
  options: BackupOptions,
  now: Date,
): Promise<Manifest> {
  const { rows, files } = await db.transaction(
    async (tx) => {
      await beginSnapshot(tx);
      const rows = await addRows(archive, tx, options);
      return { rows, files: await readStoredFiles(tx) };
    },
    { timeoutMs: longestStatementMs },
  );
  return {
    format: 1,
    product: 'gengjie',
    version,
    createdAt: now.toISOString(),
    engine: db.engine,
    postgres: db.version.postgres,
    postgis: db.version.postgis,
    ...rows,
    notCarried,
    ...(await addStoredFiles(archive, options, files)),
  };
}

/** Everything is seen as of one instant. With row security off a policy that would hide rows is an error, not a smaller backup. */
async function beginSnapshot(tx: Queryable): Promise<void> {
  await tx.script(`
    SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
    SET LOCAL row_security = off;
    ${exactText}`);
}

type Rows = Pick<Manifest, 'demonstration' | 'migrations' | 'tables' | 'sequences' | 'audit'>;

async function addRows(
  archive: ArchiveWriter,
  tx: Queryable,
  { onProgress, signal }: BackupOptions,
): Promise<Rows> {
  const migrations = await readLedger(tx);
  if (migrations.length === 0)
    throw backupProblem('backup-nothing-there', { place: 'DATABASE_URL / GENGJIE_HOME' });
  const audit = await readLastAudit(tx);
  const [workspace] = await tx.query<{ demonstration: boolean | null }>(
    `SELECT (value ->> 'demonstration')::boolean AS demonstration FROM gengjie.settings WHERE key = 'workspace'`,
  );
  const tables: Manifest['tables'] = [];
  const carried = await readTables(tx);
  for (const [index, table] of carried.entries()) {
    let rows = 0;
    const counted = async function* () {
      for await (const chunk of readRowLines(tx, table)) {
        signal?.throwIfAborted();
        rows += lineEnds(chunk);
        yield chunk;
      }
    };
    const member = await archive.add(`tables/${table.table}.tsv`, counted(), 1);
    const [first, ...others] = table.columns;
    if (first) tables.push({ ...member, name: table.table, columns: [first, ...others], rows });
    onProgress?.(((index + 1) / carried.length) * 0.8);
  }
  const demonstration = workspace?.demonstration === true;
  return { demonstration, migrations, tables, sequences: await readSequences(tx), audit };
}

/** Rows of a chunk: a line feed stands only at the end of a row. */
function lineEnds(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count += 1;
  return count;
}

/** A backup is an export of everything, so it is an act. */
async function noteBackup(db: Database, file: string, manifest: Manifest): Promise<void> {
  const { tables, attachments, originals, faults, createdAt } = manifest;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const files = attachments.length + originals.length;
  await db.transaction(async (tx) => {
    if (!(await keepsAudit(tx))) return;
    const detail = { createdAt, rows, files, faults: faults.length };
    await recordAct(tx, { action: 'backup.make', subject: basename(file), detail });
  });
}

async function readBack(path: string, { onProgress, signal }: BackupOptions): Promise<void> {
  const written = await Backup.open(path);
  try {
    await written.verify((fraction) => {
      signal?.throwIfAborted();
      onProgress?.(0.8 + fraction * 0.2);
    });
  } finally {
    written.close();
  }
}

/** A new name is safe once its folder is on the disk; not every system can be asked. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
