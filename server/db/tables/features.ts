import { catalog } from '#core/catalog/index.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';
import type { FeatureSummary } from '#core/contract/layers.ts';
import type { Bounds, LonLat, PolygonalGeometry, PropertyValue } from '#core/contract/shared.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import { GRID, meets, quoteIdentifier } from '#server/db/sql.ts';
import { momentValues, rowsAt } from '#server/db/tables/as-of.ts';
import {
  personalJson,
  propertiesJson,
  signedArea,
  tableOf,
  withheldFields,
} from '#server/db/tables/columns.ts';

type FeatureRow = Omit<FeatureSummary, 'bounds'> & {
  west: number;
  south: number;
  east: number;
  north: number;
};

/** 点查: features of the layers whose geometry holds the point (EPSG:4490 lon/lat), in identify order; in force, or as of a moment. */
export async function featuresAt(
  db: Queryable,
  layers: readonly LayerDefinition[],
  [lng, lat]: LonLat,
  moments: Moments | null = null,
): Promise<FeatureSummary[]> {
  // Every layer is in the text, whichever are asked, so that there are two texts to plan and not one for each choice of layers.
  const parts = [...catalog]
    .sort((a, b) => a.identifyOrder - b.identifyOrder)
    .map(
      (layer) =>
        `(select ${featureColumns(layer)} from ${rowsAt(layer, 'f', moments, 4)}
          where '${layer.id}' = any ($3::text[]) and ${meets('f.geom', 'st_setsrid(st_makepoint($1, $2), 4490)')}
          order by f.id limit 50)`,
    );
  if (layers.length === 0) return [];
  const rows = await db.query<FeatureRow>(parts.join('\nunion all\n'), [
    lng,
    lat,
    layers.map(({ id }) => id),
    ...momentValues(moments),
  ]);
  return rows.map(withBounds);
}

/** One feature, in force or as of a moment, with its geometry as GeoJSON; undefined when there is none. */
export async function featureById(
  db: Queryable,
  layer: LayerDefinition,
  id: number,
  moments: Moments | null = null,
): Promise<(FeatureSummary & { geometry: PolygonalGeometry & { type: 'MultiPolygon' } }) | undefined> {
  const rows = await db.query<FeatureRow & { geometry: string }>(
    // Option 0: without it GeoJSON of SRID 4490 carries the obsolete `crs` member. 15 digits keep the stored double.
    `select ${featureColumns(layer)}, st_asgeojson(f.geom, 15, 0) as geometry
     from ${rowsAt(layer, 'f', moments, 2)} where f.id = $1`,
    [id, ...momentValues(moments)],
  );
  const row = rows[0];
  if (!row) return undefined;
  const { geometry, ...rest } = row;
  return { ...withBounds(rest), geometry: JSON.parse(geometry) };
}

/** 个人信息 of a current feature; who reads it leaves an audit line. Undefined when there is no such feature. */
export async function personalFields(
  db: Queryable,
  layer: LayerDefinition,
  id: number,
): Promise<{ regionCode: string; properties: Record<string, PropertyValue> } | undefined> {
  const [row] = await db.query<{ regionCode: string; properties: Record<string, PropertyValue> }>(
    `select f.region_code as "regionCode", ${personalJson(layer, 'f')} as properties
     from ${tableOf(layer)} f where f.in_force and f.id = $1`,
    [id],
  );
  return row;
}

export interface OverlayPiece {
  readonly layer: string;
  readonly id: number;
  readonly label: string;
  readonly areaSquareMeters: number;
  /** Area of the union of all pieces of the layer: layers whose features overlap each other count ground once. */
  readonly layerAreaSquareMeters: number;
}

/** 套合: the pieces of one feature under each layer of the catalogue that is overlaid, ellipsoidal m². */
export async function overlayPieces(
  db: Queryable,
  layer: LayerDefinition,
  id: number,
): Promise<OverlayPiece[]> {
  const others = catalog.filter((other) => other.overlay && other.id !== layer.id);
  const parts = others.map(
    (other) => `
      (with piece as materialized (
        select o.id, o.label, st_collectionextract(st_intersection(o.geom, s.geom), 3) as geom
        from subject s,
        lateral (select l.id, coalesce(l.${quoteIdentifier(other.labelField)}::text, '') as label, l.geom
                 from ${tableOf(other)} l
                 where l.in_force and l.geom && s.geom offset 0) o
        where st_intersects(o.geom, s.geom))
      select '${other.id}' as layer, p.id, p.label, st_area(p.geom::geography) as "areaSquareMeters",
        (select st_area(st_union(q.geom, ${GRID})::geography) from piece q) as "layerAreaSquareMeters"
      from piece p where not st_isempty(p.geom))`,
  );
  return db.query<OverlayPiece>(
    `with subject as materialized (
       select geom from ${tableOf(layer)} where in_force and id = $1)
     select * from (${parts.join('\nunion all\n')}) pieces
     where "areaSquareMeters" > 0 order by layer, "areaSquareMeters" desc, id`,
    [id],
  );
}

/** Count and signed area of the features that touch a box (whole features, not cut). */
export async function featuresInView(
  db: Queryable,
  layers: readonly LayerDefinition[],
  [west, south, east, north]: Bounds,
): Promise<{ id: string; count: number; areaSquareMeters: number }[]> {
  const parts = layers.map(
    (layer) => `select '${layer.id}' as id, count(*)::integer as count,
        coalesce(sum(${signedArea(layer, 'f')}), 0)::double precision as "areaSquareMeters"
      from ${tableOf(layer)} f
      where f.in_force and f.geom && st_makeenvelope($1, $2, $3, $4, 4490)`,
  );
  if (parts.length === 0) return [];
  return db.query(parts.join('\nunion all\n'), [west, south, east, north]);
}

/** Columns of {@link FeatureRow} for alias `f`. */
function featureColumns(layer: LayerDefinition): string {
  return `'${layer.id}' as layer, f.id, f.version_id as "versionId",
    coalesce(f.${quoteIdentifier(layer.labelField)}::text, '') as label,
    f.region_code as "regionCode", ${signedArea(layer, 'f')} as "areaSquareMeters",
    f.area_square_meters as "geometryAreaSquareMeters", f.batch_id as "batchId", f.source,
    to_char(lower(f.valid_during) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "validFrom",
    gengjie.name_of(f.changed_by) as "changedBy",
    ${propertiesJson(layer, 'f')} as properties, ${withheldFields(layer, 'f')} as withheld,
    st_xmin(f.geom) as west, st_ymin(f.geom) as south, st_xmax(f.geom) as east, st_ymax(f.geom) as north`;
}

function withBounds<R extends FeatureRow>({ west, south, east, north, ...row }: R) {
  return { ...row, bounds: [west, south, east, north] as Bounds };
}
