import { type IDBPDatabase, openDB } from 'idb';

/** What the shell keeps, by name; the work of the person is not here. */
const NAME = 'gengjie-field-shell';

let opened: Promise<IDBPDatabase> | null = null;

function database(): Promise<IDBPDatabase> {
  opened ??= openDB(NAME, 1, {
    upgrade: (db) => void db.createObjectStore('keep'),
    terminated() {
      opened = null;
    },
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

/** 留存: small values that must be there without a connection (who signed in last, the workspace). Undefined when there is none. */
export async function readKeep<T>(key: string): Promise<T | undefined> {
  return (await database()).get('keep', key) as Promise<T | undefined>;
}

/** Resolves when it is written. @throws DOMException when the phone's storage is full or closed to us */
export async function writeKeep(key: string, value: unknown): Promise<void> {
  await (await database()).put('keep', value, key);
}

export async function dropKeep(key: string): Promise<void> {
  await (await database()).delete('keep', key);
}
