import 'fake-indexeddb/auto';
import { createFieldStore } from '../../client/field/store/field-store.ts';
import type { PulledPatch } from '../../core/contract/field-patches.ts';

/** What the store of a phone holds after these patches were pulled: made by the store itself, to be put into a browser's. */
export async function phoneRows(
  person: string,
  patches: readonly PulledPatch[],
): Promise<Readonly<Record<'patches' | 'buckets' | 'outlines', unknown[]>>> {
  const store = createFieldStore('gengjie-field');
  await store.applyPull(person, 'mine', { patches, removed: [], cursor: patches.length });
  await store.close();
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('gengjie-field');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const all = (name: string) =>
    new Promise<unknown[]>((resolve, reject) => {
      const asking = database.transaction(name).objectStore(name).getAll();
      asking.onsuccess = () => resolve(asking.result);
      asking.onerror = () => reject(asking.error);
    });
  return { patches: await all('patches'), buckets: await all('buckets'), outlines: await all('outlines') };
}
