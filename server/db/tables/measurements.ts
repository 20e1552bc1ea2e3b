import { layerById } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import type { TargetRow } from '#core/contract/targets.ts';
import type { Queryable } from '#server/db/database.ts';
import { quoteIdentifier, startsWith } from '#server/db/sql.ts';
import { momentValues, rowsAt } from '#server/db/tables/as-of.ts';
import { isRegion } from '#server/db/tables/columns.ts';
import {
  countedRows,
  layersOf,
  type MeasureQuestion,
  Values,
  valueField,
} from '#server/db/tables/measure-formula.ts';

/** 实测: what a formula comes to inside a region; m² for areas. */
export interface Measurement {
  readonly layer: LayerId;
  readonly rowCount: number;
  readonly value: number;
  readonly geometryTotal: number;
  /** When the youngest of the counted rows became so. */
  readonly dataDate: string | null;
  readonly byVillage: readonly VillagePart[];
}

export interface VillagePart {
  readonly code: string;
  readonly name: string;
  readonly value: number;
  readonly rowCount: number;
}

/** Why a formula comes to nothing: its layer has nothing in the region, or no row has the column filled in. */
export type Nothing = 'no-data' | 'no-values';

const regions = layerById('regions');

/**
 * @returns what it comes to; `no-data` when its layer is empty in the region, so that an empty layer is never taken for a figure of zero
 * @throws FormulaFault
 */
export async function measureFormula(
  db: Queryable,
  question: MeasureQuestion,
): Promise<Measurement | Nothing> {
  const { formula, moments, prefix } = question;
  const values = new Values();
  const counted = countedRows(question, values);
  const first = values.moments(moments);
  const value = formula.aggregate === 'minimum' ? 'min(p.value)' : 'sum(p.value)';
  const rows = await db.query<{
    code: string;
    name: string | null;
    value: number;
    rowCount: number;
    geometryTotal: number;
    dataDate: string | null;
  }>(
    // Summed as numeric: hundredths are exact, so Σ of the rows is the figure to the last digit.
    `select g.*, r.name from (
       select p.region_code as code, ${value} as value, count(*)::integer as "rowCount", sum(p.area) as "geometryTotal",
         to_char(max(p.valid_from) at time zone 'UTC', 'YYYY-MM-DD') as "dataDate"
       from ${counted} p group by p.region_code) g
     left join ${rowsAt(regions, 'r', moments, first)} on ${isRegion('r.code', 'g.code')}
     order by g.code`,
    values.list,
  );
  if (rows.length === 0) {
    if (!(await hasRows(db, question, prefix))) return 'no-data';
    if (valueField(formula)) return 'no-values';
  }
  const byVillage = rows.map((row) => ({
    code: row.code,
    name: row.name ?? row.code,
    value: row.value,
    rowCount: row.rowCount,
  }));
  return {
    layer: formula.layer,
    rowCount: rows.reduce((sum, row) => sum + row.rowCount, 0),
    value: totalOf(formula.aggregate, byVillage),
    geometryTotal: rows.reduce((sum, row) => sum + row.geometryTotal, 0),
    dataDate: rows.reduce<string | null>(
      (last, row) => (last && row.dataDate && last > row.dataDate ? last : row.dataDate),
      null,
    ),
    byVillage,
  };
}

/** What the parts come to together: their sum in whole hundredths, or the least of them. */
export function totalOf(
  aggregate: MeasureQuestion['formula']['aggregate'],
  parts: readonly Pick<VillagePart, 'value'>[],
): number {
  return aggregate === 'minimum'
    ? Math.min(...parts.map(({ value }) => value))
    : parts.reduce((sum, { value }) => sum + Math.round(value * 100), 0) / 100;
}

async function hasRows(
  db: Queryable,
  { formula, moments }: MeasureQuestion,
  prefix: string,
): Promise<boolean> {
  const layer = layerById(formula.layer);
  const [row] = await db.query<{ some: boolean }>(
    `select exists (select from ${rowsAt(layer, 'f', moments, 2)} where ${startsWith('f.region_code', '$1')}) as some
     from (values (1)) v`,
    [prefix, ...momentValues(moments)],
  );
  return row?.some ?? false;
}

export interface RowPage {
  readonly after: number;
  readonly limit: number;
  readonly geometry: boolean;
}

/** 打开数字: a page of the rows a figure sums, by id. `next`: where to go on; null at the end. */
export async function measuredRows(
  db: Queryable,
  question: MeasureQuestion,
  page: RowPage,
): Promise<{ rows: TargetRow[]; next: number | null }> {
  const values = new Values();
  const counted = countedRows(question, values);
  const first = values.moments(question.moments);
  const [after, limit, geometry] = [page.after, page.limit + 1, page.geometry].map((v) => values.add(v));
  const parts = layersOf(question.formula).map((id) => {
    const layer = layerById(id);
    const landClass = layer.fields.some((field) => field.name === 'land_class');
    return `select p.layer, p.id, coalesce(f.${quoteIdentifier(layer.labelField)}::text, '') as label,
         p.region_code as "regionCode", coalesce(r.name, p.region_code) as "regionName",
         ${landClass ? 'f.land_class' : 'null::text'} as "landClass", ${landClass ? 'c.name_zh' : 'null::text'} as "landClassName",
         p.value::double precision as value, p.area as "geometryAreaSquareMeters",
         jsonb_build_array(st_xmin(f.geom), st_ymin(f.geom), st_xmax(f.geom), st_ymax(f.geom)) as bounds,
         case when ${geometry} then st_asgeojson(f.geom, 15, 0) end as geometry
       from page p
       join ${rowsAt(layer, 'f', question.moments, first)} on f.id = p.id
       left join ${rowsAt(regions, 'r', question.moments, first)} on ${isRegion('r.code', 'p.region_code')}
       ${landClass ? 'left join gengjie.codes c on (c.scheme, c.version, c.code) = (f.land_class_scheme, f.land_class_version, f.land_class)' : ''}
       where p.layer = '${id}'`;
  });
  const found = await db.query<TargetRow & { geometry: string | null }>(
    `with page as (select * from ${counted} p where p.id > ${after} order by p.id limit ${limit})
     select * from (${parts.join(' union all ')}) q order by id`,
    values.list,
  );
  const rows = found
    .slice(0, page.limit)
    .map(({ geometry: outline, ...row }) => (outline ? { ...row, geometry: JSON.parse(outline) } : row));
  return { rows, next: found.length > page.limit ? (rows.at(-1)?.id ?? null) : null };
}
