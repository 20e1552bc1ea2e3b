import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Attachment, AttachmentType } from '#core/contract/attachments.ts';
import type { Queryable } from '#server/db/database.ts';
import { tableOf } from '#server/db/tables/columns.ts';

const columns = `a.id, a.file_name as "fileName", a.media_type as "mediaType", a.byte_count as "byteCount", a.sha256,
  a.recorded_at as "recordedAt", gengjie.name_of(a.recorded_by) as "recordedBy", '/api/attachments/' || a.id as url`;

export interface NewAttachment {
  readonly fileName: string;
  readonly sha256: string;
  readonly mediaType: AttachmentType;
  readonly byteCount: number;
}

/** Region of a current feature the person sees; undefined when there is none. */
export async function regionOfFeature(
  db: Queryable,
  layer: LayerDefinition,
  id: number,
): Promise<string | undefined> {
  const [row] = await db.query<{ regionCode: string }>(
    `select region_code as "regionCode" from ${tableOf(layer)} f where f.in_force and f.id = $1`,
    [id],
  );
  return row?.regionCode;
}

/** 附件 of a feature that the person sees, oldest first. */
export function attachmentsOf(
  db: Queryable,
  layer: LayerDefinition,
  featureId: number,
): Promise<Attachment[]> {
  return db.query<Attachment>(
    `select ${columns} from gengjie.attachments a where a.layer = $1 and a.feature_id = $2 order by a.id`,
    [layer.id, featureId],
  );
}

/** One attachment that the person sees; undefined when there is none. */
export async function attachmentById(db: Queryable, id: number): Promise<Attachment | undefined> {
  const [row] = await db.query<Attachment>(`select ${columns} from gengjie.attachments a where a.id = $1`, [
    id,
  ]);
  return row;
}

/** Hangs a file on a feature; `added` is false when it hung there already. The bytes must be safely on disk. */
export async function insertAttachment(
  tx: Queryable,
  layer: LayerDefinition,
  featureId: number,
  regionCode: string,
  { fileName, sha256, mediaType, byteCount }: NewAttachment,
): Promise<{ attachment: Attachment; added: boolean }> {
  const inserted = await tx.query(
    `insert into gengjie.attachments (layer, feature_id, region_code, sha256, file_name, media_type, byte_count)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (layer, feature_id, sha256) do nothing returning id`,
    [layer.id, featureId, regionCode, sha256, fileName, mediaType, byteCount],
  );
  const [row] = await tx.query<Attachment>(
    `select ${columns} from gengjie.attachments a where a.layer = $1 and a.feature_id = $2 and a.sha256 = $3`,
    [layer.id, featureId, sha256],
  );
  if (!row) throw new Error('the attachment that was just written is not to be seen');
  return { attachment: row, added: inserted.length > 0 };
}

/** Those of the hashes that a row names: an attachment or the receipt of a photograph. For the store's own sweeping: no person's rights. */
export async function attachmentHashes(
  db: Queryable,
  hashes: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ sha256: string }>(
    `with asked as (select jsonb_array_elements_text($1::jsonb) as sha256)
     select sha256 from asked where exists (select from gengjie.attachments a where a.sha256 = asked.sha256)
       or exists (select from gengjie.photo_receipts r where r.sha256 = asked.sha256)`,
    [JSON.stringify(hashes)],
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}
