import type { Uuid } from '#core/patches/operation.ts';
import type { StoreHandle } from './handle.ts';
import { under } from './keys.ts';
import { only } from './outbox.ts';

/** 计数 of what is stored on this phone for one person: never of what was meant. */
export interface Unsent {
  /** Operations and patrols without the server's receipt, refused ones among them. */
  readonly unsentRecords: number;
  readonly refused: number;
  /** Photographs of which the original, the copy or the operation has no receipt. */
  readonly unsentPhotos: number;
  readonly takenPhotos: number;
  /** Originals of which the server has all bytes. */
  readonly sentPhotos: number;
  /** Those with every receipt: original, copy, and the operation that announces them. */
  readonly confirmedPhotos: number;
}

export function countsPart(handle: StoreHandle) {
  return {
    async unsent(person: Uuid): Promise<Unsent> {
      return handle.read(['operations', 'patrols', 'files'], async (tx) => {
        const operations = tx.objectStore('operations').index('by-state');
        const patrols = tx.objectStore('patrols').index('by-state');
        const [queued, refusedOperations, queuedPatrols, refusedPatrols, files, confirmed] =
          await Promise.all([
            operations.count(only(person, 'queued')),
            operations.count(only(person, 'refused')),
            patrols.count(only(person, 'queued')),
            patrols.count(only(person, 'refused')),
            tx.objectStore('files').index('by-state').getAll(under(person)),
            operations.getAllKeys(only(person, 'confirmed')),
          ]);
        const has = new Set(confirmed);
        const originals = files.filter(({ stamped }) => !stamped);
        const lacking = new Set(
          files.filter(({ state }) => state !== 'confirmed').flatMap((file) => file.operations),
        );
        const done = originals.filter(
          (file) =>
            file.state === 'confirmed' && file.operations.every((id) => has.has(id) && !lacking.has(id)),
        );
        return {
          unsentRecords: queued + refusedOperations + queuedPatrols + refusedPatrols,
          refused:
            refusedOperations + refusedPatrols + files.filter(({ state }) => state === 'refused').length,
          unsentPhotos: originals.length - done.length,
          takenPhotos: originals.length,
          sentPhotos: originals.filter(({ state }) => state === 'confirmed').length,
          confirmedPhotos: done.length,
        };
      });
    },

    /** Whose work lies here unsent: how many operations, patrols and files of each person. */
    async unsentByPerson(): Promise<Map<Uuid, number>> {
      return handle.read(['operations', 'patrols', 'files'], async (tx) => {
        const counts = new Map<Uuid, number>();
        for (const name of ['operations', 'patrols', 'files'] as const) {
          const index = tx.objectStore(name).index('by-state');
          for (
            let cursor = await index.openKeyCursor(null, 'nextunique');
            cursor;
            cursor = await cursor.continue()
          ) {
            const [person, state] = cursor.key as [string, string];
            if (state === 'confirmed' || state === 'waiting') continue;
            const count = await index.count(IDBKeyRange.only([person, state]));
            counts.set(person, (counts.get(person) ?? 0) + count);
          }
        }
        return counts;
      });
    },
  };
}
