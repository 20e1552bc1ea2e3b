import type { MultiPolygon } from 'geojson';
import type { Queryable } from '#server/db/database.ts';

/** Whether a batch of that number is in force where the asker sees. */
export async function batchNumberTaken(db: Queryable, number: string): Promise<boolean> {
  const rows = await db.query(
    'select id from gengjie.conversion_batches where in_force and batch_number = $1 limit 1',
    [number],
  );
  return rows.length > 0;
}

/** The union of conversion parcels in force, EPSG:4490: edges that two of them share go. Two at a time, which the geometry engine never fails on. */
export async function unionOf(tx: Queryable, ids: readonly number[]): Promise<MultiPolygon> {
  const [row] = await tx.query<{ geometry: string }>(
    `with recursive part as materialized (
       select row_number() over (order by id) as n, geom from gengjie.conversion_parcels where in_force and id = any ($1::bigint[])
     ), united (n, geom) as (
       select n, st_multi(geom) from part where n = 1
       union all
       select p.n, st_multi(st_collectionextract(st_union(u.geom, p.geom), 3)) from united u join part p on p.n = u.n + 1
     )
     select st_asgeojson(geom, 15, 0) as geometry from united order by n desc limit 1`,
    [ids],
  );
  return JSON.parse(row!.geometry);
}
