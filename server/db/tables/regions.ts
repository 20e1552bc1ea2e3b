import { layerById } from '#core/catalog/index.ts';
import type { Bounds, LonLat } from '#core/contract/shared.ts';
import type { Region } from '#core/contract/workspace.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import { meets } from '#server/db/sql.ts';
import { momentValues, rowsAt } from '#server/db/tables/as-of.ts';
import { isRegion } from '#server/db/tables/columns.ts';

/** 行政区划树: every current region with its extent, district first. */
export async function allRegions(db: Queryable): Promise<Region[]> {
  const rows = await db.query<Omit<Region, 'bounds'> & { bounds: Bounds }>(
    `select code, name, name_en as "nameEn", level, parent_code as "parentCode",
       jsonb_build_array(st_xmin(geom), st_ymin(geom), st_xmax(geom), st_ymax(geom)) as bounds
     from gengjie.regions where in_force
     order by case level when 'district' then 0 when 'town' then 1 else 2 end, code`,
  );
  return rows;
}

export interface RegionName {
  readonly code: string;
  readonly name: string;
  readonly level: Region['level'];
}

const layer = layerById('regions');

/** Regions that hold a point, most local first; of now, or as of a moment. */
export function regionsAt(
  db: Queryable,
  [lng, lat]: LonLat,
  moments: Moments | null = null,
): Promise<RegionName[]> {
  return db.query(
    `select code, name, level from ${rowsAt(layer, 'r', moments, 3)}
     where ${meets('geom', 'st_setsrid(st_makepoint($1, $2), 4490)')}
     order by case level when 'village' then 0 when 'town' then 1 else 2 end, code`,
    [lng, lat, ...momentValues(moments)],
  );
}

/** The region of that code (6, 9 or 12 digits; towns and districts may leave their zeros out). */
export async function regionByCode(
  db: Queryable,
  code: string,
  moments: Moments | null = null,
): Promise<RegionName | undefined> {
  const [row] = await db.query<RegionName>(
    `select code, name, level from ${rowsAt(layer, 'r', moments, 2)}
     where ${isRegion('code', '$1::text')}`,
    [code, ...momentValues(moments)],
  );
  return row;
}

/** Code of the first village inside a region; undefined when it has none. */
export async function firstVillage(db: Queryable, within: string): Promise<string | undefined> {
  const [row] = await db.query<{ code: string }>(
    `select code from gengjie.regions
     where in_force and level = 'village' and (parent_code = $1 or rpad(parent_code, 12, '0') = rpad($1, 12, '0')) order by code limit 1`,
    [within],
  );
  return row?.code;
}

/** Code of the village inside a region in which most patches (图斑) lie; undefined when none lies in any. */
export async function villageOfMostPatches(db: Queryable, within: string): Promise<string | undefined> {
  const [row] = await db.query<{ code: string }>(
    `select r.code from gengjie.regions r join gengjie.patches p on p.region_code = r.code
     where r.in_force and p.in_force and r.level = 'village' and (r.parent_code = $1 or rpad(r.parent_code, 12, '0') = rpad($1, 12, '0'))
     group by r.code order by count(*) desc, r.code limit 1`,
    [within],
  );
  return row?.code;
}

/** Names of all current regions, district first. */
export function regionNames(db: Queryable): Promise<RegionName[]> {
  return db.query(
    `select code, name, level from gengjie.regions where in_force
     order by case level when 'district' then 0 when 'town' then 1 else 2 end, code`,
  );
}

/** Names of regions by their codes as they stand in features. */
export async function namesOfRegions(
  db: Queryable,
  codes: readonly string[],
  moments: Moments | null = null,
): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await db.query<{ code: string; name: string }>(
    `select c.code, r.name from unnest($1::text[]) c (code) join ${rowsAt(layer, 'r', moments, 2)} on ${isRegion('r.code', 'c.code')}`,
    [codes, ...momentValues(moments)],
  );
  return new Map(rows.map(({ code, name }) => [code, name]));
}
