import type { PatchOperation } from '#core/patches/operation.ts';
import type { PatchStateCode } from '#core/patches/steps.ts';
import type { Queryable } from '#server/db/database.ts';
import { deadlineColumns } from '#server/db/tables/patches/conditions.ts';

/** A patch as a phone takes it along. */
export interface PulledRow {
  readonly uid: string;
  readonly id: number;
  readonly number: string;
  readonly register: 'house-building' | 'image-enforcement' | 'lead' | 'field-flag';
  readonly regionCode: string;
  readonly regionName: string;
  readonly areaSquareMeters: number;
  readonly base: { readonly state: PatchStateCode; readonly values: Record<string, unknown> };
  readonly operations: readonly PatchOperation[];
  readonly names: Readonly<Record<string, string>>;
  readonly mine: boolean;
  /** False: withdrawn, ended, or not for this scope. */
  readonly wanted: boolean;
  readonly state: PatchStateCode;
  readonly since: number;
  readonly dueOn: string | null;
  /** JSON text. */
  readonly pauses: string;
  readonly seq: number;
}

export interface PullQuery {
  readonly person: string;
  readonly since: number;
  readonly limit: number;
  readonly scope: 'mine' | 'all';
  /** west, south, east, north. */
  readonly bbox: readonly number[] | null;
}

/** 外业同步: patches that the person sees and that changed after a cursor, oldest change first. */
export function pulledPatches(
  db: Queryable,
  { person, since, limit, scope, bbox }: PullQuery,
): Promise<PulledRow[]> {
  return db.query<PulledRow>(
    `select d.uid, p.id, p.patch_number as number, p.register, p.region_code as "regionCode", coalesce(g.name, '') as "regionName",
       p.area_square_meters as "areaSquareMeters", p.state, ${deadlineColumns.since} as since, p.due_on as "dueOn", ${deadlineColumns.pauses} as pauses, d.changed_seq as seq, own.mine,
       p.in_force and not d.withdrawn and ($4 = 'all' or own.mine) and ($5::jsonb is null or p.geom && b.box) as wanted,
       coalesce(o.operations, '[]'::jsonb) as operations, coalesce(o.names, '{}'::jsonb) as names,
       case when d.base is null then '{"state": "to-dispatch", "values": {}}'::jsonb
         else jsonb_build_object('state', d.base -> 'state', 'values', (d.base -> 'values') || jsonb_build_object('outline', first.outline)) end as base
     from gengjie.patch_dossiers d
     join lateral (select * from gengjie.patches p where p.id = d.patch_id order by p.in_force desc, p.version_id desc limit 1) p on true
     left join lateral (select r.name from gengjie.regions r where r.in_force and r.code = p.region_code limit 1) g on true
     left join lateral (select st_asgeojson(f.geom, 9)::jsonb as outline from gengjie.patches f
       where d.base is not null and f.version_id = (d.base ->> 'version')::bigint) first on true
     left join lateral (
       select jsonb_agg(l.content order by l.seq) as operations,
         jsonb_object_agg(l.made_by, coalesce(gengjie.name_of(l.made_by), '')) as names
       from gengjie.patch_operations l where l.patch_uid = d.uid and l.status = 'applied') o on true
     cross join lateral (select (d.assignee_id is null or d.assignee_id = $1::uuid or d.flagged_by = $1::uuid
       or exists (select from gengjie.crews c where c.id = d.assignee_id and $1::uuid = any (c.members))) as mine) own
     left join lateral (select st_makeenvelope(($5::jsonb ->> 0)::float, ($5::jsonb ->> 1)::float, ($5::jsonb ->> 2)::float,
       ($5::jsonb ->> 3)::float, 4490) as box where $5::jsonb is not null) b on true
     where d.changed_seq > $2 and d.patch_id is not null
     order by d.changed_seq limit $3`,
    [person, since, limit, scope, bbox === null ? null : JSON.stringify(bbox)],
  );
}
