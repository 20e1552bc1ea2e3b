import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Queryable } from '../database.ts';
import { asDatabaseError } from '../errors.ts';
import { Session } from '../session.ts';
import { feedCopy } from './copy-stream.ts';

/** A table as its rows are carried: `name` and `order` are SQL (quoted, or an expression), types as `format_type` prints them. */
export interface LineTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** ORDER BY, so that the same rows are the same bytes on every engine. */
  readonly order: string;
}

/** Settings under which a value and its text determine each other, the same on both engines. Local to the transaction. */
export const exactText = `
  SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';
  SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'`;

/**
 * 行文本: all rows in PostgreSQL's own text form (`COPY … TO`): one line a row, tabs between fields, `\N` for NULL, every value
 * as its type prints it. Call in a transaction that ran {@link exactText}. Memory holds one batch.
 */
export function readRowLines(tx: Queryable, table: LineTable): AsyncGenerator<Buffer> {
  const session = sessionOf(tx);
  return session.engine === 'postgis' ? copyOut(session, table) : fetchLines(session, table);
}

/** Writes lines of {@link readRowLines} into the table, identity values as they are; returns how many rows. */
export async function writeRowLines(
  tx: Queryable,
  table: LineTable,
  chunks: AsyncIterable<Buffer>,
): Promise<number> {
  const session = sessionOf(tx);
  try {
    return await (session.engine === 'postgis'
      ? copyIn(session, table, chunks)
      : insertLines(session, table, chunks));
  } catch (error) {
    throw asDatabaseError(error);
  }
}

async function* copyOut(session: Session, table: LineTable): AsyncGenerator<Buffer> {
  const stream = session.client.query(
    copyTo(`COPY (SELECT ${columnList(table)} FROM ${table.name} ORDER BY ${table.order}) TO STDOUT`),
  );
  try {
    yield* stream.iterator({ destroyOnReturn: false });
  } catch (error) {
    throw asDatabaseError(error);
  } finally {
    // A reader that stops early leaves the connection in the middle of the copy: the rest is read and dropped.
    if (!stream.readableEnded && !stream.destroyed) {
      stream.resume();
      await finished(stream).catch(() => {});
    }
  }
}

async function copyIn(session: Session, table: LineTable, chunks: AsyncIterable<Buffer>): Promise<number> {
  const stream = session.client.query(copyFrom(`COPY ${table.name} (${columnList(table)}) FROM STDIN`));
  return feedCopy(stream, async (failure, end) => {
    for await (const chunk of chunks) {
      if (failure() !== undefined) break;
      if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), end]);
    }
  });
}

/** The embedded engine copies to no client: `format('%s', …)` prints a value with its type's own output function. */
async function* fetchLines(session: Session, table: LineTable): AsyncGenerator<Buffer> {
  const fields = table.columns.map(
    ({ name }, index) =>
      `CASE WHEN ${quoted(name)} IS NOT NULL THEN format('%s', ${quoted(name)}) END AS f${index}`,
  );
  const text = `SELECT ${fields.join(', ')} FROM ${table.name} ORDER BY ${table.order}`;
  const names = table.columns.map((_, index) => `f${index}`);
  for await (const rows of session.stream<Record<string, string | null>>(text, [], { batch: rowsPerBatch })) {
    yield Buffer.from(
      rows.map((row) => `${names.map((name) => escaped(row[name] ?? null)).join('\t')}\n`).join(''),
    );
  }
}

async function insertLines(
  session: Session,
  table: LineTable,
  chunks: AsyncIterable<Buffer>,
): Promise<number> {
  const names = table.columns.map((_, index) => `f${index}`);
  const statement = `INSERT INTO ${table.name} (${columnList(table)}) OVERRIDING SYSTEM VALUE
    SELECT ${names.map((name, index) => `${name}::${table.columns[index]?.type}`).join(', ')}
    FROM unnest(${names.map((_, index) => `$${index + 1}::text[]`).join(', ')}) AS given (${names.join(', ')})`;
  let arrays: (string | null)[][] = names.map(() => []);
  let count = 0;
  let size = 0;
  const flush = async () => {
    if (arrays[0]?.length === 0) return;
    count += (await session.run(statement, arrays)).rowCount;
    arrays = names.map(() => []);
    size = 0;
  };
  for await (const line of linesOf(chunks)) {
    const fields = line.split('\t');
    if (fields.length !== names.length) throw new Error(`${table.name}: a row has ${fields.length} fields`);
    for (const [index, field] of fields.entries()) arrays[index]?.push(unescaped(field));
    size += line.length;
    if ((arrays[0]?.length ?? 0) >= rowsPerBatch || size >= charactersPerBatch) await flush();
  }
  await flush();
  return count;
}

/** Lines of a byte stream; a line break never stands inside a row, its text writes it `\n`. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, from)) {
      yield bytes.toString('utf8', from, end);
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
  if (rest.length > 0) throw new Error('the last row has no end');
}

function columnList(table: LineTable): string {
  return table.columns.map(({ name }) => quoted(name)).join(', ');
}

/** A name of the database's own catalog, whatever letters it has. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function escaped(value: string | null): string {
  return value === null
    ? '\\N'
    : value.replaceAll(/[\\\b\f\n\r\t\v]/g, (letter) => escapes[letter] ?? letter);
}

function unescaped(field: string): string | null {
  if (field === '\\N') return null;
  return field.includes('\\')
    ? field.replaceAll(/\\(.)/g, (_, letter: string) => letters[letter] ?? letter)
    : field;
}

/** A transaction of either engine is a {@link Session}; anything else cannot copy. */
function sessionOf(tx: Queryable): Session {
  if (tx instanceof Session) return tx;
  throw new Error('rows are copied inside a transaction');
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};
const letters: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const lineFeed = 10;
const rowsPerBatch = 1000;
const charactersPerBatch = 4_000_000;
