import type { PatchOperation } from '#core/patches/operation.ts';
import type { Problem } from '#core/problem.ts';
import type { Queryable } from '#server/db/database.ts';
import { type Dossier, dossierJson } from '#server/db/tables/patch-dossiers.ts';
import { makersIn } from '#server/db/tables/patches/makers.ts';

export type OperationStatus = 'applied' | 'waiting' | 'refused';

/** An operation in the log. */
export interface KeptOperation {
  readonly content: PatchOperation;
  readonly sha256: string;
  readonly status: OperationStatus;
  readonly problem: Record<string, unknown> | null;
  readonly sentBy: string;
  /** ms since 1970. */
  readonly receivedAt: number;
}

const columns = `content, content_sha256 as sha256, status, problem, sent_by as "sentBy",
  floor(extract(epoch from received_at) * 1000)::bigint as "receivedAt"`;

/** Every operation on a patch that has come, in the order of coming. */
export function operationsOf(tx: Queryable, uid: string): Promise<KeptOperation[]> {
  return tx.query<KeptOperation>(
    `select ${columns} from gengjie.patch_operations where patch_uid = $1::uuid order by seq`,
    [uid],
  );
}

/** What is known of one patch when operations on it come. */
export interface KnownPatch {
  readonly dossier: Dossier | undefined;
  readonly log: readonly KeptOperation[];
  /** Those of the asked ids that are in the log already, whatever patch they are on. */
  readonly kept: ReadonlyMap<string, KeptOperation>;
  /** Of the asked people, the regions (prefixes of their codes) in which they work on patches or once did. */
  readonly makers: ReadonlyMap<string, readonly string[]>;
}

/** Which patch is asked for, which ids of operations may be in the log already, and which people there may be. */
export interface PatchQuestion {
  readonly uid: string;
  readonly ids: readonly string[];
  readonly people: readonly string[];
}

/**
 * Dossiers, logs and all in one question, because others wait meanwhile; answers in the order of the questions. For the log's own keeping: no
 * person's rights.
 */
export async function readPatches(tx: Queryable, questions: readonly PatchQuestion[]): Promise<KnownPatch[]> {
  const rows = await tx.query<{
    dossier: Dossier | null;
    log: KeptOperation[];
    kept: KeptOperation[];
    makers: Record<string, string[]>;
  }>(
    `select (select ${dossierJson} from gengjie.patch_dossiers d where d.uid = (q.value ->> 'uid')::uuid) as dossier,
       (select coalesce(jsonb_agg(to_jsonb(o) order by o.seq), '[]') from (select seq, ${columns} from gengjie.patch_operations
         where patch_uid = (q.value ->> 'uid')::uuid) o) as log,
       (select coalesce(jsonb_agg(to_jsonb(o)), '[]') from (select ${columns} from gengjie.patch_operations
         where id = any (array(select jsonb_array_elements_text(q.value -> 'ids')::uuid))) o) as kept,
       ${makersIn("select jsonb_array_elements_text(q.value -> 'people')::uuid")} as makers
     from jsonb_array_elements($1::jsonb) with ordinality q (value, place) order by q.place`,
    [JSON.stringify(questions)],
  );
  return rows.map(({ dossier, log, kept, makers }) => ({
    dossier: dossier ?? undefined,
    log,
    kept: new Map(kept.map((each) => [each.content.id, each])),
    makers: new Map(Object.entries(makers)),
  }));
}

/** Appends to the log. The instant of the change must have been taken before: numbers follow commits. */
export async function appendOperations(
  tx: Queryable,
  sent: readonly { readonly operation: PatchOperation; readonly sha256: string }[],
  status: OperationStatus,
  regionCode: string,
): Promise<void> {
  await tx.query(
    `insert into gengjie.patch_operations (seq, id, patch_uid, kind, content, content_sha256, status, region_code, made_by, device, made_at)
     select nextval('gengjie.patch_change'), (o.value #>> '{operation,id}')::uuid, (o.value #>> '{operation,patch}')::uuid,
       o.value #>> '{operation,kind}', o.value -> 'operation', o.value ->> 'sha256', $2, $3, (o.value #>> '{operation,person}')::uuid,
       (o.value #>> '{operation,device}')::uuid, to_timestamp((o.value #>> '{operation,madeAt}')::double precision / 1000)
     from jsonb_array_elements($1::jsonb) with ordinality o (value, place) order by o.place`,
    [JSON.stringify(sent), status, regionCode],
  );
}

/** Operations that waited for their patch: they count from now on, or why not. */
export async function judgeWaiting(
  tx: Queryable,
  id: string,
  regionCode: string,
  refused: Problem | undefined,
): Promise<void> {
  await tx.query(
    'update gengjie.patch_operations set status = $2, region_code = $3, problem = $4::jsonb where id = $1::uuid',
    [id, refused ? 'refused' : 'applied', regionCode, refused ? JSON.stringify(refused.toJSON('zh')) : null],
  );
}

/** 照片登记: announces a photograph of a patch; its bytes hang on the feature once they are here. */
export async function announcePhoto(
  tx: Queryable,
  operation: Extract<PatchOperation, { kind: 'photo' }>,
  regionCode: string,
): Promise<void> {
  await tx.query(
    `insert into gengjie.patch_photos (operation_id, patch_uid, region_code, sha256, stamped_sha256)
     values ($1::uuid, $2::uuid, $3, $4, $5) on conflict (operation_id) do nothing`,
    [
      operation.id,
      operation.patch,
      regionCode,
      operation.photo.sha256,
      operation.photo.stamped?.sha256 ?? null,
    ],
  );
}

export async function markPhotoRemoved(tx: Queryable, photo: string): Promise<void> {
  await tx.query('update gengjie.patch_photos set removed = true where operation_id = $1::uuid', [photo]);
}
