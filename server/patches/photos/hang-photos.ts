import { asOwner } from '#server/access/access.ts';
import type { Queryable } from '#server/db/database.ts';
import { hangPhotosOfPatch } from '#server/db/tables/patch-photos.ts';

/**
 * 照片挂接: hangs on a patch's feature what its operations announced and whose bytes are here, originals and stamped copies; once each, however
 * often it is called. Whoever announced them had the right, and it was judged then: the bytes may be brought by anybody.
 *
 * @returns how many were hung now
 */
export function hangPhotos(tx: Queryable, patchUid: string): Promise<number> {
  return asOwner(tx, () => hangPhotosOfPatch(tx, patchUid));
}
