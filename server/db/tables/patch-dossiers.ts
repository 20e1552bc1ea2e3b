import type { FlagOperation } from '#core/patches/operation.ts';
import type { PatchState } from '#core/patches/reduce.ts';
import type { PatchStateCode } from '#core/patches/steps.ts';
import type { Queryable } from '#server/db/database.ts';

/** 案卷 as kept: what a patch was before its operations, and which feature it is. */
export interface Dossier {
  readonly uid: string;
  /** null: operations on it have come, but not yet the flag that begins it. */
  readonly patchId: number | null;
  readonly regionCode: string;
  readonly base: { readonly state: PatchStateCode; readonly values: Record<string, string | number | null> };
  readonly flaggedBy: string | null;
}

export const dossierJson = `jsonb_build_object('uid', d.uid, 'patchId', d.patch_id, 'regionCode', d.region_code, 'flaggedBy', d.flagged_by,
  'base', coalesce(d.base - 'version', '{"state": "to-dispatch", "values": {}}'::jsonb))`;

/** The dossier of a patch, whoever may see it: who asks decides what to do with that. */
export async function dossierOf(tx: Queryable, uid: string): Promise<Dossier | undefined> {
  const [row] = await tx.query<{ dossier: Dossier }>(
    `select ${dossierJson} as dossier from gengjie.patch_dossiers d where d.uid = $1::uuid`,
    [uid],
  );
  return row?.dossier;
}

/** uid of a feature's dossier, when the person sees it. */
export async function dossierOfFeature(tx: Queryable, patchId: number): Promise<string | undefined> {
  const [row] = await tx.query<{ uid: string }>(
    'select uid from gengjie.patch_dossiers where patch_id = $1',
    [patchId],
  );
  return row?.uid;
}

/** 图斑编号 of a dossier's patch. */
export async function numberOfDossier(tx: Queryable, uid: string): Promise<string | null> {
  const [row] = await tx.query<{ number: string }>(
    `select p.patch_number as number from gengjie.patch_dossiers d join gengjie.patches p on p.id = d.patch_id
     where d.uid = $1::uuid order by p.version_id desc limit 1`,
    [uid],
  );
  return row?.number ?? null;
}

/**
 * What the operations of a patch come to now. The dossier that was opened with a flag's feature takes the flag's own id, and has nothing before
 * its operations. `patchId` null: that of the feature which this connection inserted last.
 */
export async function keepReduced(
  tx: Queryable,
  { patchId, uid, flag }: { patchId: number | null; uid: string; flag: FlagOperation | undefined },
  regionCode: string,
  reduced: PatchState,
): Promise<void> {
  const assignee = reduced.values.assignee as { kind: string; id: string } | null | undefined;
  await tx.query(
    `update gengjie.patch_dossiers set uid = $1::uuid, reduced = $2::jsonb, region_code = $3, assignee_kind = $4, assignee_id = $5::uuid,
       conflict_count = $6, withdrawn = $7,
       state_since = case when $8::double precision is null then state_since
         -- A device whose clock is impossible, and which had not met the server, says nothing of when.
         when $8::double precision < 1577836800000 then clock_timestamp()
         else least(to_timestamp($8::double precision / 1000), clock_timestamp()) end,
       base = case when $9::uuid is null then base end, flagged_by = coalesce($9::uuid, flagged_by),
       parents = case when $9::uuid is null then parents else array(select jsonb_array_elements_text($10::jsonb)::uuid) end,
       changed_seq = nextval('gengjie.patch_change'), changed_at = clock_timestamp()
     where patch_id = coalesce($11::bigint, (select currval('gengjie.feature_id')))`,
    [
      uid,
      JSON.stringify(withoutOutline(reduced)),
      regionCode,
      assignee?.kind ?? null,
      assignee?.id ?? null,
      reduced.conflicts.length,
      reduced.withdrawn !== null,
      reduced.stateSince,
      flag?.person ?? null,
      JSON.stringify(flag?.parents ?? []),
      patchId,
    ],
  );
}

/** The outline is the feature's geometry, and those in conflict are in the operations. */
function withoutOutline({ values, conflicts, ...rest }: PatchState) {
  const { outline: _, ...others } = values;
  return {
    ...rest,
    values: others,
    conflicts: conflicts.map((conflict) =>
      conflict.kind === 'field' && conflict.field === 'outline'
        ? { ...conflict, candidates: conflict.candidates.map((each) => ({ ...each, value: null })) }
        : conflict,
    ),
  };
}
