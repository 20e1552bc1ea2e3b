import type { MultiPolygon } from 'geojson';
import { layerById } from '#core/catalog/index.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import { momentValues, rowsAt } from '#server/db/tables/as-of.ts';

/** What a map on paper can show. */
const mostFeatures = 800;

export interface GroundOfMap {
  readonly land: readonly { readonly landClass: string; readonly geometry: MultiPolygon }[];
  readonly permanent: readonly MultiPolygon[];
  /** More lies in the box than is here. */
  readonly cutShort: boolean;
}

/** 底图: land classes and 永久基本农田 that meet a box (degrees, EPSG:4490), as the person sees them, now or as of a moment. */
export async function groundOfMap(
  tx: Queryable,
  box: LonLatBox,
  moments: Moments | null,
): Promise<GroundOfMap> {
  const within = (layer: string, column: string) =>
    tx.query<{ landClass: string; geometry: string }>(
      `select ${column} as "landClass", st_asgeojson(f.geom, 8, 0) as geometry
       from ${rowsAt(layerById(layer as 'land_parcels'), 'f', moments, 6)}
       where f.geom && st_makeenvelope($1, $2, $3, $4, 4490) order by f.id limit $5`,
      [...box, mostFeatures + 1, ...momentValues(moments)],
    );
  const land = await within('land_parcels', 'f.land_class');
  const permanent = await within('permanent_farmland', `''`);
  const shapes = (rows: readonly { landClass: string; geometry: string }[]) =>
    rows.slice(0, mostFeatures).map(({ landClass, geometry }) => ({
      landClass,
      geometry: JSON.parse(geometry) as MultiPolygon,
    }));
  return {
    land: shapes(land),
    permanent: shapes(permanent).map(({ geometry }) => geometry),
    cutShort: land.length > mostFeatures || permanent.length > mostFeatures,
  };
}

/** 首次登记范围: the outline of a patch's first version. */
export async function firstOutlineOf(tx: Queryable, patchId: number): Promise<MultiPolygon | undefined> {
  const [row] = await tx.query<{ geometry: string }>(
    `select st_asgeojson(f.geom, 15, 0) as geometry from gengjie.patches f where f.id = $1 order by f.version_id limit 1`,
    [patchId],
  );
  return row && (JSON.parse(row.geometry) as MultiPolygon);
}
