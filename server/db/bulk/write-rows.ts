import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import type { BulkColumn } from '../database.ts';
import type { Session } from '../session.ts';
import { quoteIdentifier } from '../sql.ts';
import { binaryHeader, binaryRow, binaryTrailer, canCopyBinary } from './binary-copy.ts';
import { feedCopy } from './copy-stream.ts';
import { textValue } from './text-value.ts';

type Rows = Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>;

/** 批量写入 through one connection; see {@link Queryable.bulkInsert}. */
export function writeRows(
  session: Session,
  table: string,
  columns: readonly BulkColumn[],
  rows: Rows,
): Promise<number> {
  return session.engine === 'embedded'
    ? insertBatches(session, table, columns, rows)
    : copy(session, table, columns, rows);
}

/** The embedded engine cannot take COPY from a client: arrays of text, cast column by column. */
async function insertBatches(
  session: Session,
  table: string,
  columns: readonly BulkColumn[],
  rows: Rows,
): Promise<number> {
  const names = columns.map((column) => quoteIdentifier(column.name));
  const statement = `INSERT INTO ${quoteIdentifier(table)} (${names.join(', ')})
    SELECT ${names.map((name, index) => `${name}::${columns[index]?.type}`).join(', ')}
    FROM unnest(${names.map((_, index) => `$${index + 1}::text[]`).join(', ')}) AS given (${names.join(', ')})`;
  let arrays: (string | null)[][] = columns.map(() => []);
  let size = 0;
  let count = 0;
  const flush = async () => {
    count += (await session.run(statement, arrays)).rowCount;
    arrays = columns.map(() => []);
    size = 0;
  };
  for await (const row of rows) {
    columns.forEach((column, index) => {
      const value = textValue(row[index], column);
      arrays[index]?.push(value);
      size += (value?.length ?? 0) + 8;
    });
    if ((arrays[0]?.length ?? 0) >= rowsPerBatch || size >= charactersPerBatch) await flush();
  }
  if ((arrays[0]?.length ?? 0) > 0) await flush();
  return count;
}

async function copy(
  session: Session,
  table: string,
  columns: readonly BulkColumn[],
  rows: Rows,
): Promise<number> {
  const binary = canCopyBinary(columns);
  const names = columns.map((column) => quoteIdentifier(column.name)).join(', ');
  const format = binary ? 'binary' : 'text';
  const stream = session.client.query(
    copyFrom(`COPY ${quoteIdentifier(table)} (${names}) FROM STDIN WITH (FORMAT ${format})`),
  );
  return feedCopy(stream, async (failure) => {
    const sink = new Sink(stream, failure);
    if (binary) await sink.write(binaryHeader);
    for await (const row of rows) {
      await sink.write(binary ? binaryRow(row, columns) : textRow(row, columns));
    }
    if (binary) await sink.write(binaryTrailer);
    await sink.flush();
  });
}

/** Gathers small rows into large writes and waits when the connection is behind. */
class Sink {
  #parts: Buffer[] = [];
  #size = 0;

  constructor(
    private readonly stream: Writable,
    private readonly failure: () => unknown,
  ) {}

  async write(bytes: Buffer): Promise<void> {
    this.#parts.push(bytes);
    this.#size += bytes.length;
    if (this.#size >= bytesPerWrite) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.failure() !== undefined) throw this.failure();
    const whole = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    if (whole.length > 0 && !this.stream.write(whole)) {
      await once(this.stream, 'drain');
    }
  }
}

/** One line of COPY's text format: tabs between fields, `\N` for NULL, backslash escapes. */
function textRow(row: readonly unknown[], columns: readonly BulkColumn[]): Buffer {
  const fields = columns.map((column, index) => {
    const value = textValue(row[index], column);
    return value === null
      ? '\\N'
      : value.replaceAll(/[\\\b\f\n\r\t\v]/g, (character) => escapes[character] ?? '');
  });
  return Buffer.from(`${fields.join('\t')}\n`);
}

const escapes: Record<string, string> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};
const rowsPerBatch = 1000;
const charactersPerBatch = 2_000_000;
const bytesPerWrite = 256 * 1024;
