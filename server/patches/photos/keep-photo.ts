import type { AttachmentType } from '#core/contract/attachments.ts';
import type { PhotoReceipt } from '#core/contract/patch-operations.ts';
import { asOwner, become, beOwner } from '#server/access/access.ts';
import type { PictureFault } from '#server/attachments/picture-fault.ts';
import type { PersonOfTransaction, Queryable } from '#server/db/database.ts';
import { together } from '#server/db/session.ts';
import { hangPhotosOfHash, keepReceipt } from '#server/db/tables/patch-photos.ts';
import { changeInstant } from '#server/db/tables/versions.ts';

/** A photograph whose bytes are safely in the store. */
export interface ReceivedPhoto {
  readonly person: PersonOfTransaction;
  readonly sha256: string;
  readonly byteCount: number;
  readonly mediaType: AttachmentType;
  readonly fault: PictureFault | undefined;
}

/** 照片入账: receipt with its line in the audit log, and what hangs on patches; the first receipt of the same bytes stays. In the person's transaction. */
export async function keepPhoto(tx: Queryable, photo: ReceivedPhoto): Promise<PhotoReceipt> {
  const { receipt, added } = await keepReceipt(tx, photo, actOf(photo));
  if (added) await asOwner(tx, () => hangPhotosOfHash(tx, photo.sha256));
  return receipt;
}

/**
 * The same of several people's photographs, in a transaction that they share (`Access.shared`). Nothing waits for an answer on the way, so that all
 * is sent at once.
 */
export async function keepPhotosTogether(
  tx: Queryable,
  photos: readonly ReceivedPhoto[],
): Promise<PhotoReceipt[]> {
  const receipts: PhotoReceipt[] = [];
  await together(tx, [
    // From here on nobody announces a photograph unseen.
    () => changeInstant(tx),
    ...photos.flatMap((photo, at) => [
      () => become(tx, photo.person),
      async () => {
        ({ receipt: receipts[at] } = await keepReceipt(tx, photo, actOf(photo)));
      },
      () => beOwner(tx),
      // Hung by who brought it; what was here before hangs already.
      () => hangPhotosOfHash(tx, photo.sha256),
    ]),
  ]);
  return receipts;
}

function actOf({ byteCount, mediaType, fault }: ReceivedPhoto) {
  return {
    action: 'photo.receive',
    detail: { byteCount, mediaType, ...(fault ? { fault } : {}) },
  } as const;
}
