import type { PoolClient, PoolConfig } from 'pg';
import { BinaryClient } from './binary-client.ts';
import { ConnectionPool, PoolEnded } from './connection-pool.ts';
import type {
  BulkColumn,
  Connections,
  Database,
  PersonOfTransaction,
  Queryable,
  StreamOptions,
  TransactionOptions,
} from './database.ts';
import { DatabaseError, rightsChanged } from './database.ts';
import { asDatabaseError, connectionLost, endsConnection, isLost, wasNeverSent } from './errors.ts';
import { cursorName, defaultBatch, literal, Session } from './session.ts';
import { compose, numbered } from './sql.ts';
import { typeParsers } from './types.ts';

/** What both engines share: a pool of connections, and everything of {@link Database} on top of it. */
export class PooledDatabase implements Database {
  version = { postgres: '', postgis: '' };
  #pool: ConnectionPool;
  /** Connections of people: no rights until a transaction is begun in somebody’s. On the embedded engine the one pool there is. */
  #readers: ConnectionPool;
  #writers: ConnectionPool;
  #closed: Promise<void> | undefined;
  /** Connections that have served before: only those may have died unnoticed. */
  readonly #veterans = new WeakSet<PoolClient>();

  constructor(
    readonly engine: Database['engine'],
    private connection: PoolConfig,
    private readonly hooks: {
      readonly ready?: () => Promise<void>;
      readonly closed?: () => Promise<void>;
    } = {},
  ) {
    this.#pool = this.#openPool();
    this.#readers = this.#openPersons({ pipeline: true });
    this.#writers = this.#openPersons({ pipeline: false });
  }

  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]> {
    return this.#ask((session) => session.query<Row>(text, values));
  }

  sql<Row extends object = Record<string, unknown>>(
    strings: TemplateStringsArray,
    ...values: unknown[]
  ): Promise<Row[]> {
    const composed = compose(strings, values);
    return this.query<Row>(numbered(composed.text), composed.values);
  }

  queryBytes(text: string, values?: readonly unknown[]): Promise<Buffer | null> {
    return this.#ask((session) => session.queryBytes(text, values));
  }

  script(text: string): Promise<void> {
    return this.#with((session) => session.script(text));
  }

  bulkInsert(
    table: string,
    columns: readonly BulkColumn[],
    rows: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>,
  ): Promise<number> {
    return this.transaction((tx) => tx.bulkInsert(table, columns, rows));
  }

  /**
   * On PostGIS a cursor in a transaction of its own. On the embedded engine, whose one session everybody shares, a held cursor:
   * the rows are computed at once and kept in a temporary file, so a slow reader keeps nobody waiting between two fetches.
   */
  async *stream<Row extends object = Record<string, unknown>>(
    text: string,
    values: readonly unknown[] = [],
    options: StreamOptions = {},
  ): AsyncGenerator<Row[]> {
    const name = cursorName();
    const held = this.engine === 'embedded';
    const connection = held ? undefined : await this.#begin(['BEGIN READ ONLY'], 'owner');
    const use = <T>(work: (session: Session) => Promise<T>) =>
      connection ? work(connection.session) : this.#with(work);
    let failed = true;
    try {
      await use((session) =>
        session.run(`DECLARE ${name} NO SCROLL CURSOR ${held ? 'WITH HOLD' : ''} FOR ${text}`, values),
      );
      for (;;) {
        const rows = await use((session) =>
          session.query<Row>(`FETCH ${options.batch ?? defaultBatch} FROM ${name}`),
        );
        if (rows.length === 0) break;
        yield rows;
      }
      failed = false;
    } finally {
      if (connection)
        connection.release(await this.#finish(connection.session, failed ? 'ROLLBACK' : 'COMMIT'));
      else await use((session) => session.run(`CLOSE ${name}`, [])).catch(() => {});
    }
  }

  /**
   * What begins a transaction is one message: it is begun, and made one of its person, whole or not at all, before `work` is run.
   * A read-only one of a person is answered before it is ended, since nothing can be lost any more; its connection is
   * free again after that.
   */
  async transaction<T>(work: (tx: Queryable) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const { readOnly = false, timeoutMs, planOnce = false, pipelined = false, person } = options;
    const begin = readOnly ? 'BEGIN READ ONLY' : 'BEGIN';
    // The embedded engine reads the time limit from the beginning of a message.
    const limit = timeoutMs === undefined ? [] : [`SET LOCAL statement_timeout = ${Math.round(timeoutMs)}`];
    const general = planOnce && this.engine === 'postgis';
    const setting = general ? [generalPlans] : [];
    const becoming = person ? this.#becoming(person, setting) : setting.map((call) => `SELECT ${call}`);
    // Connections on which statements may be sent ahead are those of people's reads, who own nothing.
    const owning = pipelined && this.engine === 'postgis' ? ['SET LOCAL ROLE none'] : [];
    const statements = [begin, ...limit, ...owning, ...becoming];
    if (readOnly && person && general) return this.#readAtOnce(work, statements);
    const { session, release } = await this.#begin(
      statements,
      pipelined ? 'readers' : person ? (readOnly ? 'readers' : 'writers') : 'owner',
      planOnce,
    );
    let broken: Error | undefined;
    let ending: Promise<Error | undefined> | undefined;
    try {
      const result = await work(session);
      if (readOnly && person) {
        ending = this.#finish(session, 'COMMIT');
        return result;
      }
      const { command } = await session.run('COMMIT', []);
      // A transaction somebody caught an error in answers COMMIT with ROLLBACK; its work did not happen.
      if (command !== 'COMMIT')
        throw new DatabaseError('25P02', 'the transaction had failed and was rolled back');
      return result;
    } catch (error) {
      broken = await this.#finish(session, 'ROLLBACK');
      throw asDatabaseError(error);
    } finally {
      session.end();
      if (ending) void ending.then(release);
      else release(broken);
    }
  }

  /**
   * Begins a transaction of a person and lets `work` ask without waiting for that: a small tile's rows take no longer than the way to the
   * server and back. When it is not begun, what was asked behind it is refused with it; were it not, it would be asked on a connection that has
   * no rights. `work` only reads, so that after a dead connection it is run again.
   */
  async #readAtOnce<T>(work: (tx: Queryable) => Promise<T>, statements: readonly string[]): Promise<T> {
    for (;;) {
      const { session, veteran, release } = await this.#acquire('readers', true);
      const [begun, worked] = await Promise.allSettled([session.batch(statements), work(session)]);
      const done = begun.status === 'fulfilled' && worked.status === 'fulfilled';
      const ended = this.#finish(session, done ? 'COMMIT' : 'ROLLBACK');
      session.end();
      void ended.then(release);
      if (done) return worked.value;
      const error: unknown =
        begun.status === 'rejected' ? begun.reason : worked.status === 'rejected' ? worked.reason : undefined;
      if (begun.status === 'fulfilled' || !veteran || !isLost(error)) throw asDatabaseError(error);
    }
  }

  /** Statements after which a transaction is in the rights of a person. Only the owner may make it that. */
  #becoming({ id, writes, grants, request }: PersonOfTransaction, settings: readonly string[]): string[] {
    const values = [literal(id), String(writes), literal(JSON.stringify(request)), literal(grants)];
    return [
      ...(this.engine === 'embedded' ? [] : ['SET LOCAL ROLE none']),
      `SELECT ${[`gengjie.become(${values.join(', ')})`, ...settings].join(', ')}`,
      'SET LOCAL ROLE gengjie_person',
    ];
  }

  /** Waits for the statements under way; those that wait for a connection are refused. Closing twice is closing once. */
  close(): Promise<void> {
    this.#closed ??= Promise.all(this.#pools().map((pool) => pool.end())).then(() => this.hooks.closed?.());
    return this.#closed;
  }

  connections(): Connections {
    const sum = (count: (pool: ConnectionPool) => number) =>
      this.#pools().reduce((all, pool) => all + count(pool), 0);
    return {
      open: sum((pool) => pool.totalCount),
      idle: sum((pool) => pool.idleCount),
      waiting: sum((pool) => pool.waitingCount),
    };
  }

  /** After the server behind the pool was replaced: the old connections are dead, new ones are opened when asked for. */
  renew(connection: PoolConfig): void {
    this.connection = connection;
    const old = this.#pools();
    this.#pool = this.#openPool();
    this.#readers = this.#openPersons({ pipeline: true });
    this.#writers = this.#openPersons({ pipeline: false });
    for (const pool of old) void pool.end().catch(() => {});
  }

  async readVersion(): Promise<void> {
    const [row] = await this.query<{ postgres: string; postgis: string }>(
      `SELECT current_setting('server_version') AS postgres, postgis_lib_version() AS postgis`,
    );
    if (row) this.version = row;
  }

  /**
   * One statement. A connection that died unnoticed while it lay idle says so at the next statement: one that was never sent is
   * sent on another connection; one that may have been is asked again inside a read-only transaction, where a statement that
   * writes is refused, so that nothing is ever carried out twice.
   */
  async #ask<T>(work: (session: Session) => Promise<T>): Promise<T> {
    for (;;) {
      const { session, veteran, release } = await this.#acquire();
      const asked = performance.now();
      let broken: Error | undefined;
      try {
        return await work(session);
      } catch (error) {
        if (endsConnection(error)) broken = error;
        if (!veteran || !isLost(error) || performance.now() - asked > deadForLongMs) throw error;
        if (!wasNeverSent(error)) {
          release(broken);
          return await this.#readAgain(work, error);
        }
      } finally {
        release(broken);
      }
    }
  }

  async #readAgain<T>(work: (session: Session) => Promise<T>, lost: DatabaseError): Promise<T> {
    try {
      return await this.transaction((tx) => work(tx as Session), { readOnly: true });
    } catch (error) {
      throw error instanceof DatabaseError && error.code.startsWith('25') ? lost : error;
    }
  }

  async #with<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const { session, release } = await this.#acquire();
    let broken: Error | undefined;
    try {
      return await work(session);
    } catch (error) {
      if (endsConnection(error)) broken = error;
      throw error;
    } finally {
      release(broken);
    }
  }

  /** A connection with a transaction begun on it. Nothing has happened yet, so dead connections are simply passed over. */
  async #begin(statements: readonly string[], side: Side, planOnce = false): Promise<Acquired> {
    for (;;) {
      const acquired = await this.#acquire(side, planOnce);
      try {
        await acquired.session.batch(statements);
        return acquired;
      } catch (error) {
        const isRefused = error instanceof DatabaseError && error.code === rightsChanged;
        acquired.release(isRefused ? await this.#finish(acquired.session, 'ROLLBACK') : (error as Error));
        if (!acquired.veteran || !isLost(error)) throw error;
      }
    }
  }

  async #acquire(side: Side = 'owner', planOnce = false): Promise<Acquired> {
    const client = await this.#lend(side);
    // A connection that dies while it is checked out says so by an event; the query under way rejects by itself.
    const ignore = () => {};
    client.on('error', ignore);
    const veteran = this.#veterans.has(client);
    this.#veterans.add(client);
    let released = false;
    return {
      session: new Session(client, this.engine, planOnce),
      veteran,
      release: (broken) => {
        if (released) return;
        released = true;
        client.off('error', ignore);
        client.release(broken);
      },
    };
  }

  async #lend(side: Side): Promise<PoolClient> {
    for (;;) {
      await this.hooks.ready?.().catch((cause: unknown) => {
        if (cause instanceof DatabaseError) throw cause;
        throw new DatabaseError(connectionLost, 'the database engine is not running', { cause });
      });
      // Not before now: while we waited, the engine and with it the pools may have been replaced.
      const pool = { owner: this.#pool, readers: this.#readers, writers: this.#writers }[side];
      try {
        return await pool.lend();
      } catch (error) {
        if (this.#closed || !(error instanceof PoolEnded)) throw asDatabaseError(error);
      }
    }
  }

  /** Ends a transaction; an error means that the connection must be thrown away. */
  async #finish(session: Session, command: 'COMMIT' | 'ROLLBACK'): Promise<Error | undefined> {
    try {
      await session.run(command, []);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #pools(): ConnectionPool[] {
    return [...new Set([this.#pool, this.#readers, this.#writers])];
  }

  /**
   * On a server the connections of people's requests start in the role that owns nothing and has been granted nothing: a statement that
   * got there before its transaction was begun would find no row. Only reads are pipelined: an import copies, and COPY is not to be had
   * on a pipelined connection. The embedded engine has one session for all connections.
   */
  #openPersons({ pipeline }: { pipeline: boolean }): ConnectionPool {
    if (this.engine === 'embedded') return this.#pool;
    const options = `${this.connection.options ?? ''} -c role=gengjie_person`;
    return this.#openPool({ ...this.connection, options, pipeline });
  }

  #openPool(connection = this.connection): ConnectionPool {
    const pool = new ConnectionPool({ ...connection, types: typeParsers, Client: BinaryClient });
    // An idle connection that is lost is simply replaced.
    pool.on('error', () => {});
    return pool;
  }
}

/** Connections that begin as the owner, or as somebody without rights of their own who is to read or to write. */
type Side = 'owner' | 'readers' | 'writers';

interface Acquired {
  readonly session: Session;
  /** It has served before. */
  readonly veteran: boolean;
  readonly release: (broken?: Error) => void;
}

/** Left to itself the server would plan again for each value, having no idea how small the box of a parameter is. */
const generalPlans = `set_config('plan_cache_mode', 'force_generic_plan', true)`;

/** A connection that was dead says so at once; one that is lost later was ended on purpose, with its statement. */
const deadForLongMs = 1000;
