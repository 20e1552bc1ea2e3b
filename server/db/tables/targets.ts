import { layerById } from '#core/catalog/index.ts';
import type { LayerDefinition, LayerId } from '#core/catalog/types.ts';
import type { Target, TargetRow } from '#core/contract/targets.ts';
import { farmlandClasses } from '#core/targets/farmland.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import { quoteIdentifier, startsWith } from '#server/db/sql.ts';
import { momentValues, rowsAt, tableRowsAt } from '#server/db/tables/as-of.ts';
import { isRegion, signedArea } from '#server/db/tables/columns.ts';

/** How an indicator is measured: which rows of which layer count, and what each adds (m²). */
interface Measure {
  readonly layer: LayerId;
  /** SQL of what a row adds; alias `f`. */
  readonly value: (layer: LayerDefinition) => string;
  /** SQL condition on alias `f`; `$2` is the target's year. */
  readonly counts: string;
}

const classList = farmlandClasses.map(({ code }) => `'${code}'`).join(', ');

/** 指标口径: an indicator that is not here is not measured, and says so; it is never shown as held. */
const measures: Readonly<Record<string, Measure>> = {
  // Σ 图斑地类面积 of 0101–0103 in the 三调 scheme: other schemes give the same numbers other meanings.
  farmland_retention: {
    layer: 'land_parcels',
    value: () => 'f.class_area::double precision',
    counts: `f.land_class_scheme = 'sandiao' and f.land_class in (${classList}) and $2::integer is not null`,
  },
  permanent_farmland: {
    layer: 'permanent_farmland',
    value: () => 'f.class_area::double precision',
    counts: '$2::integer is not null',
  },
  green_space: { layer: 'green_plans', value: geometryArea, counts: 'f.plan_year = $2::integer' },
  green_space_total: { layer: 'green_plans', value: geometryArea, counts: 'f.plan_year <= $2::integer' },
};

const regions = layerById('regions');

function geometryArea(layer: LayerDefinition): string {
  return signedArea(layer, 'f');
}

export type TargetRecord = Omit<Target, 'measured' | 'state' | 'byVillage' | 'regionName'>;

const targetColumns = `t.id, t.indicator, jsonb_build_object('zh', i.title_zh, 'en', i.title_en) as title,
  t.region_code as "regionCode", t.year, t.comparator, i.unit, t.value::double precision as value,
  t.reported_text as "reportedText", t.reported_unit as "reportedUnit",
  t.source_document as "sourceDocument", t.source_clause as "sourceClause",
  jsonb_build_object('text', jsonb_build_object('zh', i.rule_zh, 'en', i.rule_en), 'source', i.rule_source) as rule`;

/** Targets of one region, of one year or of all; in force, or as of a moment. */
export function targetsOf(
  db: Queryable,
  regionCode: string,
  year: number | null,
  moments: Moments | null = null,
): Promise<TargetRecord[]> {
  return db.query(
    `select ${targetColumns} from ${tableRowsAt('targets', 't', moments, 3)} join gengjie.indicators i on i.code = t.indicator
     where rpad(t.region_code, 12, '0') = rpad($1, 12, '0')
       and ($2::integer is null or t.year = $2)
     order by t.id`,
    [regionCode, year, ...momentValues(moments)],
  );
}

export async function targetById(
  db: Queryable,
  id: number,
  moments: Moments | null = null,
): Promise<TargetRecord | undefined> {
  const [row] = await db.query<TargetRecord>(
    `select ${targetColumns} from ${tableRowsAt('targets', 't', moments, 2)} join gengjie.indicators i on i.code = t.indicator
     where t.id = $1`,
    [id, ...momentValues(moments)],
  );
  return row;
}

/** The layer that an indicator is measured on; undefined when nothing measures it. */
export function measuringLayer(indicator: string): LayerId | undefined {
  return measures[indicator]?.layer;
}

export interface Measurement {
  readonly layer: LayerId;
  readonly rowCount: number;
  readonly value: number;
  readonly geometryTotal: number;
  readonly dataDate: string | null;
  readonly byVillage: { code: string; name: string; value: number; rowCount: number }[];
}

/** 实测: what an indicator comes to inside a region (code prefix), m²; null when nothing measures it. */
export async function measure(
  db: Queryable,
  indicator: string,
  prefix: string,
  year: number,
  moments: Moments | null = null,
): Promise<Measurement | null> {
  const rule = measures[indicator];
  if (!rule) return null;
  const layer = layerById(rule.layer);
  const rows = await db.query<{
    code: string;
    name: string | null;
    cents: number;
    rowCount: number;
    geometryTotal: number;
    dataDate: string | null;
  }>(
    // Summed as numeric: hundredths of a square metre are exact, so Σ of the rows is the figure to the last digit.
    `select f.region_code as code, max(r.name) as name, round(sum((${rule.value(layer)})::numeric), 2) as cents,
       count(*)::integer as "rowCount", sum(f.area_square_meters) as "geometryTotal",
       to_char(max(lower(f.valid_during)) at time zone 'UTC', 'YYYY-MM-DD') as "dataDate"
     from ${rowsAt(layer, 'f', moments, 3)}
     left join ${rowsAt(regions, 'r', moments, 3)} on ${isRegion('r.code', 'f.region_code')}
     where ${startsWith('f.region_code', '$1')} and ${rule.counts}
     group by f.region_code order by f.region_code`,
    [prefix, year, ...momentValues(moments)],
  );
  const byVillage = rows.map((row) => ({
    code: row.code,
    name: row.name ?? row.code,
    value: row.cents,
    rowCount: row.rowCount,
  }));
  return {
    layer: rule.layer,
    rowCount: rows.reduce((sum, row) => sum + row.rowCount, 0),
    value: rows.reduce((sum, row) => sum + Math.round(row.cents * 100), 0) / 100,
    geometryTotal: rows.reduce((sum, row) => sum + row.geometryTotal, 0),
    dataDate: rows.reduce<string | null>(
      (last, row) => (last && row.dataDate && last > row.dataDate ? last : row.dataDate),
      null,
    ),
    byVillage,
  };
}

/** 打开数字: a page of the rows a figure sums, by id. */
export async function measuredRows(
  db: Queryable,
  indicator: string,
  prefix: string,
  year: number,
  page: { after: number; limit: number; geometry: boolean },
  moments: Moments | null = null,
): Promise<TargetRow[]> {
  const rule = measures[indicator];
  if (!rule) return [];
  const layer = layerById(rule.layer);
  const landClass = layer.fields.some((field) => field.name === 'land_class');
  const rows = await db.query<TargetRow & { geometry: string | null }>(
    `select f.id, '${layer.id}' as layer, coalesce(f.${quoteIdentifier(layer.labelField)}::text, '') as label,
       f.region_code as "regionCode", coalesce(r.name, f.region_code) as "regionName",
       ${landClass ? 'f.land_class' : 'null::text'} as "landClass", ${landClass ? 'c.name_zh' : 'null::text'} as "landClassName",
       round((${rule.value(layer)})::numeric, 2)::double precision as value,
       f.area_square_meters as "geometryAreaSquareMeters",
       jsonb_build_array(st_xmin(f.geom), st_ymin(f.geom), st_xmax(f.geom), st_ymax(f.geom)) as bounds,
       case when $5 then st_asgeojson(f.geom, 15, 0) end as geometry
     from ${rowsAt(layer, 'f', moments, 6)}
     left join ${rowsAt(regions, 'r', moments, 6)} on ${isRegion('r.code', 'f.region_code')}
     ${landClass ? 'left join gengjie.codes c on (c.scheme, c.version, c.code) = (f.land_class_scheme, f.land_class_version, f.land_class)' : ''}
     where ${startsWith('f.region_code', '$1')} and ${rule.counts} and f.id > $3
     order by f.id limit $4`,
    [prefix, year, page.after, page.limit, page.geometry, ...momentValues(moments)],
  );
  return rows.map(({ geometry, ...row }) => (geometry ? { ...row, geometry: JSON.parse(geometry) } : row));
}
