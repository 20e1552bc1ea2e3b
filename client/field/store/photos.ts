import type { PhotoReceipt } from '#core/contract/patch-operations.ts';
import type { PhotoOperation, Uuid } from '#core/patches/operation.ts';
import type { StoreHandle } from './handle.ts';
import { sha256Of, sha256OfPieces } from './hash.ts';
import { under } from './keys.ts';
import { only, putOperations, sameContent } from './outbox.ts';
import { StoreProblem } from './problems.ts';
import { type PhotoFile, PIECE_BYTES, type SendProblem, type SendState } from './schema.ts';

interface Facts {
  readonly sha256: string;
  readonly byteCount: number;
  readonly mediaType: string;
}

/** 照片: bytes in pieces beside the operation that announces them, so that no more than a piece is ever held to send them. */
export function photosPart(handle: StoreHandle) {
  const file = (person: Uuid, sha256: string) =>
    handle.read(['files'], (tx) => tx.objectStore('files').get([person, sha256]));

  const piece = (person: Uuid, sha256: string, index: number) =>
    handle.read(['pieces'], (tx) => tx.objectStore('pieces').get([person, sha256, index]));

  async function* pieces(person: Uuid, sha256: string, count: number): AsyncGenerator<ArrayBuffer> {
    for (let index = 0; index < count; index += 1) {
      const bytes = await piece(person, sha256, index);
      if (!bytes) throw new StoreProblem('not-read-back');
      yield bytes;
    }
  }

  const change = async (person: Uuid, sha256: string, to: (before: PhotoFile) => PhotoFile) => {
    await handle.write(['files'], async (tx) => {
      const store = tx.objectStore('files');
      const before = await store.get([person, sha256]);
      if (before && before.state !== 'confirmed') await store.put(to(before));
    });
    handle.changes.tell('photos');
  };

  return {
    /**
     * 保存照片: the operation, the original and its stamped copy together or none of them; resolves when the bytes read back have their hashes.
     *
     * @throws StoreProblem `photo-empty`, `photo-differs` when the bytes are not those that the operation announces, `storage-full`
     */
    async recordPhoto(
      operation: PhotoOperation,
      original: Blob,
      stamped: Blob | null = null,
      now = Date.now(),
    ): Promise<void> {
      const { photo, person } = operation;
      const files: [Facts, ArrayBuffer, boolean][] = [[photo, await announced(original, photo), false]];
      if (photo.stamped) {
        if (!stamped) throw new StoreProblem('photo-differs');
        files.push([photo.stamped, await announced(stamped, photo.stamped), true]);
      }
      await handle.write(['operations', 'keep', 'files', 'pieces'], async (tx) => {
        await putOperations(tx, [operation], now);
        for (const [facts, bytes, isStamped] of files) {
          const store = tx.objectStore('files');
          const before = await store.get([person, facts.sha256]);
          const operations = [...new Set([...(before?.operations ?? []), operation.id])];
          if (before && (before.state === 'confirmed' || before.pieces > 0)) {
            await store.put({ ...before, operations });
            continue;
          }
          const count = Math.ceil(bytes.byteLength / PIECE_BYTES);
          for (let index = 0; index < count; index += 1) {
            const start = index * PIECE_BYTES;
            await tx
              .objectStore('pieces')
              .put(bytes.slice(start, start + PIECE_BYTES), [person, facts.sha256, index]);
          }
          await store.put({
            ...facts,
            ...{ person, patch: operation.patch, stamped: isStamped, operations, pieces: count },
            ...{ state: 'queued', tries: 0, problem: null, uploaded: 0, receipt: null },
            ...{ recordedAt: now, confirmedAt: null, exportedAt: null },
            sha256: facts.sha256,
            byteCount: facts.byteCount,
            mediaType: facts.mediaType,
          } as PhotoFile);
        }
      });
      const kept = await handle.read(['operations'], (tx) => tx.objectStore('operations').get(operation.id));
      if (!sameContent(kept?.operation, operation)) throw new StoreProblem('not-read-back');
      for (const [{ sha256 }] of files) {
        const row = await file(person, sha256);
        if (!row) throw new StoreProblem('not-read-back');
        if (row.pieces === 0) continue;
        if ((await sha256OfPieces(pieces(person, sha256, row.pieces))) !== sha256)
          throw new StoreProblem('not-read-back');
      }
      handle.changes.tell('operations');
      handle.changes.tell('photos');
    },

    file,
    piece,
    pieces,

    async filesOf(person: Uuid, state?: SendState): Promise<PhotoFile[]> {
      return handle.read(['files'], (tx) =>
        tx
          .objectStore('files')
          .index('by-state')
          .getAll(state ? only(person, state) : under(person)),
      );
    },

    filesOfPatch: (person: Uuid, patch: Uuid) =>
      handle.read(['files'], (tx) =>
        tx
          .objectStore('files')
          .index('by-patch')
          .getAll(IDBKeyRange.only([person, patch])),
      ),

    /** How much of a file the server has, as it said. */
    fileProgress: (person: Uuid, sha256: string, uploaded: number) =>
      change(person, sha256, (before) => ({ ...before, uploaded, problem: null })),

    fileProblem: (person: Uuid, sha256: string, problem: SendProblem, state: 'queued' | 'refused') =>
      change(person, sha256, (before) => ({ ...before, problem, state, tries: before.tries + 1 })),

    retryFile: (person: Uuid, sha256: string) =>
      change(person, sha256, (before) => ({ ...before, state: 'queued', problem: null, uploaded: 0 })),

    /** 照片确认. @returns false for a receipt that is not of this file: it changes nothing */
    async confirmFile(
      person: Uuid,
      sha256: string,
      receipt: PhotoReceipt,
      now = Date.now(),
    ): Promise<boolean> {
      const before = await file(person, sha256);
      if (!before || receipt.sha256 !== before.sha256 || receipt.byteCount !== before.byteCount) return false;
      const { byteCount } = before;
      await change(person, sha256, (row) => ({
        ...row,
        ...{ state: 'confirmed', receipt, problem: null, uploaded: byteCount, confirmedAt: now },
      }));
      return true;
    },

    /** Whole file from its pieces; null when its bytes were removed after their receipt. */
    async photoBlob(person: Uuid, sha256: string): Promise<Blob | null> {
      const row = await file(person, sha256);
      if (!row || row.pieces === 0) return null;
      const parts: ArrayBuffer[] = [];
      for await (const bytes of pieces(person, sha256, row.pieces)) parts.push(bytes);
      return new Blob(parts, { type: row.mediaType });
    },

    async keepThumbnail(person: Uuid, sha256: string, picture: ArrayBuffer): Promise<void> {
      await handle.write(['thumbnails'], (tx) => tx.objectStore('thumbnails').put(picture, [person, sha256]));
    },

    thumbnail: (person: Uuid, sha256: string) =>
      handle.read(['thumbnails'], (tx) => tx.objectStore('thumbnails').get([person, sha256])),

    /**
     * 清理: removes bytes whose receipt came before `before`, and whose operations the server has all confirmed; rows and thumbnails stay.
     *
     * @returns bytes that were freed
     */
    async removeConfirmedBytes(person: Uuid, before: number): Promise<number> {
      const rows = await handle.read(['files'], (tx) =>
        tx.objectStore('files').index('by-state').getAll(only(person, 'confirmed')),
      );
      let freed = 0;
      for (const row of rows) {
        if (row.pieces === 0 || (row.confirmedAt ?? Number.POSITIVE_INFINITY) > before) continue;
        freed += await handle.write(['files', 'pieces', 'operations'], async (tx) => {
          const states = await Promise.all(row.operations.map((id) => tx.objectStore('operations').get(id)));
          if (states.some((operation) => operation?.state !== 'confirmed')) return 0;
          const now = await tx.objectStore('files').get([person, row.sha256]);
          if (now?.state !== 'confirmed' || now.operations.length !== row.operations.length) return 0;
          await tx.objectStore('pieces').delete(under(person, row.sha256));
          await tx.objectStore('files').put({ ...now, pieces: 0 });
          return row.byteCount;
        });
      }
      if (freed > 0) handle.changes.tell('photos');
      return freed;
    },
  };
}

async function announced(blob: Blob, { sha256, byteCount }: Facts): Promise<ArrayBuffer> {
  if (blob.size === 0) throw new StoreProblem('photo-empty');
  const bytes = await blob.arrayBuffer();
  if (bytes.byteLength !== byteCount || (await sha256Of(bytes)) !== sha256)
    throw new StoreProblem('photo-differs');
  return bytes;
}
