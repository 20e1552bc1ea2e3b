import type { Queryable } from '#server/db/database.ts';
import { utcText } from '#server/db/tables/as-of.ts';
import type { OverlayAccount } from '#server/db/tables/overlay-accounts.ts';

/** The newest kept account about one subject that the person may see; undefined when none was made. */
export async function newestAccountId(
  db: Queryable,
  kind: 'feature' | 'layer',
  subject: string,
): Promise<string | undefined> {
  const [row] = await db.query<{ id: string }>(
    `select id from gengjie.overlay_accounts where subject_kind = $1 and subject_id = $2 order by made_at desc, id limit 1`,
    [kind, subject],
  );
  return row?.id;
}

/** What an account was computed from, without its (long) result. */
export async function accountInputs(
  db: Queryable,
  id: string,
): Promise<Pick<OverlayAccount, 'id' | 'asOf' | 'layerVersions'> | undefined> {
  const [row] = await db.query<Pick<OverlayAccount, 'id' | 'asOf' | 'layerVersions'>>(
    `select a.id, ${utcText('a.as_of')} as "asOf", a.layer_versions as "layerVersions" from gengjie.overlay_accounts a where a.id = $1`,
    [id],
  );
  return row;
}
