/** Types a bulk column may have; `geometry` takes hex EWKB text or WKB/EWKB bytes, which get SRID 4490 when they carry none. */
export type BulkType =
  | 'text'
  | 'bigint'
  | 'integer'
  | 'numeric'
  | 'double precision'
  | 'boolean'
  | 'date'
  | 'geometry'
  | 'tstzrange'
  | 'timestamptz'
  | 'jsonb';

export interface BulkColumn {
  readonly name: string;
  readonly type: BulkType;
}

export interface StreamOptions {
  /** Rows per fetch; memory holds one batch. Default 500. */
  readonly batch?: number;
}

export interface TransactionOptions {
  /** Longest single statement in ms; default is that of the database (`queryTimeoutMs`). */
  readonly timeoutMs?: number;
  readonly readOnly?: boolean;
  /**
   * Its statements are few texts that are asked over and over, and one plan suits all their values: on PostGIS each connection plans them
   * once. Never for texts that a request composes. A read-only one is run again on another connection when the first was dead.
   */
  readonly planOnce?: boolean;
  /** Statements may be sent before earlier ones are answered, by {@link together}. Without `bulkInsert` and `stream`, which need the connection alone. */
  readonly pipelined?: boolean;
  /** In whose rights everything inside is done. Without it: in the owner's. */
  readonly person?: PersonOfTransaction;
}

/** What a transaction is told of the person it is for; see `gengjie.become`. */
export interface PersonOfTransaction {
  readonly id: string;
  readonly writes: boolean;
  /** Numbers of the grants the caller believes they hold, `3,7`; when that is no longer so, {@link rightsChanged} is thrown. */
  readonly grants: string;
  readonly request: { readonly id: string; readonly address: string };
}

/** SQLSTATE of `gengjie.become` when a person's grants are no longer those the caller decided by. */
export const rightsChanged = 'GJ001';

/**
 * 可查询: what a transaction and a database have in common. Values are always parameters, never text.
 *
 * Types of answers: `bigint` → number while it is safe, else its decimal string · `numeric` → number (`numeric(18,2)` is exact
 * up to 9 × 10^13 m²) · `date` → `'2026-11-22'` · `timestamptz` → ISO 8601 in UTC with milliseconds · ranges and geometries
 * → text as the database prints them · `jsonb` → parsed · `bytea` → Buffer.
 *
 * A failed statement throws {@link DatabaseError}; one lost inside the geometry engine too, never an empty answer.
 */
export interface Queryable {
  /** Rows of one statement with `$1 …` parameters. */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
  /** The same as a tagged template: every `${value}` is a parameter; fragments made by `raw`/`identifier` are text. */
  sql<Row extends object = Record<string, unknown>>(
    strings: TemplateStringsArray,
    ...values: unknown[]
  ): Promise<Row[]>;
  /** The single `bytea` column of the first row, in binary: the quick way for tiles. `null` without a row or when NULL. */
  queryBytes(text: string, values?: readonly unknown[]): Promise<Buffer | null>;
  /** Rows of a large read in batches, through a cursor. Opens its own transaction on a {@link Database}. */
  stream<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
    options?: StreamOptions,
  ): AsyncIterable<Row[]>;
  /** Several statements, each sent alone; stops at the first that fails. */
  script(text: string): Promise<void>;
  /**
   * 批量写入: rows into a table in the order of `columns`; returns how many. COPY on PostGIS, `INSERT … unnest` on the
   * embedded engine; memory holds one batch. All or nothing: opens a transaction on a {@link Database}.
   */
  bulkInsert(
    table: string,
    columns: readonly BulkColumn[],
    rows: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>,
  ): Promise<number>;
}

/** 数据库: PostGIS, either a server (`postgis`) or our own child process (`embedded`). */
export interface Database extends Queryable {
  readonly engine: 'embedded' | 'postgis';
  readonly version: { readonly postgres: string; readonly postgis: string };
  /**
   * Runs `work` in one transaction: commits when it returns, rolls back when it throws. Inside, use only the `tx` given: the
   * embedded engine has one connection, so a query beside an open transaction waits for its end.
   */
  transaction<T>(work: (tx: Queryable) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Connections open, those of them that are idle, and callers waiting for one. */
  connections(): Connections;
  close(): Promise<void>;
}

export interface Connections {
  readonly open: number;
  readonly idle: number;
  readonly waiting: number;
}

/** Says what start-up does, and how far it is (0…1) where that is known. */
export type Progress = (message: { zh: string; en: string }, fraction?: number) => void;

export interface OpenOptions {
  /** PostgreSQL URL; without it the embedded engine serves `home`. */
  readonly url?: string | undefined;
  /** Folder of the embedded engine (`pgdata`, `engine.lock`). */
  readonly home: string;
  /** Use the running owner's engine instead of owning the folder (command line beside a running server). */
  readonly attach?: boolean;
  /** Longest single statement in ms, on both engines. Default 60 000. */
  readonly queryTimeoutMs?: number;
  /** How long a PostgreSQL server that does not answer yet is waited for, in ms. Default 60 000. */
  readonly waitMs?: number;
  /** What a new home of the embedded engine starts with; see `preparedContent`. Default: extensions only. */
  readonly prepared?: PreparedContent;
  readonly progress?: Progress;
}

/** 预制内容: what is put into a new embedded database once and then copied. */
export interface PreparedContent {
  /** Names the variant, e.g. `schema`, `demonstration`. */
  readonly name: string;
  /** Files the content depends on; a change of any makes a new template. */
  readonly ingredients: readonly string[];
  readonly build: (database: Database, progress: Progress) => Promise<void>;
}

/** A statement the database refused. `code` is the SQLSTATE, or one of our own kebab-case codes. */
export class DatabaseError extends Error {
  readonly code: string;
  readonly constraint: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;

  constructor(
    code: string,
    message: string,
    place: {
      constraint?: string | undefined;
      table?: string | undefined;
      column?: string | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: place.cause });
    this.name = 'DatabaseError';
    this.code = code;
    this.constraint = place.constraint;
    this.table = place.table;
    this.column = place.column;
  }
}
