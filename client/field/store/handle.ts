import type { IDBPTransaction } from 'idb';
import { Changes } from './changes.ts';
import { KEEP } from './keys.ts';
import { relistAll } from './list-patches.ts';
import { storeProblem } from './problems.ts';
import {
  FIELD_DATABASE,
  type FieldDatabase,
  type FieldSchema,
  openFieldDatabase,
  type StoreName,
} from './schema.ts';

export type Writing = IDBPTransaction<FieldSchema, StoreName[], 'readwrite'>;
export type Reading = IDBPTransaction<FieldSchema, StoreName[], 'readonly'>;

/** Wraps a piece of writing, e.g. so that no newer version of the program takes the page away meanwhile. */
export type Guard = <T>(work: () => Promise<T>) => Promise<T>;

/** 本机库: the one connection of a page; opened when first needed, and again when the browser closed it. */
export class StoreHandle {
  readonly name: string;
  readonly changes: Changes;
  readonly guard: Guard;
  #opened: Promise<FieldDatabase> | null = null;

  constructor(name = FIELD_DATABASE, guard: Guard = (work) => work()) {
    this.name = name;
    this.guard = guard;
    this.changes = new Changes(name);
  }

  /** @throws StoreProblem `storage-failed` where the browser gives no storage */
  async open(): Promise<FieldDatabase> {
    this.#opened ??= this.#openListed();
    try {
      return await this.#opened;
    } catch (error) {
      this.#opened = null;
      throw storeProblem(error);
    }
  }

  async #openListed(): Promise<FieldDatabase> {
    const database = await openFieldDatabase(this.name, {
      blocking: (database) => {
        database.close();
        this.#opened = null;
      },
      terminated: () => {
        this.#opened = null;
      },
    });
    if (await database.get('keep', KEEP.relist)) {
      // What cannot be listed now, on a full phone say, is tried at the next opening: the work is in reach all the same.
      await relistIn(database).catch(() => undefined);
    }
    return database;
  }

  /**
   * Writes in one transaction that is on the disk when this resolves (`durability: 'strict'`); anything that fails takes all of it back.
   * `work` may wait for nothing but the transaction itself.
   *
   * @throws StoreProblem
   */
  async write<T>(stores: readonly StoreName[], work: (tx: Writing) => Promise<T>): Promise<T> {
    return this.guard(async () => {
      const database = await this.open();
      try {
        const tx = database.transaction([...stores], 'readwrite', { durability: 'strict' });
        const done = tx.done;
        done.catch(() => undefined);
        let result: T;
        try {
          result = await work(tx);
        } catch (error) {
          abort(tx);
          // The transaction knows better why: a full disk ends it, and what was under way only hears of an end.
          await done.catch((reason) => {
            if ((reason as DOMException | null)?.name === 'QuotaExceededError') throw reason;
          });
          throw error;
        }
        await done;
        return result;
      } catch (error) {
        throw storeProblem(error);
      }
    });
  }

  async read<T>(stores: readonly StoreName[], work: (tx: Reading) => Promise<T>): Promise<T> {
    const database = await this.open();
    try {
      const tx = database.transaction([...stores], 'readonly');
      const result = await work(tx);
      await tx.done;
      return result;
    } catch (error) {
      throw storeProblem(error);
    }
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = null;
    this.changes.close();
    (await opened?.catch(() => null))?.close();
  }
}

async function relistIn(database: FieldDatabase): Promise<void> {
  const tx = database.transaction(['patches', 'buckets', 'outlines', 'keep'] as StoreName[], 'readwrite');
  const done = tx.done;
  done.catch(() => undefined);
  try {
    await relistAll(tx);
  } catch (error) {
    abort(tx);
    throw error;
  }
  await done;
}

function abort(tx: Writing): void {
  try {
    tx.abort();
  } catch {
    // It had ended by itself.
  }
}
