import { layerById } from '#core/catalog/index.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';
import type { ChangeKind } from '#core/contract/versions.ts';
import type { Queryable } from '#server/db/database.ts';
import { quoteIdentifier } from '#server/db/sql.ts';
import { utcText } from '#server/db/tables/as-of.ts';
import { tableOf } from '#server/db/tables/columns.ts';

// Versions of many features at once, with outlines that never leave the database: what `versions.ts` does for one feature that a person edits.

const land = layerById('land_parcels');

/** Why versions of a batch are made, and since when they hold on the ground. */
export interface LedgerCause {
  readonly reason: string;
  readonly document: string | null;
  /** UTC text. */
  readonly from: string;
  /** 变动原因 of figures; null for what no figure is summed from. */
  readonly cause: 'converted' | null;
}

export interface LockedRow {
  readonly id: number;
  readonly versionId: number;
  readonly validFrom: string;
  readonly regionCode: string;
  readonly label: string;
}

/** Locks features in force until the transaction ends, in the order of their ids; those that the person does not see or that ended are left out. */
export function lockRows(
  tx: Queryable,
  layer: LayerDefinition,
  ids: readonly number[],
): Promise<LockedRow[]> {
  return tx.query(
    `select f.id, f.version_id as "versionId", ${utcText('lower(f.valid_during)')} as "validFrom", f.region_code as "regionCode",
       coalesce(f.${quoteIdentifier(layer.labelField)}::text, '') as label
     from ${tableOf(layer)} f where f.in_force and f.id = any ($1::bigint[]) order by f.id for update`,
    [ids],
  );
}

/** Ends what is known of versions in force; returns how many there were. */
export async function closeVersions(
  tx: Queryable,
  layer: LayerDefinition,
  versionIds: readonly number[],
): Promise<number> {
  const rows = await tx.query(
    `update ${tableOf(layer)} set known_during = tstzrange(lower(known_during), gengjie.transaction_instant())
     where in_force and version_id = any ($1::bigint[]) returning version_id`,
    [versionIds],
  );
  return rows.length;
}

/** What versions say of the time until `from`, known anew: after {@link closeVersions}, before what follows them, or when nothing does. */
export async function endVersions(
  tx: Queryable,
  layer: LayerDefinition,
  versionIds: readonly number[],
  kind: ChangeKind,
  cause: LedgerCause,
): Promise<void> {
  await copyVersions(tx, layer, versionIds, { ...cause, kind }, { until: true });
}

export interface Changed {
  /** SQL by column; the version is `f`, `joined` what it is joined with. */
  readonly columns?: Readonly<Record<string, string>>;
  readonly joined?: string;
  /** Values of `$7` and so on. */
  readonly values?: readonly unknown[];
}

/** New versions from `from` on, with the content of versions and what is changed of it. */
export function continueVersions(
  tx: Queryable,
  layer: LayerDefinition,
  versionIds: readonly number[],
  cause: LedgerCause & { readonly kind: ChangeKind },
  changed: Changed = {},
): Promise<{ id: number; versionId: number }[]> {
  return copyVersions(tx, layer, versionIds, cause, changed);
}

function copyVersions(
  tx: Queryable,
  layer: LayerDefinition,
  versionIds: readonly number[],
  cause: LedgerCause & { readonly kind: ChangeKind },
  { columns = {}, joined = '', values = [], until = false }: Changed & { until?: boolean },
): Promise<{ id: number; versionId: number }[]> {
  const names = [...layer.fields.map(({ name }) => name), 'id', 'source', 'region_code', 'geom'];
  const list = names.map((name) => columns[name] ?? `f.${quoteIdentifier(name)}`);
  const valid = until
    ? 'tstzrange(lower(f.valid_during), $2::timestamptz)'
    : 'tstzrange($2::timestamptz, null)';
  return tx.query(
    `insert into ${tableOf(layer)} (${names.map(quoteIdentifier).join(', ')}, ${causeColumns})
     select ${list.join(', ')}, ${valid}, ${causeValues} from ${tableOf(layer)} f ${joined}
     where f.version_id = any ($1::bigint[]) ${until ? 'and lower(f.valid_during) < $2::timestamptz' : ''}
     returning id, version_id as "versionId"`,
    [versionIds, cause.from, cause.kind, cause.reason, cause.document, cause.cause, ...values],
  );
}

const causeColumns = 'valid_during, change_kind, change_reason, change_document, change_cause';
const causeValues = '$3::text, $4::text, $5::text, $6::text';

/** Whether pieces leave anything of the parcels they are cut from: what is left by the figures, to 0.01 m². */
export async function landAfterPieces(tx: Queryable, event: number): Promise<{ id: number; left: number }[]> {
  return tx.query(
    `select l.id, (l.parcel_area - sum(p.parcel_area))::double precision as left
     from gengjie.batch_pieces p join gengjie.land_parcels l on l.in_force and l.id = p.land_feature
     where p.event_id = $1 group by l.id, l.version_id order by l.id`,
    [event],
  );
}

/**
 * The remainders of land parcels: what the pieces leave of outline and figures, to the cent. The outline is cut by the batch's parcels, as the pieces were,
 * not by the pieces: so both get the same new corners.
 */
export function cutLand(
  tx: Queryable,
  versionIds: readonly number[],
  event: number,
  cause: LedgerCause,
): Promise<{ id: number; versionId: number }[]> {
  return continueVersions(
    tx,
    land,
    versionIds,
    { ...cause, kind: 'edit' },
    {
      columns: {
        parcel_area: 'f.parcel_area - cut.parcel_area',
        deducted_area:
          'case when f.deducted_area is null then null else f.deducted_area - cut.deducted_area end',
        class_area: 'f.class_area - cut.class_area',
        geom: 'st_multi(st_collectionextract(st_difference(f.geom, cut.geom), 3))',
      },
      joined: `join lateral (
      select sum(p.parcel_area) as parcel_area, sum(p.deducted_area) as deducted_area, sum(p.class_area) as class_area,
        st_union(c.geom) as geom
      from gengjie.batch_pieces p join gengjie.conversion_parcels c on c.in_force and c.id = p.conversion_feature
      where p.event_id = $7 and p.land_feature = f.id) cut on true`,
      values: [event],
    },
  );
}

/** Numbers that were ever given in villages to parcels whose number begins with one of these and a suffix. */
export async function numbersTaken(
  tx: Queryable,
  origins: readonly { readonly number: string; readonly regionCode: string }[],
): Promise<Map<string, Set<string>>> {
  const rows = await tx.query<{ regionCode: string; number: string }>(
    `select distinct l.region_code as "regionCode", l.parcel_number as number
     from unnest($1::text[], $2::text[]) as o (number, region_code)
     join gengjie.land_parcels l on l.region_code = o.region_code and left(l.parcel_number, length(o.number)) = o.number`,
    [origins.map(({ number }) => number), origins.map(({ regionCode }) => regionCode)],
  );
  const taken = new Map<string, Set<string>>();
  for (const { regionCode, number } of rows) {
    const numbers = taken.get(regionCode) ?? new Set();
    taken.set(regionCode, numbers.add(number));
  }
  return taken;
}

/** What a piece becomes. */
export interface NewLand {
  readonly conversion: number;
  readonly land: number;
  readonly number: string;
}

/**
 * 转用地块: a new land parcel of each piece. The ground has the class it was converted to, without deduction and without what only farmland has; whose it
 * is stays as it was until it is entered otherwise.
 */
export function addConverted(
  tx: Queryable,
  versionIds: readonly number[],
  event: number,
  pieces: readonly NewLand[],
  cause: LedgerCause,
): Promise<{ id: number; versionId: number }[]> {
  const gone = 'deducted_class deduction_rate deducted_area slope_grade terrace_kind planting refinement';
  return continueVersions(
    tx,
    land,
    versionIds,
    { ...cause, kind: 'add' },
    {
      columns: {
        ...Object.fromEntries(gone.split(' ').map((name) => [name, 'null'])),
        id: `nextval('gengjie.feature_id')`,
        parcel_number: 'p.number',
        land_class: 'p.land_class_after',
        land_class_scheme: `'sandiao'`,
        land_class_version: `'2019'`,
        parcel_area: 'p.parcel_area',
        class_area: 'p.parcel_area',
        geom: 'p.geom',
      },
      joined: `join (
      select b.land_feature, b.parcel_area, b.geom, n.number, c.land_class_after
      from unnest($8::bigint[], $9::bigint[], $10::text[]) as n (conversion, land, number)
      join gengjie.batch_pieces b on b.event_id = $7 and b.conversion_feature = n.conversion and b.land_feature = n.land
      join gengjie.conversion_parcels c on c.in_force and c.id = n.conversion
      order by n.number) p on p.land_feature = f.id`,
      values: [
        event,
        pieces.map(({ conversion }) => conversion),
        pieces.map(({ land: id }) => id),
        pieces.map(({ number }) => number),
      ],
    },
  );
}
