import { getPhotoUpload, type PhotoReceipt, sendPhotoChunk } from '#core/contract/patch-operations.ts';
import { getPatchPhoto } from '#core/contract/patches.ts';
import { personOf } from '#server/access/access.ts';
import { type Actor, may } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import { SharedCommits } from '#server/access/shared-commits.ts';
import { attachmentDamaged } from '#server/attachments/problems.ts';
import { AttachmentStore } from '#server/attachments/store.ts';
import type { AppContext } from '#server/context.ts';
import { photoOfPatch } from '#server/db/tables/patch-photos.ts';
import { FileAnswer } from '#server/http/file-answer.ts';
import { notFound } from '#server/http/problems.ts';
import type { Routes } from '#server/http/routes.ts';
import { traceOf } from '#server/http/trace.ts';
import { keepPhotosTogether, type ReceivedPhoto } from '#server/patches/photos/keep-photo.ts';
import { PartialPhotos, PIECE_LIMIT } from '#server/patches/photos/partial-photos.ts';
import { bytesExpected, photoEmpty, photoTooLarge, pieceTooLarge } from '#server/patches/photos/problems.ts';
import { photoProgress, receivePhotoPiece } from '#server/patches/photos/receive-photo.ts';

/** 照片上传与照片: bytes in by pieces against a receipt, and out to whoever sees the patch. */
export function patchPhotoRoutes(routes: Routes, { access, config }: AppContext): void {
  const store = new AttachmentStore(config.home);
  const partials = new PartialPhotos(store.incoming);
  const receipts = new SharedCommits<ReceivedPhoto, PhotoReceipt>(
    access,
    keepPhotosTogether,
    ({ sha256 }) => sha256,
  );

  routes.on(getPhotoUpload, async ({ actor, run, params: { sha256 } }) => {
    requireWork(actor);
    return photoProgress({ run, partials }, actor.id, sha256);
  });

  routes.on(
    sendPhotoChunk,
    async ({ actor, run, request, response, origin, params, query: { offset, total } }) => {
      requireWork(actor);
      if (!request.is('application/octet-stream')) throw bytesExpected();
      const announced = Number(request.headers['content-length'] ?? Number.NaN);
      // What is refused by its size is not read either.
      const refuse = (problem: Error) => {
        response.setHeader('Connection', 'close');
        return problem;
      };
      if (total === 0 || announced === 0) throw photoEmpty();
      if (total > config.uploadLimitBytes) throw refuse(photoTooLarge(config.uploadLimitBytes));
      if (announced > PIECE_LIMIT) throw refuse(pieceTooLarge(PIECE_LIMIT));
      const key = { person: actor.id, sha256: params.sha256, total };
      const person = personOf(actor, origin, true);
      return receivePhotoPiece({ run, person, receipts, store, partials }, key, offset, request);
    },
  );

  routes.on(getPatchPhoto, async ({ run, request, params: { uid, sha256 }, query }) => {
    const photo = await run((tx) => photoOfPatch(tx, uid, sha256));
    if (!photo) throw notFound(request.path);
    // For lists the copy with its facts burnt in: a phone makes it small.
    const shown = query.size === 'thumbnail' && photo.stamped ? photo.stamped : photo;
    const name = `${shown.sha256.slice(0, 12)}.${endings[shown.mediaType] ?? 'bin'}`;
    const found = await store.check(shown.sha256);
    if (typeof found === 'string') {
      traceOf(request).report(new Error(`photograph ${shown.sha256} is ${found} on disk`));
      throw attachmentDamaged(name, found);
    }
    return new FileAnswer(name, shown.mediaType, store.read(shown.sha256), {
      inline: true,
      byteCount: found.byteCount,
      etag: `"${shown.sha256}"`,
      contentSecurityPolicy: "default-src 'none'; sandbox",
    });
  });
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'video/mp4': 'mp4',
};

/** Whoever works on patches somewhere: which patch the bytes belong to may not be known yet. */
function requireWork(actor: Actor): void {
  const works = (['add', 'edit_attributes', 'review'] as const).some((action) =>
    may(actor, action, 'patches'),
  );
  if (!works) throw notAllowed();
}
