import { catalog } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import type { Bounds } from '#core/contract/shared.ts';
import type { Queryable } from '#server/db/database.ts';
import { utcText } from '#server/db/tables/as-of.ts';
import { tableOf } from '#server/db/tables/columns.ts';

/** 套合账 to be stored: never changed afterwards. */
export interface NewAccount {
  readonly subjectKind: 'feature' | 'shape' | 'layer';
  readonly subjectId: string;
  readonly subjectSha256: string;
  /** The smallest region that holds everything the account tells of: who does not see it whole does not see the account. */
  readonly regionCode: string;
  /** On the ground; null: when it was made. */
  readonly asOf: string | null;
  /** Versions of the layers it was computed from. */
  readonly layerVersions: Readonly<Record<string, number>>;
  readonly bounds: Bounds;
  readonly result: unknown;
}

export interface OverlayAccount {
  readonly id: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly madeAt: string;
  readonly madeBy: string | null;
  readonly inputsKnownAt: string;
  readonly asOf: string | null;
  readonly layerVersions: Record<string, number>;
  readonly result: unknown;
}

/** Stores it as of the newest change there is. */
export async function insertAccount(tx: Queryable, account: NewAccount): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `insert into gengjie.overlay_accounts (subject_kind, subject_id, subject_sha256, region_code, as_of, inputs_known_at, layer_versions, bounds, result)
     select $1, $2, $3, $4, $5::timestamptz, c.last, $6::jsonb, st_makeenvelope($7, $8, $9, $10, 4490), $11::jsonb
     from gengjie.clock c returning id`,
    [
      account.subjectKind,
      account.subjectId,
      account.subjectSha256,
      account.regionCode,
      account.asOf,
      JSON.stringify(account.layerVersions),
      ...account.bounds,
      JSON.stringify(account.result),
    ],
  );
  return row!.id;
}

export async function accountById(db: Queryable, id: string): Promise<OverlayAccount | undefined> {
  const [row] = await db.query<OverlayAccount>(
    `select a.id, a.subject_kind as "subjectKind", a.subject_id as "subjectId", ${utcText('a.made_at')} as "madeAt",
       gengjie.name_of(a.made_by) as "madeBy", ${utcText('a.inputs_known_at')} as "inputsKnownAt", ${utcText('a.as_of')} as "asOf",
       a.layer_versions as "layerVersions", a.result
     from gengjie.overlay_accounts a where a.id = $1`,
    [id],
  );
  return row;
}

/**
 * 过期图层: layers of which a row that meets the account's bounds became known, or ceased to be, after the account was made. A layer that has not
 * changed at all is not looked at; of the others only what the spatial index finds. Of an account of a past day only rows that hold on that day matter.
 */
export async function staleLayers(
  db: Queryable,
  { id, asOf, layerVersions }: Pick<OverlayAccount, 'id' | 'asOf' | 'layerVersions'>,
  current: ReadonlyMap<string, number>,
): Promise<LayerId[]> {
  const changed = catalog.filter(
    (layer) => layer.id in layerVersions && layerVersions[layer.id] !== current.get(layer.id),
  );
  if (changed.length === 0) return [];
  const held = asOf === null ? '' : 'and f.valid_during @> a.as_of';
  const parts = changed.map((layer) => {
    const rows = (which: string, known: string) =>
      `exists (select from ${tableOf(layer)} f where ${which} and f.geom && a.bounds and st_intersects(f.geom, a.bounds) ${held} and ${known})`;
    const began = 'lower(f.known_during) > a.inputs_known_at';
    return `select '${layer.id}' as layer from account a
      where ${rows('f.in_force', began)} or ${rows('not f.in_force', `(${began} or upper(f.known_during) > a.inputs_known_at)`)}`;
  });
  const stale = await db.query<{ layer: LayerId }>(
    `with account as materialized (select bounds, as_of, inputs_known_at from gengjie.overlay_accounts where id = $1)
     ${parts.join('\nunion all\n')}`,
    [id],
  );
  return stale.map(({ layer }) => layer);
}
