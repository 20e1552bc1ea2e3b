import type { Bounds } from '#core/contract/shared.ts';
import type { Queryable } from '#server/db/database.ts';
import {
  conditionsSql,
  deadlineJoin,
  deadlinesSql,
  type GroupDeadline,
  type PatchConditions,
  patchesInForce,
  Values,
} from '#server/db/tables/patches/conditions.ts';

/** A patch as it is exported, without 个人信息; areas m² to 0.01. */
export interface ExportedPatch {
  readonly id: number;
  readonly uid: string;
  readonly number: string;
  readonly register: string;
  readonly patchClass: string;
  readonly state: string;
  readonly regionCode: string;
  readonly batch: string | null;
  readonly location: string | null;
  readonly foundOn: string | null;
  readonly builtOn: string | null;
  readonly judgement: string | null;
  readonly judgementKind: string | null;
  readonly useDetail: string | null;
  readonly projectName: string | null;
  readonly description: string | null;
  readonly rectification: string | null;
  readonly assignee: string | null;
  readonly due: string | null;
  readonly light: string;
  readonly splitState: string;
  readonly parentNumber: string | null;
  readonly note: string | null;
  readonly areaSquareMeters: number;
  readonly remainingSquareMeters: number | null;
  readonly bounds: Bounds;
  /** Well-known binary, little endian; only when asked for. */
  readonly wkb: Buffer | null;
}

/** 导出行: patches that meet the conditions and that the person may export, in order of register, region and number. */
export function exportedPatches(
  db: Queryable,
  conditions: PatchConditions,
  groups: readonly GroupDeadline[],
  geometry: boolean,
): Promise<ExportedPatch[]> {
  const values = new Values();
  const table = deadlinesSql(groups, values);
  const where = conditionsSql(conditions, values);
  const light =
    conditions.light === undefined
      ? ''
      : `and coalesce(l.light, 'none') = ${values.add(conditions.light)}::text`;
  return db.query<ExportedPatch>(
    `with ${table}
     select f.id, d.uid, f.patch_number as number, f.register, f.patch_class as "patchClass", f.state, f.region_code as "regionCode",
       (select b.name from gengjie.import_batches b where b.id = f.batch_id) as batch, f.location, f.found_on as "foundOn",
       f.built_on as "builtOn", f.judgement, f.judgement_kind as "judgementKind", f.use_detail as "useDetail",
       f.project_name as "projectName", f.description, f.rectification, f.assignee_name as assignee, l.due, coalesce(l.light, 'none') as light,
       f.split_state as "splitState", f.parent_number as "parentNumber", f.note,
       round(f.area_square_meters::numeric, 2) as "areaSquareMeters", f.remaining_area as "remainingSquareMeters",
       jsonb_build_array(st_xmin(f.geom), st_ymin(f.geom), st_xmax(f.geom), st_ymax(f.geom)) as bounds,
       ${geometry ? `st_asbinary(f.geom, 'NDR')` : 'null::bytea'} as wkb
     from ${patchesInForce} ${deadlineJoin}
     where ${where} ${light} and f.region_code ^@ any ((select gengjie.granted('export', 'patches'))::text[])
     order by f.register, f.region_code, f.patch_number, f.id`,
    values.list,
  );
}
