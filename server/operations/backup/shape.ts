import type { LineTable } from '#server/db/bulk/row-lines.ts';
import { quoted } from '#server/db/bulk/row-lines.ts';
import type { Queryable } from '#server/db/database.ts';

/** 不随备份走的表, and why: everything else in the schema is carried, whatever tables a release adds. */
export const notCarried: Readonly<Record<string, string>> = {
  migrations: 'each database keeps the record of its own migrations; the manifest holds those of the backup',
  sessions: 'people sign in again',
};

/** Filled by the migrations and code lists themselves: a database with rows in these alone is empty. */
export const filledByProduct: readonly string[] = [
  'codes',
  'indicators',
  'layer_versions',
  'role_rights',
  'audit_head',
  'clock',
];

/** A carried table: the columns that are stored (generated ones are made anew), in the order of its primary key. */
export interface CarriedTable extends LineTable {
  /** Name without schema. */
  readonly table: string;
}

/** Tables of the product's schema from the catalog, by name. `all` includes those that are not carried. */
export async function readTables(tx: Queryable, all = false): Promise<CarriedTable[]> {
  const rows = await tx.query<{
    table: string;
    columns: { name: string; type: string; key: number | null; text: boolean }[];
  }>(
    `SELECT c.relname AS table,
       (SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                 'key', array_position(i.indkey::int[], a.attnum::int), 'text', a.attcollation <> 0) ORDER BY a.attnum)
        FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
     FROM pg_class c
     LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
     WHERE c.relnamespace = to_regnamespace('gengjie') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
     ORDER BY c.relname COLLATE "C"`,
  );
  return rows
    .filter(({ table }) => all || !Object.hasOwn(notCarried, table))
    .map(({ table, columns }) => ({
      table,
      name: `gengjie.${quoted(table)}`,
      columns: columns.map(({ name, type }) => ({ name, type })),
      order: orderOf(columns),
    }));
}

/** By primary key, byte by byte, since engines may sort text by different rules; without a key by the whole row. */
function orderOf(columns: readonly { name: string; key: number | null; text: boolean }[]): string {
  const keys = columns.filter(({ key }) => key !== null).sort((a, b) => (a.key ?? 0) - (b.key ?? 0));
  if (keys.length === 0)
    return `ROW(${columns.map(({ name }) => quoted(name)).join(', ')})::text COLLATE "C"`;
  return keys.map(({ name, text }) => `${quoted(name)}${text ? ' COLLATE "C"' : ''}`).join(', ');
}

/** 序列: the state of every sequence of the schema, identity columns' included. Read after the rows: never behind them. */
export async function readSequences(
  tx: Queryable,
): Promise<{ name: string; lastValue: string; isCalled: boolean }[]> {
  const names = await tx.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = to_regnamespace('gengjie') AND relkind = 'S' ORDER BY relname COLLATE "C"`,
  );
  const states = [];
  for (const { name } of names) {
    const [row] = await tx.query<{ lastValue: string; isCalled: boolean }>(
      `SELECT last_value::text AS "lastValue", is_called AS "isCalled" FROM gengjie.${quoted(name)}`,
    );
    if (row) states.push({ name, ...row });
  }
  return states;
}

/** Migrations the database has run; empty for one that was never migrated. */
export async function readLedger(tx: Queryable): Promise<{ name: string; sha256: string }[]> {
  const [there] = await tx.query(`SELECT 1 WHERE to_regclass('gengjie.migrations') IS NOT NULL`);
  return there ? tx.query('SELECT name, sha256 FROM gengjie.migrations ORDER BY name') : [];
}

/** The last link of the audit chain; `null` where the log is empty or not there yet. */
export async function readLastAudit(tx: Queryable): Promise<{ seq: string; hash: string } | null> {
  const [there] = await tx.query(
    `SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('gengjie.audit_log') AND attname IN ('seq', 'hash')
     GROUP BY attrelid HAVING count(*) = 2`,
  );
  if (!there) return null;
  const [last] = await tx.query<{ seq: string; hash: string }>(
    `SELECT format('%s', seq) AS seq, format('%s', hash) AS hash FROM gengjie.audit_log ORDER BY audit_log.seq DESC LIMIT 1`,
  );
  return last ?? null;
}

/** Whether the schema has an audit log already: that of an older release may not. */
export async function keepsAudit(tx: Queryable): Promise<boolean> {
  const [there] = await tx.query(`SELECT 1 WHERE to_regclass('gengjie.audit_log') IS NOT NULL`);
  return there !== undefined;
}
