import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Attachment, AttachmentType } from '#core/contract/attachments.ts';
import { mediaTypeOfFile } from '#server/attachments/media-type.ts';
import { attachmentTypeRefused } from '#server/attachments/problems.ts';
import type { AttachmentStore } from '#server/attachments/store.ts';
import type { Queryable } from '#server/db/database.ts';
import { insertAttachment, type NewAttachment } from '#server/db/tables/attachments.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { hashOfFile } from '#server/imports/file-hash.ts';
import type { StoredFile } from '#server/imports/protocol.ts';

/**
 * Takes uploaded files into the store. All are looked at before any is taken; what is taken and then not named by a row is swept later.
 * @throws Problem `attachment-type-refused`
 */
export async function takeFiles(
  store: AttachmentStore,
  files: readonly StoredFile[],
): Promise<NewAttachment[]> {
  const types: AttachmentType[] = [];
  for (const { name, path } of files) {
    const mediaType = await mediaTypeOfFile(path);
    if (!mediaType) throw attachmentTypeRefused(name);
    types.push(mediaType);
  }
  const taken: NewAttachment[] = [];
  for (const [index, { name, path, size }] of files.entries()) {
    const sha256 = await hashOfFile(path);
    await store.take(path, sha256);
    taken.push({ fileName: name, sha256, mediaType: types[index]!, byteCount: size });
  }
  return taken;
}

/** 添加附件: the rows and their audit line, in the transaction of who adds them. */
export async function hangAttachments(
  tx: Queryable,
  layer: LayerDefinition,
  featureId: number,
  regionCode: string,
  files: readonly NewAttachment[],
): Promise<Attachment[]> {
  const hung = [];
  for (const file of files) hung.push(await insertAttachment(tx, layer, featureId, regionCode, file));
  const added = hung.filter((each) => each.added).map(({ attachment }) => attachment);
  if (added.length > 0) {
    await recordAct(tx, {
      action: 'attachment.add',
      layer: layer.id,
      subject: featureId,
      regionCode,
      // Not the names: they may name people.
      detail: {
        attachments: added.map(({ id, sha256, mediaType, byteCount }) => ({
          id,
          sha256,
          mediaType,
          byteCount,
        })),
      },
    });
  }
  return hung.map(({ attachment }) => attachment);
}
