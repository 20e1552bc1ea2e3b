import { layerById } from '#core/catalog/index.ts';
import { addAttachments, getAttachment, getAttachments } from '#core/contract/attachments.ts';
import { may } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import { hangAttachments, takeFiles } from '#server/attachments/add-attachments.ts';
import { attachmentDamaged } from '#server/attachments/problems.ts';
import { AttachmentStore } from '#server/attachments/store.ts';
import type { SystemContext } from '#server/context.ts';
import {
  attachmentById,
  attachmentHashes,
  attachmentsOf,
  regionOfFeature,
} from '#server/db/tables/attachments.ts';
import { FileAnswer } from '#server/http/file-answer.ts';
import { featureNotFound, notFound } from '#server/http/problems.ts';
import type { Routes } from '#server/http/routes.ts';
import { traceOf } from '#server/http/trace.ts';
import { discardUpload, receiveUpload } from '#server/imports/upload.ts';

/** 附件: files on features, seen with the region and added by who adds or edits there. */
export function attachmentRoutes(
  routes: Routes,
  { db: system, config }: SystemContext,
): { close(): Promise<void> } {
  const store = new AttachmentStore(config.home);
  // The database knows nothing of files that a process left behind when it died.
  const swept = store.sweep((hashes) => attachmentHashes(system, hashes)).catch(() => 0);

  routes.on(getAttachments, async ({ db, params }) => {
    const layer = layerById(params.layer);
    if ((await regionOfFeature(db, layer, params.id)) === undefined)
      throw featureNotFound(layer.id, params.id);
    return { attachments: await attachmentsOf(db, layer, params.id) };
  });

  routes.on(addAttachments, async ({ request, actor, run, params: { layer: layerId, id } }) => {
    const layer = layerById(layerId);
    const allowed = (regionCode: string | undefined) => {
      if (regionCode === undefined) throw featureNotFound(layer.id, id);
      const rights = ['add', 'edit_attributes'] as const;
      if (!rights.some((action) => may(actor, action, layer.id, regionCode))) throw notAllowed();
      return regionCode;
    };
    // Before the bytes are let in; no transaction stays open while they come.
    allowed(await run((tx) => regionOfFeature(tx, layer, id)));
    const upload = await receiveUpload(request, store.incoming, config.uploadLimitBytes);
    try {
      const files = await takeFiles(store, upload.files);
      const attachments = await run(
        async (tx) => hangAttachments(tx, layer, id, allowed(await regionOfFeature(tx, layer, id)), files),
        { write: true },
      );
      return { attachments };
    } finally {
      await discardUpload(upload);
    }
  });

  routes.on(getAttachment, async ({ run, params: { id }, request }) => {
    const attachment = await run((tx) => attachmentById(tx, id));
    if (!attachment) throw notFound(request.path);
    const { fileName, mediaType, sha256 } = attachment;
    const found = await store.check(sha256);
    if (typeof found === 'string') {
      // Not its name: it may name somebody.
      traceOf(request).report(new Error(`attachment ${id} is ${found} on disk: ${sha256}`));
      throw attachmentDamaged(fileName, found);
    }
    return new FileAnswer(fileName, mediaType, store.read(sha256), {
      inline: mediaType.startsWith('image/'),
      byteCount: found.byteCount,
      etag: `"${sha256}"`,
      // Whatever a viewer makes of it: no script, no form, no other address.
      contentSecurityPolicy: "default-src 'none'; sandbox",
    });
  });

  return { close: async () => void (await swept) };
}
