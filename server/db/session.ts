import type { Writable } from 'node:stream';
import { type ClientBase, escapeLiteral, type QueryResult } from 'pg';
import { writeRows } from './bulk/write-rows.ts';
import {
  type BulkColumn,
  type Database,
  DatabaseError,
  type Queryable,
  type StreamOptions,
} from './database.ts';
import { asDatabaseError, endsConnection, geometryEngineFailed } from './errors.ts';
import { splitStatements } from './split-statements.ts';
import { compose, numbered } from './sql.ts';

/**
 * One connection as a {@link Queryable}. The only place that hands text to the driver: in the extended protocol but for `batch`, and
 * an answer without a command tag is an error, never "no rows" (the embedded engine's way of losing an exception).
 */
export class Session implements Queryable {
  #ended = false;

  constructor(
    readonly client: ClientBase,
    readonly engine: Database['engine'],
    /** See {@link TransactionOptions.planOnce}. */
    private readonly planOnce = false,
  ) {}

  /** After this every use throws: a transaction object that outlived its transaction is a bug. */
  end(): void {
    this.#ended = true;
  }

  /** What statements are written to, when they may be before earlier ones are answered. */
  pipeline(): Writable | undefined {
    const { pipeline, connection } = this.client as unknown as {
      pipeline: boolean;
      connection: { stream: Writable };
    };
    return pipeline ? connection.stream : undefined;
  }

  async query<Row extends object = Record<string, unknown>>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    return (await this.run(text, values)).rows as Row[];
  }

  async sql<Row extends object = Record<string, unknown>>(
    strings: TemplateStringsArray,
    ...values: unknown[]
  ): Promise<Row[]> {
    const composed = compose(strings, values);
    return this.query<Row>(numbered(composed.text), composed.values);
  }

  async queryBytes(text: string, values: readonly unknown[] = []): Promise<Buffer | null> {
    const { rows } = await this.run(text, values, 'binary');
    return ((rows[0] as unknown[] | undefined)?.[0] as Buffer | null | undefined) ?? null;
  }

  async *stream<Row extends object = Record<string, unknown>>(
    text: string,
    values: readonly unknown[] = [],
    options: StreamOptions = {},
  ): AsyncGenerator<Row[]> {
    const name = cursorName();
    await this.run(`DECLARE ${name} NO SCROLL CURSOR FOR ${text}`, values);
    for (;;) {
      const rows = await this.query<Row>(`FETCH ${options.batch ?? defaultBatch} FROM ${name}`);
      if (rows.length === 0) break;
      yield rows;
    }
    await this.run(`CLOSE ${name}`, []);
  }

  async script(text: string): Promise<void> {
    for (const statement of splitStatements(text)) await this.run(statement, []);
  }

  async bulkInsert(
    table: string,
    columns: readonly BulkColumn[],
    rows: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>,
  ): Promise<number> {
    try {
      return await writeRows(this, table, columns, rows);
    } catch (error) {
      throw asDatabaseError(error);
    }
  }

  /**
   * Statements without parameters in one message, for what must not cost a round trip each: what begins a transaction. They end at the
   * first that fails. Values in them are written by {@link literal}.
   */
  async batch(statements: readonly string[]): Promise<void> {
    if (this.#ended) throw new Error('this transaction has ended; use the database or a new transaction');
    try {
      const results = await this.client.query(statements.join('; '));
      const all = [results].flat() as QueryResult[];
      if (all.length !== statements.length || all.some(({ command }) => !command))
        throw lostResult(statements.join('; '));
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** One statement; the command tag decides whether it happened. */
  async run(
    text: string,
    values: readonly unknown[],
    form?: 'binary',
  ): Promise<{ command: string; rows: unknown[]; rowCount: number }> {
    if (this.#ended) throw new Error('this transaction has ended; use the database or a new transaction');
    try {
      const result = await this.client.query({
        text,
        values: [...values],
        queryMode: 'extended',
        ...(form ? { rowMode: 'array', binary: true } : {}),
        // Prepared once: planning a click's statement over seventeen layers takes five times as long as carrying it out. Not on the
        // embedded engine, whose one session all connections share.
        ...((form || this.planOnce) && this.engine === 'postgis' ? { name: statementName(text) } : {}),
      } as { text: string });
      if (!result.command) throw lostResult(text);
      return { command: result.command, rows: result.rows, rowCount: result.rowCount ?? 0 };
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** After an error that ends the connection a statement would meet no transaction and nobody's rights but the owner's. */
  #failed(error: unknown): unknown {
    const failure = asDatabaseError(error);
    if (endsConnection(failure)) this.#ended = true;
    return failure;
  }
}

/**
 * Statements of which none needs another's answer. On a pipelined connection all are sent at once, otherwise one after another; what fails
 * first is thrown, and in a transaction nothing behind it happens.
 */
export async function together(
  tx: Queryable,
  statements: readonly (() => Promise<unknown>)[],
): Promise<void> {
  const wire = tx instanceof Session ? tx.pipeline() : undefined;
  if (!wire) {
    for (const statement of statements) await statement();
    return;
  }
  wire.cork();
  const sent = statements.map((statement) => statement());
  wire.uncork();
  for (const answer of await Promise.allSettled(sent)) if (answer.status === 'rejected') throw answer.reason;
}

/** The literals of {@link Session.batch}. */
export const literal = escapeLiteral;

/** One name a text, so that each connection prepares it once. */
function statementName(text: string): string {
  let name = statementNames.get(text);
  if (!name) {
    name = `gengjie_${statementNames.size}`;
    statementNames.set(text, name);
  }
  return name;
}

const statementNames = new Map<string, string>();

export function cursorName(): string {
  cursors += 1;
  return `gengjie_cursor_${process.pid}_${cursors}`;
}

export const defaultBatch = 500;

function lostResult(text: string): DatabaseError {
  return new DatabaseError(
    geometryEngineFailed,
    `the database answered without a result: ${text.slice(0, 120)}`,
  );
}

let cursors = 0;
