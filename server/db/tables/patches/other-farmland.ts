import { layerById } from '#core/catalog/index.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import { GRID } from '#server/db/sql.ts';
import { momentValues, rowsAt } from '#server/db/tables/as-of.ts';

const land = layerById('land_parcels');
const permanent = layerById('permanent_farmland');

/** 永农以外的耕地: m² (after deduction, to 0.01) of farmland under an outline (GeoJSON text) that no permanent basic farmland covers. */
export async function otherFarmland(
  db: Queryable,
  outline: string,
  moments: Moments | null,
): Promise<number> {
  const [row] = await db.query<{ area: number }>(
    `with subject as materialized (select st_setsrid(st_geomfromgeojson($1::text), 4490) as geom),
     kept as materialized (
       select st_union(p.geom, ${GRID}) as geom from subject s, ${rowsAt(permanent, 'p', moments, 2)} where p.geom && s.geom
     ), piece as materialized (
       select st_collectionextract(st_intersection(l.geom, s.geom), 3) as geom,
         coalesce(l.class_area, l.parcel_area, l.area_square_meters)::double precision / l.area_square_meters as share
       from subject s, ${rowsAt(land, 'l', moments, 2)}
       where l.geom && s.geom and l.land_class_scheme = 'sandiao' and l.land_class in ('0101', '0102', '0103')
     )
     select coalesce(round(sum(st_area((case when k.geom is null then q.geom
       else st_collectionextract(st_difference(q.geom, k.geom), 3) end)::geography) * q.share)::numeric, 2), 0) as area
     from piece q cross join kept k where not st_isempty(q.geom)`,
    [outline, ...momentValues(moments)],
  );
  return row!.area;
}
