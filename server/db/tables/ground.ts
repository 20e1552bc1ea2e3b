import { layerById } from '#core/catalog/index.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Bounds } from '#core/contract/shared.ts';
import type { GroundFeature } from '#core/contract/what-if.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import { quoteIdentifier } from '#server/db/sql.ts';
import { momentValues, rowsAt } from '#server/db/tables/as-of.ts';

/** What a browser can hold and cut: more is not sent. */
export interface GroundLimits {
  readonly features: number;
  readonly vertices: number;
}

/** What the account of a parcel needs to be known beside its outline. */
const accountFields = [
  'land_class',
  'land_class_scheme',
  'parcel_area',
  'class_area',
  'deducted_area',
  'deduction_rate',
] as const;

const box = 'st_makeenvelope($1, $2, $3, $4, 4490)';

/** Whether more meets the box than is to be sent; looks at no more rows than that. */
export async function isTooMuchGround(
  db: Queryable,
  layers: readonly LayerDefinition[],
  bounds: Bounds,
  limits: GroundLimits,
  moments: Moments | null,
): Promise<boolean> {
  const parts = layers.map(
    (layer) =>
      `(select st_npoints(f.geom) as points from ${rowsAt(layer, 'f', moments, 6)} where f.geom && ${box} limit $5)`,
  );
  const [row] = await db.query<{ features: number; vertices: number }>(
    `select count(*)::integer as features, coalesce(sum(points), 0)::double precision as vertices from (${parts.join('\nunion all\n')}) p`,
    [...bounds, limits.features + 1, ...momentValues(moments)],
  );
  return !row || row.features > limits.features || row.vertices > limits.vertices;
}

/** 底账: features that meet the box, whole and at full precision. */
export async function groundFeatures(
  db: Queryable,
  layers: readonly LayerDefinition[],
  bounds: Bounds,
  moments: Moments | null,
): Promise<GroundFeature[]> {
  const parts = layers.map((layer) => {
    const names = accountFields.filter((name) => layer.fields.some((field) => field.name === name));
    const pairs = names.map((name) => `'${name}', f.${quoteIdentifier(name)}`);
    return `select '${layer.id}' as layer, f.id, f.version_id as "versionId",
        coalesce(f.${quoteIdentifier(layer.labelField)}::text, '') as label, f.region_code as "regionCode",
        f.area_square_meters as "areaSquareMeters", jsonb_build_object(${pairs.join(', ')}) as properties,
        st_asgeojson(f.geom, 15, 0) as geometry
      from ${rowsAt(layer, 'f', moments, 5)} where f.geom && ${box}`;
  });
  const rows = await db.query<Omit<GroundFeature, 'geometry'> & { geometry: string }>(
    `${parts.join('\nunion all\n')} order by layer, id`,
    [...bounds, ...momentValues(moments)],
  );
  return rows.map((row) => ({ ...row, geometry: JSON.parse(row.geometry) }));
}

export const landLayer = layerById('land_parcels');
