import type { Uuid } from '#core/patches/operation.ts';
import type { StoreHandle } from './handle.ts';
import { under } from './keys.ts';

/** 放弃: the only way in which work of a person leaves this phone without the server's receipt. */
export function discardPart(handle: StoreHandle) {
  return {
    /**
     * Removes a record that the server refused **and** that was exported since; the photographs that only it announces go with it. Anything else
     * stays where it is.
     *
     * @returns whether it was removed
     */
    async discardOperation(id: Uuid): Promise<boolean> {
      const removed = await handle.write(['operations', 'files', 'pieces'], async (tx) => {
        const store = tx.objectStore('operations');
        const row = await store.get(id);
        if (row?.state !== 'refused' || row.exportedAt === null) return false;
        const files = await tx
          .objectStore('files')
          .index('by-patch')
          .getAll(IDBKeyRange.only([row.person, row.patch]));
        for (const file of files) {
          if (!file.operations.includes(id)) continue;
          const operations = file.operations.filter((other) => other !== id);
          if (operations.length > 0) await tx.objectStore('files').put({ ...file, operations });
          else {
            await tx.objectStore('pieces').delete(under(file.person, file.sha256));
            await tx.objectStore('files').delete([file.person, file.sha256]);
          }
        }
        await store.delete(id);
        return true;
      });
      if (removed) {
        handle.changes.tell('operations');
        handle.changes.tell('photos');
      }
      return removed;
    },

    async discardPatrol(id: Uuid): Promise<boolean> {
      const removed = await handle.write(['patrols'], async (tx) => {
        const row = await tx.objectStore('patrols').get(id);
        if (row?.state !== 'refused' || row.exportedAt === null) return false;
        await tx.objectStore('patrols').delete(id);
        return true;
      });
      if (removed) handle.changes.tell('patrols');
      return removed;
    },
  };
}
