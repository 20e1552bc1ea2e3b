import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IndicatorRow } from '#core/indicators/catalog.ts';
import { Problem } from '#core/problem.ts';
import type { CodeRow } from '#core/vocabulary/lookup.ts';
import type { Database, Progress, Queryable } from './database.ts';

export interface MigrateOptions {
  /** Code lists of the product; when given, `gengjie.codes` is made equal to them. */
  readonly codes?: readonly CodeRow[] | undefined;
  /** Rows `[role, subject, action]` of the product's table of rights; when given, `gengjie.role_rights` is made equal to them. */
  readonly rights?: readonly (readonly [string, string, string])[] | undefined;
  /** The product's own indicators; when given, the rows of `gengjie.indicators` that no office made are made equal to them. */
  readonly indicators?: readonly IndicatorRow[] | undefined;
  /** Folder of numbered .sql files; default the product's own. */
  readonly directory?: string;
  readonly progress?: Progress | undefined;
}

export const migrationsDirectory = fileURLToPath(new URL('./migrations/', import.meta.url));

/**
 * 迁移: runs the numbered migrations that have not run yet, each in its own transaction, and records name and SHA-256 in
 * `gengjie.migrations`. Forward only. Several servers may start at once: one migrates, the others wait.
 *
 * @returns names of the migrations that ran now
 * Throws a Problem when a migration that has run was edited or is missing from this release.
 */
export function migrate(database: Database, options: MigrateOptions = {}): Promise<string[]> {
  return run(options, (work) => inTurn(database, work));
}

/**
 * The same inside an open transaction, which is there whole or not at all: for a restore, which stops after the migration `upTo` to
 * fill in rows of that schema, and goes on from there.
 */
export function migrateInside(
  tx: Queryable,
  options: MigrateOptions & { readonly upTo?: string | undefined } = {},
): Promise<string[]> {
  return run(options, async (work) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    return work(tx);
  });
}

/** Name and SHA-256 of every migration of this release, in their order. */
export function shippedMigrations(
  directory: string = migrationsDirectory,
): Promise<readonly MigrationFile[]> {
  return readMigrations(directory);
}

async function run(
  options: MigrateOptions & { readonly upTo?: string | undefined },
  turn: <T>(work: (tx: Queryable) => Promise<T>) => Promise<T>,
): Promise<string[]> {
  const files = await readMigrations(options.directory ?? migrationsDirectory);
  await turn((tx) => tx.script(ledger));
  const ran: string[] = [];
  for (const file of files) {
    if (options.upTo !== undefined && file.name > options.upTo) break;
    const isNew = await turn((tx) => apply(tx, file, files));
    if (!isNew) continue;
    ran.push(file.name);
    options.progress?.({ zh: `升级数据库：${file.name}`, en: `Migrating: ${file.name}` });
  }
  if (options.codes) await turn((tx) => syncCodes(tx, options.codes ?? []));
  if (options.rights) await turn((tx) => syncRights(tx, options.rights ?? []));
  if (options.indicators) await turn((tx) => syncIndicators(tx, options.indicators ?? []));
  return ran;
}

export interface MigrationFile {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

async function readMigrations(directory: string): Promise<MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const files = await Promise.all(
    names.map(async (name) => {
      // A checkout with other line ends is the same migration.
      const text = (await readFile(join(directory, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
  const wrong = names.find(
    (name, index) => !new RegExp(`^${String(index + 1).padStart(4, '0')}_[a-z0-9_]+\\.sql$`).test(name),
  );
  if (wrong) throw new Error(`migration ${wrong} is out of order or badly named`);
  return files;
}

/** Whether `file` had to run. Everything that ran before it must be as it was. */
async function apply(tx: Queryable, file: MigrationFile, files: readonly MigrationFile[]): Promise<boolean> {
  const done = await tx.query<{ name: string; sha256: string }>(
    'SELECT name, sha256 FROM gengjie.migrations ORDER BY name',
  );
  for (const record of done) {
    const shipped = files.find((candidate) => candidate.name === record.name);
    if (shipped?.sha256 !== record.sha256) throw changed(record.name, shipped !== undefined);
  }
  if (done.some((record) => record.name === file.name)) return false;
  await tx.script(file.text);
  await tx.query('INSERT INTO gengjie.migrations (name, sha256) VALUES ($1, $2)', [file.name, file.sha256]);
  return true;
}

/** Codes are added and renamed, never removed: rows of earlier years go on referring to them. */
async function syncCodes(tx: Queryable, codes: readonly CodeRow[]): Promise<void> {
  const [table] = await tx.query(`SELECT 1 WHERE to_regclass('gengjie.codes') IS NOT NULL`);
  if (!table) return;
  const column = (name: keyof CodeRow) => codes.map((row) => row[name]);
  await tx.query(
    `INSERT INTO gengjie.codes AS c (scheme, version, code, name_zh, name_en, parent, position)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::integer[])
     ON CONFLICT (scheme, version, code) DO UPDATE
       SET (name_zh, name_en, parent, position) = (excluded.name_zh, excluded.name_en, excluded.parent, excluded.position)
       WHERE (c.name_zh, c.name_en, c.parent, c.position)
         IS DISTINCT FROM (excluded.name_zh, excluded.name_en, excluded.parent, excluded.position)`,
    [
      column('scheme'),
      column('version'),
      column('code'),
      column('nameZh'),
      column('nameEn'),
      column('parent'),
      column('position'),
    ],
  );
}

/** Indicators are added and changed, never removed: targets of earlier releases go on referring to them. */
async function syncIndicators(tx: Queryable, indicators: readonly IndicatorRow[]): Promise<void> {
  const [column] = await tx.query(
    `SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('gengjie.indicators') AND attname = 'formula' AND NOT attisdropped`,
  );
  if (!column) return;
  const row =
    'title_zh, title_en, unit, rule_zh, rule_en, rule_source, formula, comparator, decimals, warning_ratio';
  const of = (alias: string) => row.replaceAll(/\w+/g, `${alias}.$&`);
  const values = (name: keyof IndicatorRow) => indicators.map((indicator) => indicator[name]);
  await tx.query(
    `INSERT INTO gengjie.indicators AS i (code, ${row}, own)
     SELECT w.*, false FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::text[],
       $10::integer[], $11::numeric[]) AS w (code, ${row})
     ON CONFLICT (code) DO UPDATE SET (${row}, own) = (${of('excluded')}, false)
       WHERE (${of('i')}, i.own) IS DISTINCT FROM (${of('excluded')}, false)`,
    [
      values('code'),
      values('titleZh'),
      values('titleEn'),
      values('unit'),
      values('ruleZh'),
      values('ruleEn'),
      values('ruleSource'),
      values('formula'),
      values('comparator'),
      values('decimals'),
      values('warningRatio'),
    ],
  );
}

/** The table of rights is the product's: a change of it is a change of the release, and an act in the audit log. */
async function syncRights(
  tx: Queryable,
  rights: readonly (readonly [string, string, string])[],
): Promise<void> {
  const [table] = await tx.query(`SELECT 1 WHERE to_regclass('gengjie.role_rights') IS NOT NULL`);
  if (!table) return;
  const columns = [0, 1, 2].map((index) => rights.map((row) => row[index]));
  const wanted = 'SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS w (role, subject, action)';
  const removed = await tx.query(
    `DELETE FROM gengjie.role_rights r WHERE (r.role, r.subject, r.action) NOT IN (${wanted}) RETURNING 1`,
    columns,
  );
  const added = await tx.query(
    `INSERT INTO gengjie.role_rights (role, subject, action) ${wanted} ON CONFLICT DO NOTHING RETURNING 1`,
    columns,
  );
  if (added.length + removed.length === 0) return;
  await tx.query(`SELECT gengjie.record('rights.sync', 'done', null, null, null, $1::jsonb)`, [
    JSON.stringify({ added: added.length, removed: removed.length }),
  ]);
}

/** A transaction that only one server runs at a time; migrations may take long. */
function inTurn<T>(database: Database, work: (tx: Queryable) => Promise<T>): Promise<T> {
  return database.transaction(
    async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
      return work(tx);
    },
    { timeoutMs: 30 * 60_000 },
  );
}

function changed(name: string, present: boolean): Problem {
  return new Problem({
    type: present ? 'migration-edited' : 'migration-unknown',
    status: 500,
    title: { zh: '数据库升级记录不符', en: 'The migration record does not match' },
    detail: present
      ? { zh: `迁移 ${name} 执行之后被改动过。`, en: `Migration ${name} was edited after it had run.` }
      : {
          zh: `数据库已执行迁移 ${name}，而本版本没有它。`,
          en: `The database has run migration ${name}, which this release lacks.`,
        },
    next: present
      ? {
          zh: '恢复该文件的原样；新的改动写成新的迁移。',
          en: 'Restore the file; write changes as a new migration.',
        }
      : {
          zh: '数据库由更新的版本升级过：请使用同样新或更新的版本。',
          en: 'A newer release has migrated this database: use that release or a later one.',
        },
    place: { file: name },
  });
}

const migrationLock = 4_490_120_111;
const ledger = `
  CREATE SCHEMA IF NOT EXISTS gengjie;
  CREATE TABLE IF NOT EXISTS gengjie.migrations (
    name text PRIMARY KEY,
    sha256 text NOT NULL,
    ran_at timestamptz NOT NULL DEFAULT now()
  )`;
