import type { PhotoReceipt } from '#core/contract/patch-operations.ts';
import type { ActKind } from '#core/rights/acts.ts';
import type { Queryable } from '#server/db/database.ts';

const columns = `sha256, byte_count::double precision as "byteCount", media_type as "mediaType",
  floor(extract(epoch from received_at) * 1000)::double precision as "receivedAt"`;

/** 照片回执 of a hash; undefined while its bytes are not here, whole. */
export async function photoReceipt(tx: Queryable, sha256: string): Promise<PhotoReceipt | undefined> {
  const [row] = await tx.query<PhotoReceipt>(
    `select ${columns} from gengjie.photo_receipts where sha256 = $1`,
    [sha256],
  );
  return row;
}

/**
 * Keeps a receipt, and with it in one statement its line in the audit log; the first receipt stays, and `added` says whether this is it. The bytes
 * must be safely on disk.
 */
export async function keepReceipt(
  tx: Queryable,
  { sha256, byteCount, mediaType }: Pick<PhotoReceipt, 'sha256' | 'byteCount' | 'mediaType'>,
  { action, detail }: { readonly action: ActKind; readonly detail: Readonly<Record<string, unknown>> },
): Promise<{ receipt: PhotoReceipt; added: boolean }> {
  const [row] = await tx.query<PhotoReceipt>(
    // Receipts are numbered among the changes of patches: others wait from here on.
    `with kept as (
       insert into gengjie.photo_receipts (sha256, byte_count, media_type, received_at)
       values ($1, $2, $3, gengjie.transaction_instant()) on conflict (sha256) do nothing returning *),
     recorded as materialized (select gengjie.record($4, 'done', 'patches', $1, null, $5::jsonb) from kept)
     select ${columns} from kept, recorded`,
    [sha256, byteCount, mediaType, action, JSON.stringify(detail)],
  );
  if (row) return { receipt: row, added: true };
  const receipt = await photoReceipt(tx, sha256);
  if (!receipt) throw new Error('the receipt that stood in the way is not to be seen');
  return { receipt, added: false };
}

const announcedOf = (where: string) => `announced as (
       select d.uid, d.patch_id, d.region_code, p.operation_id, bytes.sha256, bytes.mark from gengjie.patch_photos p
         join gengjie.patch_dossiers d on d.uid = p.patch_uid
         cross join lateral (values (p.sha256, ''), (p.stamped_sha256, '_水印')) bytes (sha256, mark)
         where ${where} and not p.removed and d.patch_id is not null and bytes.sha256 is not null)`;

/** The rows of `attachments` that are missing; dossiers that got any are numbered anew. One statement, and no answer is needed. */
const hang = `hung as (
     insert into gengjie.attachments (layer, feature_id, region_code, sha256, file_name, media_type, byte_count)
     select 'patches', a.patch_id, a.region_code, a.sha256,
       case o.content #>> '{photo,role}' when 'near' then '近景' when 'panoramic' then '全景' when 'opposite' then '对面' else '其他' end
         || '_' || left(a.sha256, 8) || a.mark || '.'
         || case r.media_type when 'image/jpeg' then 'jpg' when 'video/mp4' then 'mp4' else split_part(r.media_type, '/', 2) end,
       r.media_type, r.byte_count
     from announced a join gengjie.photo_receipts r on r.sha256 = a.sha256
       join gengjie.patch_operations o on o.id = a.operation_id
     on conflict (layer, feature_id, sha256) do nothing returning feature_id),
   told as (
     update gengjie.patch_dossiers set changed_seq = nextval('gengjie.patch_change'), changed_at = clock_timestamp()
     where patch_id in (select feature_id from hung) returning 1)
   select count(*)::int as count from hung, (select count(*) from told) t`;

/** Hangs what a patch announced and whose bytes are here. For the owner. @returns how many rows */
export async function hangPhotosOfPatch(tx: Queryable, uid: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(`with ${announcedOf('p.patch_uid = $1::uuid')}, ${hang}`, [
    uid,
  ]);
  return row!.count;
}

/** Hangs these bytes wherever they were announced. For the owner. @returns how many rows */
export async function hangPhotosOfHash(tx: Queryable, sha256: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `with ${announcedOf('(p.sha256 = $1 or p.stamped_sha256 = $1) and bytes.sha256 = $1')}, ${hang}`,
    [sha256],
  );
  return row!.count;
}

/** A photograph of a patch that the person sees. */
export interface PatchPhotoFile {
  readonly sha256: string;
  readonly mediaType: string;
  /** The copy with its facts burnt in, where that is here. */
  readonly stamped: { readonly sha256: string; readonly mediaType: string } | null;
}

/** Bytes under this hash as a photograph of this patch; undefined when it is none of its, or not here, or not the person's to see. */
export async function photoOfPatch(
  tx: Queryable,
  uid: string,
  sha256: string,
): Promise<PatchPhotoFile | undefined> {
  const [row] = await tx.query<PatchPhotoFile>(
    `select r.sha256, r.media_type as "mediaType",
       case when s.sha256 is null then null else jsonb_build_object('sha256', s.sha256, 'mediaType', s.media_type) end as stamped
     from gengjie.patch_photos p join gengjie.patch_dossiers d on d.uid = p.patch_uid
       join gengjie.photo_receipts r on r.sha256 = $2
       left join gengjie.photo_receipts s on s.sha256 = p.stamped_sha256
     where p.patch_uid = $1::uuid and (p.sha256 = $2 or p.stamped_sha256 = $2) order by p.operation_id limit 1`,
    [uid, sha256],
  );
  return row;
}

/** Receipts of those of the hashes whose bytes are here. */
export async function receiptsOf(
  tx: Queryable,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, Pick<PhotoReceipt, 'mediaType' | 'byteCount'>>> {
  const rows = await tx.query<PhotoReceipt>(
    `select ${columns} from gengjie.photo_receipts
     where sha256 = any (array(select jsonb_array_elements_text($1::jsonb))) order by sha256`,
    [JSON.stringify([...new Set(hashes)])],
  );
  return new Map(rows.map(({ sha256, mediaType, byteCount }) => [sha256, { mediaType, byteCount }]));
}
