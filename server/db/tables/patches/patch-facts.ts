import type { Queryable } from '#server/db/database.ts';

/** Names of people by their ids; who is not known is left out. */
export async function namesOfPeople(db: Queryable, ids: Iterable<string>): Promise<Map<string, string>> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return new Map();
  const rows = await db.query<{ id: string; name: string | null }>(
    'select x.id, gengjie.name_of(x.id::uuid) as name from jsonb_array_elements_text($1::jsonb) as x (id)',
    [JSON.stringify(distinct)],
  );
  return new Map(rows.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
}

/** Of these hashes those whose bytes are here, whole. */
export async function receivedHashes(db: Queryable, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await db.query<{ sha256: string }>(
    'select sha256 from gengjie.photo_receipts where sha256 = any ($1::text[])',
    [hashes],
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}

export interface RelatedPatch {
  readonly uid: string;
  readonly number: string;
  readonly state: string;
  readonly withdrawn: boolean;
}

/** Patches by their uids, as they last were. */
export function patchesByUid(db: Queryable, uids: readonly string[]): Promise<RelatedPatch[]> {
  return uids.length === 0
    ? Promise.resolve([])
    : relatedPatches(db, 'd.uid = any ($1::uuid[])', `{${uids.join(',')}}`);
}

/** 子图斑: what names this patch as one it came from. */
export function partsOf(db: Queryable, uid: string): Promise<RelatedPatch[]> {
  return relatedPatches(db, 'd.parents @> array[$1::uuid]', uid);
}

function relatedPatches(db: Queryable, condition: string, value: string): Promise<RelatedPatch[]> {
  return db.query<RelatedPatch>(
    `select d.uid, f.patch_number as number, f.state, d.withdrawn
     from gengjie.patch_dossiers d cross join lateral (
       select v.patch_number, v.state from gengjie.patches v where v.id = d.patch_id order by v.in_force desc, v.version_id desc limit 1) f
     where ${condition} order by f.patch_number, d.uid`,
    [value],
  );
}

/** Numbers of every part a patch ever had, whoever may see them: a number is given once. For the owner. */
export async function numbersUnder(tx: Queryable, parentNumber: string): Promise<string[]> {
  const rows = await tx.query<{ number: string }>(
    `select distinct patch_number as number from gengjie.patches where starts_with(patch_number, $1::text || '_')`,
    [parentNumber],
  );
  return rows.map(({ number }) => number);
}
