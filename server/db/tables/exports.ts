import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Bounds, PropertyValue } from '#core/contract/shared.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import { startsWith } from '#server/db/sql.ts';
import { momentValues, rowsAt, utcText } from '#server/db/tables/as-of.ts';
import { personalJson, propertiesJson, signedArea, tableOf } from '#server/db/tables/columns.ts';

/** What is exported of a layer: everything of a region that the person may export, as of a moment. */
export interface Extract {
  readonly layer: LayerDefinition;
  /** Region prefix; empty: wherever the person may. */
  readonly prefix: string;
  readonly moments: Moments;
  readonly personal: boolean;
}

/** What an export will hold: its versions in the order of their features, their signed area (m²) and extent. */
export async function extractFacts(
  db: Queryable,
  { layer, prefix, moments }: Extract,
): Promise<{ versionIds: number[]; areaSquareMeters: number; bounds: Bounds | null }> {
  const [row] = await db.query<{ versionIds: number[]; area: number; bounds: Bounds | [null] }>(
    `select coalesce(array_agg(f.version_id order by f.id), '{}') as "versionIds", coalesce(round(sum(${signedArea(layer, 'f')})::numeric, 2), 0) as area,
       jsonb_build_array(st_xmin(st_extent(f.geom)), st_ymin(st_extent(f.geom)), st_xmax(st_extent(f.geom)), st_ymax(st_extent(f.geom))) as bounds
     ${source(layer, moments, 2)}`,
    [prefix, ...momentValues(moments)],
  );
  const { versionIds, area, bounds } = row!;
  return { versionIds, areaSquareMeters: area, bounds: bounds[0] === null ? null : (bounds as Bounds) };
}

export interface ExtractRow {
  readonly id: number;
  readonly versionId: number;
  readonly regionCode: string;
  readonly validFrom: string;
  readonly source: string | null;
  readonly areaSquareMeters: number;
  readonly geometryAreaSquareMeters: number;
  readonly properties: Readonly<Record<string, PropertyValue>>;
  /** GeoJSON text, outer rings anticlockwise (RFC 7946); only when asked for. */
  readonly geometry: string | null;
}

/** Rows of an export by their versions, in the order of their features. What a version holds does not change. */
export function extractRows(
  db: Queryable,
  { layer, personal }: Pick<Extract, 'layer' | 'personal'>,
  versionIds: readonly number[],
  geometry: boolean,
): Promise<ExtractRow[]> {
  return db.query(
    `select f.id, f.version_id as "versionId", f.region_code as "regionCode", ${utcText('lower(f.valid_during)')} as "validFrom",
       f.source, ${signedArea(layer, 'f')} as "areaSquareMeters", f.area_square_meters as "geometryAreaSquareMeters",
       ${propertiesJson(layer, 'f')}${personal ? ` || ${personalJson(layer, 'f')}` : ''} as properties,
       case when $2 then st_asgeojson(st_forcepolygonccw(f.geom), 15, 0) end as geometry
     from ${tableOf(layer)} f where f.version_id = any ($1::bigint[]) and ${exportable(layer)} order by f.id`,
    [`{${versionIds.join(',')}}`, geometry],
  );
}

/** Rows that the person may see (row-level security) and export. */
function source(layer: LayerDefinition, moments: Moments, first: number): string {
  return `from ${rowsAt(layer, 'f', moments, first)}
    where ${startsWith('f.region_code', '$1')} and ${exportable(layer)}`;
}

function exportable(layer: LayerDefinition): string {
  return `f.region_code ^@ any ((select gengjie.granted('export', '${layer.id}'))::text[])`;
}
