import type { MultiPolygon } from 'geojson';
import type { LayerDefinition } from '#core/catalog/types.ts';
import type { ImportBatch, Mapping } from '#core/contract/imports.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import type { Queryable } from '#server/db/database.ts';
import { meets } from '#server/db/sql.ts';
import { tableOf } from '#server/db/tables/columns.ts';

const batchColumns = `id, name, layer, status, file_names as "fileNames", crs, encoding, row_count as "rowCount",
  skipped_count as "skippedCount", area_square_meters as "areaSquareMeters", created_at as "createdAt", undone_at as "undoneAt"`;

/** 导入批次, latest first. */
export function allBatches(db: Queryable): Promise<ImportBatch[]> {
  return db.query(`select ${batchColumns} from gengjie.import_batches order by id desc limit 500`);
}

/** Batches in force that came from the same bytes. */
export function batchesOfFile(
  db: Queryable,
  sha256: string,
): Promise<{ batchId: number; name: string; layer: string; createdAt: string }[]> {
  return db.query(
    `select id as "batchId", name, layer, created_at as "createdAt" from gengjie.import_batches
     where file_sha256 = $1 and status = 'committed' order by id`,
    [sha256],
  );
}

export interface NewBatch {
  readonly name: string;
  readonly layer: string;
  readonly fileNames: readonly string[];
  readonly sha256: string;
  readonly crs: string;
  readonly encoding: string;
  readonly mapping: Mapping;
}

/** Opens a batch and returns its id; `closeBatch` fills in what was stored. */
export async function insertBatch(tx: Queryable, batch: NewBatch): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into gengjie.import_batches
       (name, layer, file_names, file_sha256, crs, encoding, mapping, row_count, area_square_meters)
     values ($1, $2, array(select jsonb_array_elements_text($3::jsonb)), $4, $5, $6, $7::jsonb, 0, 0) returning id`,
    [
      batch.name,
      batch.layer,
      JSON.stringify(batch.fileNames),
      batch.sha256,
      batch.crs,
      batch.encoding,
      JSON.stringify(batch.mapping),
    ],
  );
  return row!.id;
}

/** Writes counts and the stored area (the database's own) into the batch. */
export async function closeBatch(
  tx: Queryable,
  id: number,
  layer: LayerDefinition,
  skipped: number,
): Promise<ImportBatch> {
  const [row] = await tx.query<ImportBatch>(
    `update gengjie.import_batches b
     set row_count = s.count, area_square_meters = s.area, skipped_count = $2,
       region_code = case
         when s.first = s.last then s.first
         when left(s.first, 9) = left(s.last, 9) then left(s.first, 9)
         when left(s.first, 6) = left(s.last, 6) then left(s.first, 6)
         else '' end
     from (select count(*) as count, coalesce(sum(area_square_meters), 0) as area,
             min(region_code) as first, max(region_code) as last
           from ${tableOf(layer)} where batch_id = $1) s
     where b.id = $1 returning ${batchColumns}`,
    [id, skipped],
  );
  return row!;
}

/** Whether the transaction's person may add to the layer somewhere; the system may. */
export async function mayAddTo(tx: Queryable, layer: LayerDefinition): Promise<boolean> {
  const [row] = await tx.query<{ may: boolean }>(
    `select gengjie.person() is null or gengjie.granted('add', $1) <> '{}' as may`,
    [layer.id],
  );
  return row?.may ?? false;
}

/** Whether the transaction's person may add wherever rows of the batch lie, and so may take them back; the system may. */
export async function mayUndo(tx: Queryable, id: number): Promise<boolean> {
  const [row] = await tx.query<{ may: boolean }>(
    `select gengjie.person() is null or gengjie.may('add', layer, region_code) as may
     from gengjie.import_batches where id = $1`,
    [id],
  );
  return row?.may ?? false;
}

/** A region in which rows of the batch lie but the transaction's person may not add; undefined when there is none. */
export async function firstRegionOutsideRights(
  tx: Queryable,
  id: number,
  layer: LayerDefinition,
): Promise<string | undefined> {
  const [row] = await tx.query<{ regionCode: string }>(
    `select region_code as "regionCode" from ${tableOf(layer)}
     where batch_id = $1 and gengjie.person() is not null and not gengjie.may('add', $2, region_code) limit 1`,
    [id, layer.id],
  );
  return row?.regionCode;
}

/** 撤销: closes the current rows of a batch and marks it undone. Only the rows it opened are touched. */
export async function undoBatch(tx: Queryable, id: number, layer: LayerDefinition): Promise<ImportBatch> {
  await tx.query(
    `update ${tableOf(layer)} f set known_during = tstzrange(lower(f.known_during), c.at)
     from (select gengjie.next_instant() as at) c
     where batch_id = $1 and in_force`,
    [id],
  );
  const [row] = await tx.query<ImportBatch>(
    `update gengjie.import_batches set status = 'undone', undone_at = clock_timestamp(), undone_by = gengjie.person()
     where id = $1 and status = 'committed' returning ${batchColumns}`,
    [id],
  );
  return row!;
}

/** Locks a batch for the rest of the transaction and reads it. */
export async function lockBatch(tx: Queryable, id: number): Promise<ImportBatch | undefined> {
  const [row] = await tx.query<ImportBatch>(
    `select ${batchColumns} from gengjie.import_batches where id = $1 for update`,
    [id],
  );
  return row;
}

/** Features of a batch whose first version is no longer in force: somebody changed or closed them since. */
export async function changedSince(tx: Queryable, id: number, layer: LayerDefinition): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(distinct id)::integer as count from ${tableOf(layer)}
     where batch_id = $1 and not in_force`,
    [id],
  );
  return row?.count ?? 0;
}

/** Outlines of all current regions, as WKB. */
export function regionOutlines(
  db: Queryable,
): Promise<{ code: string; level: 'district' | 'town' | 'village'; wkb: Uint8Array }[]> {
  return db.query(
    'select code, level, st_asbinary(geom) as wkb from gengjie.regions where in_force order by code',
  );
}

/** How many current features of a layer touch a lon/lat box. */
export async function featuresInBox(db: Queryable, layer: LayerDefinition, box: LonLatBox): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::integer as count from ${tableOf(layer)}
     where in_force and ${meets('geom', 'st_makeenvelope($1, $2, $3, $4, 4490)')}`,
    [...box],
  );
  return row?.count ?? 0;
}

/**
 * 修复: the polygons that `ST_MakeValid` makes of a broken one, lines and points it leaves dropped.
 * @returns null when no polygon is left
 */
export async function madeValid(
  db: Queryable,
  geometry: MultiPolygon,
): Promise<{ geometry: MultiPolygon; areaSquareMeters: number } | null> {
  const [row] = await db.query<{ geometry: string | null; area: number }>(
    `select st_asgeojson(g, 15, 0) as geometry, st_area(g::geography) as area
     from (select st_multi(st_collectionextract(st_makevalid(st_setsrid(st_geomfromgeojson($1), 4490)), 3)) as g) made
     where not st_isempty(g)`,
    [JSON.stringify(geometry)],
  );
  if (!row?.geometry) return null;
  return { geometry: JSON.parse(row.geometry) as MultiPolygon, areaSquareMeters: row.area };
}

/** The first geometry of a batch that the database finds invalid: its place in the list (0-based), and why. */
export async function firstInvalid(
  db: Queryable,
  hexWkb: readonly string[],
): Promise<{ index: number; reason: string; lng: number; lat: number } | undefined> {
  const [row] = await db.query<{ index: number; reason: string; lng: number; lat: number }>(
    `select (o - 1)::integer as index, (d).reason as reason, st_x((d).location) as lng, st_y((d).location) as lat
     from (select o, st_isvaliddetail(st_setsrid(w::geometry, 4490)) as d
           from jsonb_array_elements_text($1::jsonb) with ordinality as t (w, o)) checked
     where not (d).valid order by o limit 1`,
    [JSON.stringify(hexWkb)],
  );
  return row;
}
