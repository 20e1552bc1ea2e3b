import type { BatchEvent, BatchParcel, BatchStep, BatchSummary } from '#core/contract/batches.ts';
import type { GroundPiece } from '#core/contract/what-if.ts';
import type { SignedParcel } from '#core/overlay/split-parcel.ts';
import { regionPrefix } from '#core/rights/rights.ts';
import type { Queryable } from '#server/db/database.ts';
import { meets, startsWith } from '#server/db/sql.ts';
import { utcText } from '#server/db/tables/as-of.ts';

/** A parcel belongs to the batch of its district whose number it carries. */
const belongs = 'p.batch_number = b.batch_number and left(p.region_code, 6) = left(b.region_code, 6)';

const summaryColumns = `b.id, b.version_id as "versionId", b.batch_number as number, b.name, b.status, b.region_code as "regionCode",
  (select count(*)::integer from gengjie.conversion_parcels p where p.in_force and ${belongs}) as "parcelCount",
  round(b.area_square_meters::numeric, 2) as "areaSquareMeters", b.reported_text as "reportedText", b.reported_unit as "reportedUnit",
  to_char(lower(b.known_during) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as "changedOn"`;

/** 批次台账: batches in force, of a region or of all that the person sees. */
export function batchesIn(db: Queryable, region: string | undefined): Promise<BatchSummary[]> {
  return db.query(
    `select ${summaryColumns} from gengjie.conversion_batches b
     where b.in_force and ${startsWith('b.region_code', '$1')} order by b.batch_number, b.id`,
    [region === undefined ? '' : regionPrefix(region)],
  );
}

export async function batchById(db: Queryable, id: number): Promise<BatchSummary | undefined> {
  const [row] = await db.query<BatchSummary>(
    `select ${summaryColumns} from gengjie.conversion_batches b where b.in_force and b.id = $1`,
    [id],
  );
  return row;
}

export type ParcelRow = Omit<BatchParcel, 'areas'>;

/** Parcels of a batch, in the order of their numbers: the order in which ground that two of them claim is given out. */
export async function parcelsOfBatch(db: Queryable, batch: number): Promise<ParcelRow[]> {
  const rows = await db.query<ParcelRow & { geometry: string }>(
    `select p.id, p.version_id as "versionId", p.parcel_number as number, coalesce(p.name, '') as name, p.planned_use as "plannedUse",
       p.land_class_after as "landClassAfter", p.region_code as "regionCode", st_asgeojson(p.geom, 15, 0) as geometry
     from gengjie.conversion_batches b join gengjie.conversion_parcels p on p.in_force and ${belongs}
     where b.in_force and b.id = $1 order by p.parcel_number, p.id`,
    [batch],
  );
  return rows.map((row) => ({ ...row, geometry: JSON.parse(row.geometry as unknown as string) }));
}

interface SharedRow {
  readonly parcel: string;
  readonly other: string;
  readonly batch: string;
  readonly areaSquareMeters: number;
}

export interface BatchPlaces {
  readonly uncoveredSquareMeters: number;
  readonly beyondSquareMeters: number;
  readonly outsideUrbanSquareMeters: number;
  readonly parcelsOverlapping: SharedRow[];
  readonly earlierBatches: SharedRow[];
}

/**
 * Outlines that were drawn along one another are compared on a grid of 0.01 mm (in degrees): between lines that nearly coincide the embedded engine finds
 * no result without one. What is stored is never cut on it.
 */
const grid = '1e-10';

/** 批次的图形关系: outline against parcels, parcels against each other, against those of earlier batches, against the urban boundary; m². */
export async function placesOfBatch(db: Queryable, batch: number): Promise<BatchPlaces> {
  const [row] = await db.query<BatchPlaces>(
    `with batch as materialized (select * from gengjie.conversion_batches b where b.in_force and b.id = $1),
     own as materialized (
       select p.id, p.parcel_number, p.geom from batch b join gengjie.conversion_parcels p on p.in_force and ${belongs}),
     whole as materialized (select st_union(geom, ${grid}) as geom from own),
     urban as materialized (
       select st_union(u.geom, ${grid}) as geom from batch b,
       lateral (select l.geom from gengjie.urban_boundaries l where l.in_force and l.geom && b.geom offset 0) u),
     pair as materialized (
       select a.parcel_number as parcel, o.parcel_number as other, st_intersection(a.geom, o.geom, ${grid}) as geom
       from own a join own o on a.id < o.id and ${meets('a.geom', 'o.geom')}),
     earlier as materialized (
       select a.parcel_number as parcel, o.parcel_number as other, o.batch_number, st_intersection(a.geom, o.geom, ${grid}) as geom
       from own a,
       lateral (select p.parcel_number, p.batch_number, p.region_code, p.geom from gengjie.conversion_parcels p
                where p.in_force and p.geom && a.geom and p.batch_number is not null offset 0) o
       join gengjie.conversion_batches e on e.in_force and e.batch_number = o.batch_number
         and left(e.region_code, 6) = left(o.region_code, 6)
       where e.id <> $1 and (e.status <> 'planned' or e.id < $1) and st_intersects(a.geom, o.geom))
     select
       (select coalesce(st_area(st_difference(b.geom, w.geom, ${grid})::geography), b.area_square_meters) from batch b, whole w)
         as "uncoveredSquareMeters",
       (select coalesce(st_area(st_difference(w.geom, b.geom, ${grid})::geography), 0) from batch b, whole w) as "beyondSquareMeters",
       (select coalesce(st_area(st_difference(b.geom, u.geom, ${grid})::geography), b.area_square_meters) from batch b, urban u)
         as "outsideUrbanSquareMeters",
       (select coalesce(jsonb_agg(jsonb_build_object('parcel', parcel, 'other', other,
          'areaSquareMeters', st_area(geom::geography)) order by parcel, other), '[]') from pair) as "parcelsOverlapping",
       (select coalesce(jsonb_agg(jsonb_build_object('parcel', parcel, 'other', other, 'batch', batch_number,
          'areaSquareMeters', st_area(geom::geography)) order by parcel, batch_number, other), '[]') from earlier) as "earlierBatches"`,
    [batch],
  );
  return row!;
}

/** 过程: newest last. */
export function eventsOf(db: Queryable, batch: number): Promise<BatchEvent[]> {
  return db.query(
    `select e.id, e.step, e.happened_on as "happenedOn", e.document, e.note, gengjie.name_of(e.recorded_by) as "recordedBy",
       ${utcText('e.recorded_at')} as "recordedAt"
     from gengjie.batch_events e where e.batch_feature = $1 order by e.id`,
    [batch],
  );
}

export interface NewEvent {
  readonly batch: number;
  readonly regionCode: string;
  readonly step: BatchStep;
  readonly happenedOn: string;
  readonly document: string | null;
  readonly note: string | null;
  readonly account: unknown;
}

export async function insertEvent(tx: Queryable, event: NewEvent): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into gengjie.batch_events (batch_feature, region_code, step, happened_on, document, note, account)
     values ($1, $2, $3, $4::date, $5, $6, $7::jsonb) returning id`,
    [
      event.batch,
      event.regionCode,
      event.step,
      event.happenedOn,
      event.document,
      event.note,
      event.account === null ? null : JSON.stringify(event.account),
    ],
  );
  return row!.id;
}

/** What was stored with the newest event of one of these steps. */
export async function newestAccount<Account>(
  db: Queryable,
  batch: number,
  steps: readonly BatchStep[],
): Promise<{ id: number; step: BatchStep; account: Account } | undefined> {
  const [row] = await db.query<{ id: number; step: BatchStep; account: Account }>(
    `select id, step, account from gengjie.batch_events
     where batch_feature = $1 and step = any ($2::text[]) and account is not null order by id desc limit 1`,
    [batch, steps],
  );
  return row;
}

/** What is stored of a piece beside what a what-if says of it. */
export interface PieceRow extends GroundPiece {
  readonly conversion: number;
  readonly permanentSquareMeters: number;
}

/**
 * 存分块: cuts the pieces in the database and stores them with their figures. Ground that two parcels claim belongs to the earlier one.
 * @returns how many were stored
 */
export async function storePieces(
  tx: Queryable,
  batch: { readonly id: number; readonly regionCode: string },
  event: number,
  pieces: readonly PieceRow[],
): Promise<number> {
  const column = <Key extends keyof PieceRow>(key: Key) => pieces.map((piece) => piece[key]);
  const rows = await tx.query(
    `with given as (
       select * from unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[])
         as g (conversion, land, land_version, land_class, parcel_area, deducted_area, class_area, permanent_area)),
     own as materialized (
       select p.id, coalesce(st_difference(p.geom, (
           select st_union(o.geom) from gengjie.conversion_parcels o, gengjie.conversion_batches b
           where o.in_force and b.in_force and b.id = $2 and o.batch_number = b.batch_number
             and left(o.region_code, 6) = left(b.region_code, 6)
             and (o.parcel_number, o.id) < (p.parcel_number, p.id) and ${meets('o.geom', 'p.geom')})), p.geom) as geom
       from gengjie.conversion_parcels p where p.in_force and p.id in (select conversion from given))
     insert into gengjie.batch_pieces (event_id, batch_feature, region_code, conversion_feature, land_feature, land_version, land_class,
       parcel_area, deducted_area, class_area, permanent_area, geom)
     select $1, $2, $3, g.conversion, g.land, g.land_version, g.land_class, g.parcel_area, g.deducted_area, g.class_area, g.permanent_area,
       st_multi(st_collectionextract(st_intersection(own.geom, l.geom), 3))
     from given g join own on own.id = g.conversion join gengjie.land_parcels l on l.in_force and l.version_id = g.land_version
     returning id`,
    [
      event,
      batch.id,
      batch.regionCode,
      column('conversion'),
      column('parcel'),
      column('versionId'),
      column('landClass'),
      column('parcelSquareMeters'),
      column('deductedSquareMeters'),
      column('classSquareMeters'),
      column('permanentSquareMeters'),
    ],
  );
  return rows.length;
}

/** 已存分块 of an event, as a what-if names them. */
export function storedPieces(db: Queryable, event: number): Promise<PieceRow[]> {
  return db.query(
    `select coalesce(c.parcel_number, '') as item, p.conversion_feature as conversion, p.land_feature as parcel,
       p.land_version as "versionId", coalesce(l.parcel_number, '') as label, coalesce(l.region_code, p.region_code) as "regionCode",
       p.land_class as "landClass", p.parcel_area::double precision as "parcelSquareMeters",
       p.deducted_area::double precision as "deductedSquareMeters", p.class_area::double precision as "classSquareMeters",
       p.permanent_area::double precision as "permanentSquareMeters"
     from gengjie.batch_pieces p
     left join lateral (select v.parcel_number from gengjie.conversion_parcels v where v.id = p.conversion_feature
       order by v.version_id desc limit 1) c on true
     left join gengjie.land_parcels l on l.version_id = p.land_version
     where p.event_id = $1 order by p.id`,
    [event],
  );
}

/**
 * 账的依据: one hash of everything an account was computed from: outlines of the batch's parcels, and of each land parcel beneath them its outline and
 * figures. The same again after an undo, whatever the numbers of the versions.
 */
export async function groundDigest(db: Queryable, batch: number, land: readonly number[]): Promise<string> {
  const [row] = await db.query<{ digest: string }>(
    `select md5(
       coalesce((select string_agg(p.id || ':' || coalesce(p.land_class_after, '') || ':' || md5(st_asbinary(p.geom)), ',' order by p.id)
         from gengjie.conversion_batches b join gengjie.conversion_parcels p on p.in_force and ${belongs}
         where b.in_force and b.id = $1), '') || '|' ||
       coalesce((select string_agg(concat_ws(':', l.id, l.land_class_scheme, l.land_class, l.parcel_area, coalesce(l.deducted_area, 0),
           l.class_area, l.region_code, md5(st_asbinary(l.geom))), ',' order by l.id)
         from gengjie.land_parcels l where l.in_force and l.id = any ($2::bigint[])), '')) as digest`,
    [batch, land],
  );
  return row!.digest;
}

/** 永久基本农田 in force under the pieces of an event: its signed areas, its ellipsoidal area and what the pieces cut of it, m². */
export function permanentUnderPieces(
  db: Queryable,
  event: number,
): Promise<(SignedParcel & { readonly id: number; readonly cutSquareMeters: number })[]> {
  return db.query(
    `with gone as materialized (select st_union(p.geom, ${grid}) as geom from gengjie.batch_pieces p where p.event_id = $1)
     select * from (
       select y.id, y.parcel_area::double precision as "parcelSquareMeters",
         coalesce(y.deducted_area, 0)::double precision as "deductedSquareMeters", y.class_area::double precision as "classSquareMeters",
         y.area_square_meters as "geometrySquareMeters",
         st_area(st_intersection(y.geom, gone.geom, ${grid})::geography) as "cutSquareMeters"
       from gone, lateral (select * from gengjie.permanent_farmland l where l.in_force and l.geom && gone.geom offset 0) y
       where st_intersects(y.geom, gone.geom)) under
     where "cutSquareMeters" > 0.1 order by id`,
    [event],
  );
}

/** 永久基本农田 that each piece would cut, ellipsoidal m², before pieces are stored. */
export function permanentByPiece(
  db: Queryable,
  pieces: readonly { readonly conversion: number; readonly parcel: number }[],
): Promise<{ area: number }[]> {
  return db.query(
    `select coalesce((
       select sum(st_area(st_intersection(st_intersection(c.geom, l.geom), y.geom)::geography))
       from gengjie.permanent_farmland y where y.in_force and ${meets('y.geom', 'c.geom')} and st_intersects(y.geom, l.geom)), 0) as area
     from unnest($1::bigint[], $2::bigint[]) with ordinality as g (conversion, land, position)
     join gengjie.conversion_parcels c on c.in_force and c.id = g.conversion
     join gengjie.land_parcels l on l.in_force and l.id = g.land
     order by g.position`,
    [pieces.map(({ conversion }) => conversion), pieces.map(({ parcel }) => parcel)],
  );
}

/** Whether a batch has more parcels in force than the person sees; asked as the owner. */
export async function hiddenParcels(db: Queryable, batch: number, seen: number): Promise<boolean> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::integer as count from gengjie.conversion_batches b join gengjie.conversion_parcels p on p.in_force and ${belongs}
     where b.in_force and b.id = $1`,
    [batch],
  );
  return row!.count !== seen;
}
