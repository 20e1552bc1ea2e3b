import type { Database } from '#server/db/database.ts';

/**
 * Parcels whose borders do not meet their neighbours' edge for edge: by `ST_CoverageInvalidEdges` where PostGIS has it (≥ 3.4), which also
 * sees corners that only one side has; by pairs that overlap elsewhere (gaps are then seen by the sum of the areas).
 */
export async function coverageFaults(database: Database): Promise<number> {
  const [major, minor] = database.version.postgis.split('.').map(Number);
  const hasCoverage = major! > 3 || (major === 3 && minor! >= 4);
  const [row] = await database.query<{ faults: number }>(
    hasCoverage
      ? `select count(*) as faults from (select st_coverageinvalidedges(geom) over () as edges from gengjie.land_parcels) c
         where edges is not null`
      : `select count(*) as faults from gengjie.land_parcels a join gengjie.land_parcels b
         on a.id < b.id and a.geom && b.geom and st_relate(a.geom, b.geom, '2********')`,
  );
  return row!.faults;
}
