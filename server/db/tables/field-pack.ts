import type { MultiPolygon } from 'geojson';
import type { LayerDefinition } from '#core/catalog/types.ts';
import { FENCE_LIMIT, type FieldFence } from '#core/contract/field-pack.ts';
import type { Bounds } from '#core/contract/shared.ts';
import { packRings } from '#core/field/pack-fence.ts';
import type { LayerContent } from '#core/field/pack-plan.ts';
import type { Queryable } from '#server/db/database.ts';
import { quoteIdentifier } from '#server/db/sql.ts';
import { isRegion, tableOf } from '#server/db/tables/columns.ts';

const BOX = 'st_makeenvelope($1, $2, $3, $4, 4490)';

/** How many features and corners of each layer meet a box, as far as the person may see them; by layer. */
export async function packContent(
  db: Queryable,
  layers: readonly LayerDefinition[],
  bounds: Bounds,
): Promise<Map<string, LayerContent>> {
  const parts = layers.map(
    (layer) => `select '${layer.id}' as id, count(*)::integer as features,
        coalesce(sum(st_npoints(f.geom)), 0)::integer as points
      from ${tableOf(layer)} f where f.in_force and f.geom && ${BOX}`,
  );
  const rows = await db.query<LayerContent & { id: string }>(parts.join('\nunion all\n'), bounds);
  return new Map(rows.map(({ id, features, points }) => [id, { features, points }]));
}

/** Name and extent of a region in force (6, 9 or 12 digits). */
export async function packRegion(
  db: Queryable,
  code: string,
): Promise<{ name: string; bounds: Bounds } | undefined> {
  const [row] = await db.query<{ name: string; bounds: Bounds }>(
    `select r.name,
       jsonb_build_array(st_xmin(r.geom), st_ymin(r.geom), st_xmax(r.geom), st_ymax(r.geom)) as bounds
     from gengjie.regions r where r.in_force and ${isRegion('r.code', '$1::text')}`,
    [code],
  );
  return row;
}

type Zone = FieldFence['zones'][number];

/** 围栏图形 that meet the box, whole; as many as one answer holds. */
export async function fenceZones(
  db: Queryable,
  layers: readonly LayerDefinition[],
  bounds: Bounds,
): Promise<{ zones: Zone[]; truncated: boolean }> {
  const zones: Zone[] = [];
  let points = 0;
  for (const layer of layers) {
    const rows = await db.query<{ id: number; label: string; points: number; geometry: string }>(
      `select f.id, coalesce(f.${quoteIdentifier(layer.labelField)}::text, '') as label,
         st_npoints(f.geom) as points, st_asgeojson(f.geom, 7, 0) as geometry
       from ${tableOf(layer)} f where f.in_force and f.geom && ${BOX}
       order by f.id limit ${FENCE_LIMIT.zones + 1}`,
      bounds,
    );
    for (const { id, label, points: own, geometry } of rows) {
      points += own;
      if (zones.length >= FENCE_LIMIT.zones || points > FENCE_LIMIT.points) return { zones, truncated: true };
      zones.push({ layer: layer.id, id, label, rings: packRings(JSON.parse(geometry) as MultiPolygon) });
    }
  }
  return { zones, truncated: false };
}
