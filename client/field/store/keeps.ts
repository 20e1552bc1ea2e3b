import type { Uuid } from '#core/patches/operation.ts';
import type { StoreHandle } from './handle.ts';
import { KEEP, under } from './keys.ts';
import type { Draft } from './schema.ts';

/** 留存与草稿. */
export function keepsPart(handle: StoreHandle) {
  const readKeep = <T>(key: string) =>
    handle.read(['keep'], (tx) => tx.objectStore('keep').get(key)) as Promise<T | undefined>;

  const writeKeep = async (key: string, value: unknown): Promise<void> => {
    await handle.write(['keep'], (tx) => tx.objectStore('keep').put(value, key));
    handle.changes.tell('keep');
  };

  return {
    readKeep,
    writeKeep,

    /** Writes only what `next` makes of what is there, in one transaction; undefined leaves it. */
    async changeKeep<T>(key: string, next: (before: T | undefined) => T | undefined): Promise<T | undefined> {
      return handle.write(['keep'], async (tx) => {
        const before = (await tx.objectStore('keep').get(key)) as T | undefined;
        const value = next(before);
        if (value !== undefined) await tx.objectStore('keep').put(value, key);
        return value ?? before;
      });
    },

    /** 本机编号, made once. */
    async deviceId(make: () => Uuid): Promise<Uuid> {
      const known = await readKeep<Uuid>(KEEP.device);
      if (known) return known;
      return handle.write(['keep'], async (tx) => {
        const store = tx.objectStore('keep');
        const other = (await store.get(KEEP.device)) as Uuid | undefined;
        if (other) return other;
        const made = make();
        await store.put(made, KEEP.device);
        return made;
      });
    },

    /** 存草稿 at every change of a form. @throws StoreProblem */
    async saveDraft(person: Uuid, name: string, value: unknown, now = Date.now()): Promise<void> {
      await handle.write(['drafts'], (tx) =>
        tx.objectStore('drafts').put({ person, name, value, savedAt: now }),
      );
      handle.changes.tell('drafts');
    },

    loadDraft: (person: Uuid, name: string): Promise<Draft | undefined> =>
      handle.read(['drafts'], (tx) => tx.objectStore('drafts').get([person, name])),

    drafts: (person: Uuid): Promise<Draft[]> =>
      handle.read(['drafts'], (tx) => tx.objectStore('drafts').getAll(under(person))),

    async dropDraft(person: Uuid, name: string): Promise<void> {
      await handle.write(['drafts'], (tx) => tx.objectStore('drafts').delete([person, name]));
      handle.changes.tell('drafts');
    },
  };
}
