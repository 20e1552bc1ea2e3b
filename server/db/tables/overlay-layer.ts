import { layerById } from '#core/catalog/index.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import { quoteIdentifier, startsWith } from '#server/db/sql.ts';
import { momentValues, rowsAt } from '#server/db/tables/as-of.ts';

/** What lies under one feature: ellipsoidal m², not rounded. */
export interface FeatureOverlay {
  readonly id: number;
  readonly label: string;
  readonly regionCode: string;
  readonly areaSquareMeters: number;
  /** By land class; classes of another scheme than sandiao stand as `scheme:code`. */
  readonly byClass: Readonly<Record<string, number>>;
  /** The part of 0101–0103 that is 图斑地类面积: less the share of what is deducted of each parcel. */
  readonly farmlandSquareMeters: number;
  readonly permanentSquareMeters: number;
}

const land = layerById('land_parcels');
const permanent = layerById('permanent_farmland');

/**
 * 整层套合: land classes and permanent farmland under every feature of a layer, set by set. Each feature asks the spatial index for its neighbours (LATERAL
 * with OFFSET 0: joined freely the planner takes three times as long); then all pieces are summed at once.
 */
export function overlaysOf(
  db: Queryable,
  layer: LayerDefinition,
  prefix: string,
  moments: Moments | null,
): AsyncIterable<FeatureOverlay[]> {
  const rows = (of: LayerDefinition, alias: string) => rowsAt(of, alias, moments, 2);
  const features = rows(layer, 'f');
  const inside = startsWith('f.region_code', '$1');
  const piece = 'st_area(st_collectionextract(st_intersection(l.geom, f.geom), 3)::geography)';
  return db.stream<FeatureOverlay>(
    `with piece as materialized (
       select f.id, l.land_class_scheme, l.land_class, l.class_area, l.parcel_area, ${piece} as area
       from ${features} cross join lateral (
         select q.geom, q.land_class, q.land_class_scheme, q.class_area::double precision, q.parcel_area::double precision
         from ${rows(land, 'q')} where q.geom && f.geom offset 0) l
       where ${inside}
     ), classes as (
       select id, case land_class_scheme when 'sandiao' then land_class else land_class_scheme || ':' || land_class end as code, sum(area) as area,
         sum(case when land_class_scheme = 'sandiao' and land_class in ('0101', '0102', '0103')
           then area * coalesce(class_area / nullif(parcel_area, 0), 1) else 0 end) as farmland
       from piece where area > 0 group by id, land_class_scheme, land_class
     ), land as (
       select id, jsonb_object_agg(code, area) as classes, sum(farmland) as farmland from classes group by id
     ), permanent as (
       select f.id, sum(${piece}) as area
       from ${features} cross join lateral (select q.geom from ${rows(permanent, 'q')} where q.geom && f.geom offset 0) l
       where ${inside} group by f.id
     )
     select f.id, coalesce(f.${quoteIdentifier(layer.labelField)}::text, '') as label, f.region_code as "regionCode",
       f.area_square_meters as "areaSquareMeters", coalesce(c.classes, '{}') as "byClass",
       coalesce(c.farmland, 0) as "farmlandSquareMeters", coalesce(p.area, 0) as "permanentSquareMeters"
     from ${features} left join land c on c.id = f.id left join permanent p on p.id = f.id
     where ${inside}
     order by f.id`,
    [prefix, ...momentValues(moments)],
    { batch: 1000 },
  );
}
