import type { PolygonalGeometry } from '#core/contract/shared.ts';
import type { Queryable } from '#server/db/database.ts';

/** 库内量算: ellipsoidal area (m²) of a polygon in EPSG:4490 lon/lat, or why it is no valid polygon. */
export async function measuredArea(
  db: Queryable,
  geometry: PolygonalGeometry,
): Promise<{ areaSquareMeters: number } | { invalid: string }> {
  const [row] = await db.query<{ reason: string; area: number | null }>(
    `with given as (select st_setsrid(st_geomfromgeojson($1), 4490) as geom)
     select st_isvalidreason(geom) as reason,
       case when st_isvalid(geom) then st_area(geom::geography) end as area from given`,
    [JSON.stringify(geometry)],
  );
  return row && row.area !== null ? { areaSquareMeters: row.area } : { invalid: row?.reason ?? 'empty' };
}
