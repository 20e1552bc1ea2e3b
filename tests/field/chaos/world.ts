import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type App, createApp } from '#server/app.ts';
import { AttachmentStore } from '#server/attachments/store.ts';
import { readConfig } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import type { Http } from '../../../client/field/sync/http.ts';
import { aTown, VILLAGE } from '../../support/cast.ts';
import { type EngineName, freshDatabase, type TestDatabase } from '../../support/database.ts';
import { aPerson, aSession } from '../../support/people.ts';

export interface WorldPerson {
  readonly id: string;
  readonly signIn: () => Promise<string>;
}

/** 一台服务器 that can be stopped and started in the middle of everything, with the database or without. */
export class World {
  readonly engine: EngineName;
  readonly home = mkdtempSync(join(tmpdir(), 'gengjie-chaos-'));
  readonly attachments = new AttachmentStore(this.home);
  people: WorldPerson[] = [];
  #fresh: TestDatabase | undefined;
  #db: Database | undefined;
  #app: App | undefined;
  #origin = '';
  /** Whoever asks while the server is down is refused, as by a machine without it. */
  #down = false;

  constructor(engine: EngineName) {
    this.engine = engine;
  }

  get db(): Database {
    if (!this.#db) throw new Error('the database is closed');
    return this.#db;
  }

  async start(people: number): Promise<void> {
    this.#fresh = await freshDatabase(this.engine);
    this.#db = await openDatabase(this.#fresh.options);
    await aTown(this.db);
    for (let i = 0; i < people; i += 1) {
      const { id } = await aPerson(this.db, `field-${i}`, [{ role: 'field', regionCode: VILLAGE }]);
      this.people.push({ id, signIn: () => this.#session(id) });
    }
    await this.#listen();
  }

  #session(id: string): Promise<string> {
    return patiently(async () => (await aSession(this.db, id)).cookie);
  }

  async #listen(): Promise<void> {
    this.#app = createApp({
      db: this.db,
      config: readConfig({ GENGJIE_HOME: this.home, GENGJIE_RATE_LIMIT: '0' }),
    });
    this.#app.server.listen(0, '127.0.0.1');
    await once(this.#app.server, 'listening');
    this.#origin = `http://127.0.0.1:${(this.#app.server.address() as AddressInfo).port}`;
    this.#down = false;
  }

  /** The server is killed with all its connections; `database`: its database too. Then both start again. */
  async restart({ database }: { readonly database: boolean }): Promise<void> {
    this.#down = true;
    this.#app?.server.closeAllConnections();
    this.#app?.server.close();
    await this.#app?.close();
    if (database) {
      await this.#db?.close();
      this.#db = await openDatabase(this.#fresh!.options);
    }
    await this.#listen();
  }

  /** The connections of the database are cut under the running server. */
  async cutDatabase(): Promise<void> {
    await this.db
      .query(
        'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
      )
      .catch(() => undefined);
  }

  /** What the checks ask, which wait until the database is back. */
  look<T extends object>(statement: string, values: readonly unknown[] = []): Promise<T[]> {
    return patiently(() => this.db.query<T>(statement, values));
  }

  http(cookie: () => string): Http {
    return async (path, init) => {
      if (this.#down) throw new TypeError('connection refused');
      const headers = new Headers(init.headers);
      headers.set('cookie', cookie());
      headers.set('origin', this.#origin);
      return fetch(this.#origin + path, { ...init, headers });
    };
  }

  async stop(): Promise<void> {
    this.#app?.server.closeAllConnections();
    this.#app?.server.close();
    await this.#app?.close();
    await this.#db?.close();
    await this.#fresh?.remove();
    rmSync(this.home, { recursive: true, force: true });
  }
}

const ANSWER_MS = 15_000;
/** A database that starts again on a busy machine takes its time. */
const BACK_MS = 120_000;

/** Asks again while the database is away; a question that it took with it when it went is never answered. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const until = Date.now() + BACK_MS;
  for (;;) {
    const late = new AbortController();
    try {
      return await Promise.race([
        work(),
        setTimeout(ANSWER_MS, undefined, { signal: late.signal }).then(() => {
          throw new Error('the database does not answer');
        }),
      ]);
    } catch (error) {
      if (Date.now() > until) throw error;
      await setTimeout(100);
    } finally {
      late.abort();
    }
  }
}
