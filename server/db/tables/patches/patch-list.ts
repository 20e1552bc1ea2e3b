import type { Bounds } from '#core/contract/shared.ts';
import type { Queryable } from '#server/db/database.ts';
import {
  conditionsSql,
  type DeadlineGroup,
  deadlineColumns,
  deadlineJoin,
  deadlinesSql,
  type GroupDeadline,
  type PatchConditions,
  patchesInForce,
  Values,
} from '#server/db/tables/patches/conditions.ts';

/** A patch as a list shows it, before its deadline is told in words of today. */
export interface PatchRow extends DeadlineGroup {
  readonly uid: string;
  readonly id: number;
  readonly versionId: number;
  readonly number: string;
  readonly patchClass: string;
  readonly regionCode: string;
  readonly location: string | null;
  readonly foundOn: string | null;
  readonly assigneeKind: 'crew' | 'person' | null;
  readonly assigneeId: string | null;
  readonly assigneeName: string | null;
  readonly areaSquareMeters: number;
  readonly remainingSquareMeters: number | null;
  readonly lon: number;
  readonly lat: number;
  readonly bounds: Bounds;
  readonly conflicts: number;
  readonly photos: number;
  readonly photosAwaited: number;
  readonly splitState: string;
  /** ms since 1970. */
  readonly changedAt: number;
}

export type PatchSort = 'urgency' | 'number' | 'area' | 'changed';

const orders: Readonly<Record<PatchSort, string>> = {
  urgency: `case m.light when 'red' then 0 when 'yellow' then 1 when 'green' then 2 else 3 end, m.due nulls last, m.id`,
  number: 'm.patch_number, m.id',
  area: 'm.area_square_meters desc, m.id',
  changed: 'm.changed_at desc, m.id',
};

/** Deadline groups of the patches that meet the conditions. */
export function deadlineGroups(db: Queryable, conditions: PatchConditions): Promise<DeadlineGroup[]> {
  const values = new Values();
  return db.query<DeadlineGroup>(
    `select f.register, f.state, ${deadlineColumns.since} as since, f.due_on as "dueOn", ${deadlineColumns.pauses} as pauses
     from ${patchesInForce} where ${conditionsSql(conditions, values)} group by 1, 2, 3, 4, 5`,
    values.list,
  );
}

/** 图斑台账 of one page, with count and area of all that meet the conditions. */
export async function patchPage(
  db: Queryable,
  conditions: PatchConditions,
  groups: readonly GroupDeadline[],
  { sort, after, limit }: { readonly sort: PatchSort; readonly after: number; readonly limit: number },
): Promise<{ rows: PatchRow[]; count: number; areaSquareMeters: number }> {
  const values = new Values();
  const table = deadlinesSql(groups, values);
  const where = conditionsSql(conditions, values);
  const light =
    conditions.light === undefined
      ? ''
      : `and coalesce(l.light, 'none') = ${values.add(conditions.light)}::text`;
  const rows = await db.query<PatchRow & { total: number; totalArea: number; at: number }>(
    `with ${table}, m as materialized (
       select f.version_id, f.id, d.uid, f.patch_number, f.area_square_meters, d.changed_at, l.light, l.due
       from ${patchesInForce} ${deadlineJoin} where ${where} ${light}
     ), page as materialized (
       select m.*, row_number() over (order by ${orders[sort]}) as at from m order by ${orders[sort]}
       limit ${values.add(limit)}::bigint offset ${values.add(after)}::bigint
     ), total as (select count(*)::integer as total, coalesce(sum(round(area_square_meters::numeric, 2)), 0) as area from m)
     select p.at, t.total, t.area as "totalArea", ${rowColumns}
     from total t left join page p on true
       left join gengjie.patches f on f.version_id = p.version_id
       left join gengjie.patch_dossiers d on d.uid = p.uid ${photoJoin}
     order by p.at`,
    values.list,
  );
  const first = rows[0]!;
  return {
    rows: rows.filter(({ uid }) => uid !== null).map(withoutTotals),
    count: first.total,
    areaSquareMeters: first.totalArea,
  };
}

function withoutTotals({ total: _total, totalArea: _area, at: _at, ...row }: PatchRow & Totals): PatchRow {
  return row;
}

interface Totals {
  readonly total: number;
  readonly totalArea: number;
  readonly at: number;
}

/** Columns of {@link PatchRow} on `f`, `d` and `ph`. */
export const rowColumns = `d.uid, f.id, f.version_id as "versionId", f.patch_number as number, f.register, f.patch_class as "patchClass", f.state,
  f.region_code as "regionCode", f.location, f.found_on as "foundOn", d.assignee_kind as "assigneeKind", d.assignee_id as "assigneeId",
  f.assignee_name as "assigneeName", round(f.area_square_meters::numeric, 2) as "areaSquareMeters",
  f.remaining_area as "remainingSquareMeters",
  st_x(st_pointonsurface(f.geom)) as lon, st_y(st_pointonsurface(f.geom)) as lat,
  jsonb_build_array(st_xmin(f.geom), st_ymin(f.geom), st_xmax(f.geom), st_ymax(f.geom)) as bounds,
  ${deadlineColumns.since} as since, f.due_on as "dueOn", ${deadlineColumns.pauses} as pauses, d.conflict_count as conflicts,
  coalesce(ph.photos, 0)::integer as photos, coalesce(ph.awaited, 0)::integer as "photosAwaited", f.split_state as "splitState",
  floor(extract(epoch from d.changed_at) * 1000)::bigint as "changedAt"`;

/** Photographs of a patch that are not removed, and those whose bytes have not arrived. */
export const photoJoin = `left join lateral (
    select count(*) as photos,
      count(*) filter (where not exists (select from gengjie.photo_receipts r where r.sha256 = q.sha256)) as awaited
    from gengjie.patch_photos q where q.patch_uid = d.uid and not q.removed) ph on true`;

/** One patch by its uid: in force, or as it last was. */
export async function patchRow(
  db: Queryable,
  uid: string,
): Promise<(PatchRow & { geometry: string }) | undefined> {
  const [row] = await db.query<PatchRow & { geometry: string }>(
    `select ${rowColumns}, st_asgeojson(f.geom, 15, 0) as geometry
     from gengjie.patch_dossiers d cross join lateral (
       select * from gengjie.patches v where v.id = d.patch_id order by v.in_force desc, v.version_id desc limit 1) f ${photoJoin}
     where d.uid = $1::uuid`,
    [uid],
  );
  return row;
}
