import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { type Bilingual, Problem } from '#core/problem.ts';
import type { Database } from '#server/db/database.ts';
import { migrationsDirectory } from '#server/db/migrate.ts';
import { lastMigration } from '#server/db/schema-state.ts';

/**
 * 就绪检查: whether requests may be sent here: the database answers within two seconds and its schema is this release's. Many
 * who ask at once share one look; an answer is good for half a second.
 */
export class Readiness {
  #closing = false;
  #look: { readonly at: number; readonly missing: Promise<Bilingual | undefined> } | undefined;

  constructor(
    private readonly db: Database,
    private readonly shipped = lastShipped(),
  ) {}

  /** From now on no new requests are wanted. */
  close(): void {
    this.#closing = true;
  }

  /** Resolves when ready. @throws Problem `not-ready` (503) that says which part is missing */
  async check(): Promise<void> {
    const missing = this.#closing ? parts.closing : await this.#shared();
    if (missing) throw notReady(missing);
  }

  #shared(): Promise<Bilingual | undefined> {
    const now = performance.now();
    if (!this.#look || now - this.#look.at > freshMs) this.#look = { at: now, missing: this.#missing() };
    return this.#look.missing;
  }

  async #missing(): Promise<Bilingual | undefined> {
    const late = new AbortController();
    try {
      const last = await Promise.race([
        lastMigration(this.db),
        wait(patienceMs, silence, { signal: late.signal }),
      ]);
      if (last === silence) return parts.slow;
      return last === this.shipped ? undefined : parts.schema;
    } catch {
      return parts.database;
    } finally {
      late.abort();
    }
  }
}

function lastShipped(): string | undefined {
  return readdirSync(migrationsDirectory)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .at(-1);
}

function notReady(missing: Bilingual): Problem {
  return new Problem({
    type: 'not-ready',
    status: 503,
    title: { zh: '尚未就绪', en: 'Not ready' },
    detail: missing,
    next: { zh: '稍候再试。', en: 'Ask again in a moment.' },
  });
}

const parts = {
  closing: { zh: '服务器正在关闭。', en: 'The server is closing.' },
  slow: { zh: '数据库在两秒内没有应答。', en: 'The database does not answer within two seconds.' },
  database: { zh: '连不上数据库。', en: 'The database cannot be reached.' },
  schema: {
    zh: '数据库结构与本版本不符：尚未升级，或已被更新的版本升级。',
    en: 'The schema is not this release’s: not migrated yet, or migrated by a newer one.',
  },
} satisfies Record<string, Bilingual>;

const patienceMs = 2000;
const freshMs = 500;
const silence = Symbol('no answer');
