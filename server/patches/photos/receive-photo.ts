import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { AttachmentType } from '#core/contract/attachments.ts';
import type { PhotoReceipt } from '#core/contract/patch-operations.ts';
import type { Run } from '#server/access/access.ts';
import type { SharedCommits } from '#server/access/shared-commits.ts';
import { mediaTypeOfFile } from '#server/attachments/media-type.ts';
import { faultOfPicture } from '#server/attachments/picture-fault.ts';
import type { AttachmentStore } from '#server/attachments/store.ts';
import type { PersonOfTransaction } from '#server/db/database.ts';
import { photoReceipt } from '#server/db/tables/patch-photos.ts';
import { hashOfFile } from '#server/imports/file-hash.ts';
import { keepPhoto, type ReceivedPhoto } from '#server/patches/photos/keep-photo.ts';
import type { PartialPhotos, PhotoKey } from '#server/patches/photos/partial-photos.ts';
import { photoHashDiffers, photoShrinks, photoTypeRefused } from '#server/patches/photos/problems.ts';

/** What the first bytes tell of the type needs this many. */
const HEAD = 64;

export interface PhotoReceiving {
  readonly run: Run;
  /** Whoever sends, as the database is told of them. */
  readonly person: PersonOfTransaction;
  readonly receipts: SharedCommits<ReceivedPhoto, PhotoReceipt>;
  readonly store: AttachmentStore;
  readonly partials: PartialPhotos;
}

export interface PhotoProgress {
  readonly received: number;
  readonly receipt: PhotoReceipt | null;
}

/** 已收多少: what a phone asks before it goes on. */
export async function photoProgress(
  { run, partials }: Pick<PhotoReceiving, 'run' | 'partials'>,
  person: string,
  sha256: string,
): Promise<PhotoProgress> {
  const receipt = (await run((tx) => photoReceipt(tx, sha256))) ?? null;
  return { received: receipt?.byteCount ?? (await partials.received(person, sha256)), receipt };
}

/**
 * 接收一段照片. The last piece brings the receipt: after the whole was found to have its hash, lies in the store, and the row and its audit line
 * are committed; not before. Bytes that are here already, whoever brought them, are answered with their first receipt.
 *
 * @throws Problem as {@link PartialPhotos.append}; `attachment-type-refused`, `photo-hash-differs` (422): then nothing is kept
 */
export async function receivePhotoPiece(
  receiving: PhotoReceiving,
  key: PhotoKey,
  offset: number,
  body: Readable,
): Promise<PhotoProgress> {
  const { run, store, partials } = receiving;
  // Bytes come before their row: what is not in the store has no receipt that could be kept to, and costs no question.
  const known = (await store.has(key.sha256)) ? await run((tx) => photoReceipt(tx, key.sha256)) : undefined;
  if (known) {
    if (key.total < known.byteCount) throw photoShrinks(key.total, known.byteCount);
    if (key.total > known.byteCount) throw photoHashDiffers(key.sha256, 'longer');
    await partials.discard(key);
    return { received: known.byteCount, receipt: known };
  }
  const before = await partials.size(key);
  // A crash between the last byte and the receipt leaves the whole here: any piece brings the receipt then.
  const { received, sha256 } =
    before === key.total ? { received: before } : await partials.append(key, offset, body);
  const isHead = received >= Math.min(HEAD, key.total) && before < HEAD;
  const mediaType = isHead ? await typeOf(partials, key) : undefined;
  if (received < key.total) return { received, receipt: null };
  return whole(receiving, key, { sha256, mediaType });
}

/** What was found out of a photograph while it came. */
interface Known {
  readonly sha256: string | undefined;
  readonly mediaType: AttachmentType | undefined;
}

/** By the first bytes, undefined when another request has taken them away. @throws Problem `attachment-type-refused`: then nothing is kept */
async function typeOf(partials: PartialPhotos, key: PhotoKey): Promise<AttachmentType | undefined> {
  const mediaType = await mediaTypeOfFile(partials.pathOf(key)).catch((error: NodeJS.ErrnoException) => {
    // The same piece came twice at once, and the other request has taken the whole away: it looks there.
    if (error.code === 'ENOENT') return 'taken' as const;
    throw error;
  });
  if (mediaType === 'taken') return undefined;
  if (mediaType !== undefined && photoTypes.has(mediaType)) return mediaType;
  await partials.discard(key);
  throw photoTypeRefused();
}

async function whole(
  { run, person, store, partials, receipts }: PhotoReceiving,
  key: PhotoKey,
  known: Known,
): Promise<PhotoProgress> {
  const { sha256, total: byteCount } = key;
  const path = await partials.takeAway(key, randomUUID());
  if (path === undefined) {
    // Another request of the same person was first; what it found is found here too, or the phone asks again.
    const receipt = (await run((tx) => photoReceipt(tx, sha256))) ?? null;
    return { received: receipt ? byteCount : 0, receipt };
  }
  try {
    const found = known.sha256 ?? (await hashOfFile(path));
    if (found !== sha256) throw photoHashDiffers(sha256, found);
    const mediaType = known.mediaType ?? (await mediaTypeOfFile(path));
    if (mediaType === undefined || !photoTypes.has(mediaType)) throw photoTypeRefused();
    // Evidence is never refused for being ugly: a damaged picture is kept, and told of.
    const fault = await faultOfPicture(path, mediaType);
    await store.take(path, sha256);
    const photo = { person, sha256, byteCount, mediaType, fault };
    const receipt = (await receipts.put(photo)) ?? (await run((tx) => keepPhoto(tx, photo), { write: true }));
    return { received: byteCount, receipt };
  } finally {
    await rm(path, { force: true });
  }
}

const photoTypes = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'video/mp4']);
