import type { MultiPolygon } from 'geojson';
import type { Queryable } from '#server/db/database.ts';
import { GRID } from '#server/db/sql.ts';

/** 拆分核对, m²: ground of the whole that no part covers, of the parts outside the whole, and under two parts at once. */
export interface PartsFit {
  readonly missing: number;
  readonly outside: number;
  readonly overlapping: number;
  /** Areas of the parts, in their order, as a list shows them, m² rounded to 0.01. */
  readonly areas: readonly number[];
  /** All that ground together, GeoJSON text; an empty shape when there is none. */
  readonly fault: string;
}

/** How parts lie to a whole (GeoJSON text, EPSG:4490). All must be valid. */
export async function fitOfParts(
  db: Queryable,
  whole: string,
  parts: readonly MultiPolygon[],
): Promise<PartsFit> {
  const [row] = await db.query<PartsFit>(
    `with w as materialized (select st_setsrid(st_geomfromgeojson($1::text), 4490) as geom),
     part as materialized (
       select n, st_setsrid(st_geomfromgeojson(p.shape), 4490) as geom from unnest($2::text[]) with ordinality p (shape, n)),
     u as materialized (select st_union(geom, ${GRID}) as geom from part),
     twice as materialized (
       select st_collectionextract(st_intersection(a.geom, b.geom), 3) as geom from part a join part b on a.n < b.n and a.geom && b.geom),
     lost as materialized (
       select st_collectionextract(st_difference(w.geom, u.geom, ${GRID}), 3) as missing,
         st_collectionextract(st_difference(u.geom, w.geom, ${GRID}), 3) as outside from w, u)
     select st_area(missing::geography) as missing, st_area(outside::geography) as outside,
       (select coalesce(sum(st_area(geom::geography)), 0) from twice) as overlapping,
       (select jsonb_agg(round(st_area(geom::geography)::numeric, 2) order by n) from part) as areas,
       st_asgeojson(st_multi(st_collectionextract(st_union(array[missing, outside] || (select array_agg(geom) from twice)), 3)), 9, 0) as fault
     from lost`,
    [whole, parts.map((part) => JSON.stringify(part))],
  );
  return row!;
}
