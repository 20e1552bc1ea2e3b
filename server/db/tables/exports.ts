import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Bounds, PropertyValue } from '#core/contract/shared.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import { startsWith } from '#server/db/sql.ts';
import { momentValues, rowsAt, utcText } from '#server/db/tables/as-of.ts';
import { personalJson, propertiesJson, signedArea } from '#server/db/tables/columns.ts';

/** What is exported of a layer: everything of a region that the person may export, as of a moment. */
export interface Extract {
  readonly layer: LayerDefinition;
  /** Region prefix; empty: wherever the person may. */
  readonly prefix: string;
  readonly moments: Moments;
  readonly personal: boolean;
}

/** Count, signed area (m²) and extent of what an export will hold. */
export async function extractFacts(
  db: Queryable,
  { layer, prefix, moments }: Extract,
): Promise<{ count: number; areaSquareMeters: number; bounds: Bounds | null }> {
  const [row] = await db.query<{ count: number; area: number; bounds: Bounds | [null] }>(
    `select count(*)::integer as count, coalesce(round(sum(${signedArea(layer, 'f')})::numeric, 2), 0) as area,
       jsonb_build_array(st_xmin(st_extent(f.geom)), st_ymin(st_extent(f.geom)), st_xmax(st_extent(f.geom)), st_ymax(st_extent(f.geom))) as bounds
     ${source(layer, moments, 2)}`,
    [prefix, ...momentValues(moments)],
  );
  const { count, area, bounds } = row!;
  return { count, areaSquareMeters: area, bounds: bounds[0] === null ? null : (bounds as Bounds) };
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

/** A page of an export, by id. Bitemporal rows do not change, so pages of one moment fit together whatever happens between them. */
export function extractRows(
  db: Queryable,
  { layer, prefix, moments, personal }: Extract,
  page: { readonly after: number; readonly limit: number; readonly geometry: boolean },
): Promise<ExtractRow[]> {
  return db.query(
    `select f.id, f.version_id as "versionId", f.region_code as "regionCode", ${utcText('lower(f.valid_during)')} as "validFrom",
       f.source, ${signedArea(layer, 'f')} as "areaSquareMeters", f.area_square_meters as "geometryAreaSquareMeters",
       ${propertiesJson(layer, 'f')}${personal ? ` || ${personalJson(layer, 'f')}` : ''} as properties,
       case when $4 then st_asgeojson(st_forcepolygonccw(f.geom), 15, 0) end as geometry
     ${source(layer, moments, 5)} and f.id > $2 order by f.id limit $3`,
    [prefix, page.after, page.limit, page.geometry, ...momentValues(moments)],
  );
}

/** Rows that the person may see (row-level security) and export. */
function source(layer: LayerDefinition, moments: Moments, first: number): string {
  return `from ${rowsAt(layer, 'f', moments, first)}
    where ${startsWith('f.region_code', '$1')} and f.region_code ^@ any ((select gengjie.granted('export', '${layer.id}'))::text[])`;
}
