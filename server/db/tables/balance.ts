import type { BalanceEntry } from '#core/contract/batches.ts';
import { regionPrefix } from '#core/rights/rights.ts';
import { farmlandClasses } from '#core/targets/farmland.ts';
import type { Queryable } from '#server/db/database.ts';
import { startsWith } from '#server/db/sql.ts';
import { utcText } from '#server/db/tables/as-of.ts';

const entryColumns = `e.id, e.entry, e.region_code as "regionCode", e.area::double precision as "areaSquareMeters",
  case when e.batch_feature is not null then jsonb_build_object('id', e.batch_feature, 'number', coalesce((
    select b.batch_number from gengjie.conversion_batches b where b.id = e.batch_feature order by b.version_id desc limit 1), '')) end as batch,
  case when e.land_feature is not null then jsonb_build_object('id', e.land_feature, 'label', coalesce((
    select l.parcel_number from gengjie.land_parcels l where l.id = e.land_feature order by l.version_id desc limit 1), '')) end as land,
  e.project_number as "projectNumber", e.accepted_on as "acceptedOn", e.document, e.note, e.reverses,
  (select r.id from gengjie.farmland_balance r where r.reverses = e.id) as "reversedBy",
  gengjie.name_of(e.recorded_by) as "recordedBy", ${utcText('e.recorded_at')} as "recordedAt"`;

/** Entries that count: neither taken back nor taking one back. */
const counts = `e.reverses is null and not exists (select from gengjie.farmland_balance r where r.reverses = e.id)`;

/** 占补台账 of a region, oldest first. */
export function balanceEntries(db: Queryable, region: string): Promise<BalanceEntry[]> {
  return db.query(
    `select ${entryColumns} from gengjie.farmland_balance e where ${startsWith('e.region_code', '$1')} order by e.id`,
    [regionPrefix(region)],
  );
}

export async function balanceEntry(db: Queryable, id: number): Promise<BalanceEntry | undefined> {
  const [row] = await db.query<BalanceEntry>(
    `select ${entryColumns} from gengjie.farmland_balance e where e.id = $1`,
    [id],
  );
  return row;
}

export interface BalanceTotals {
  readonly occupiedSquareMeters: number;
  readonly suppliedSquareMeters: number;
  readonly balanceSquareMeters: number;
}

/** What the entries come to, summed in the database to the cent. */
export async function balanceTotals(db: Queryable, region: string): Promise<BalanceTotals> {
  const sum = (entry: string) => `coalesce(sum(e.area) filter (where e.entry = '${entry}'), 0)`;
  const [row] = await db.query<BalanceTotals>(
    `select ${sum('occupied')}::double precision as "occupiedSquareMeters", ${sum('supplied')}::double precision as "suppliedSquareMeters",
       (${sum('supplied')} - ${sum('occupied')})::double precision as "balanceSquareMeters"
     from gengjie.farmland_balance e where ${startsWith('e.region_code', '$1')} and ${counts}`,
    [regionPrefix(region)],
  );
  return row!;
}

export interface NewEntry {
  readonly regionCode: string;
  readonly entry: 'occupied' | 'supplied';
  readonly areaSquareMeters: number;
  readonly batch: number | null;
  readonly land: number | null;
  readonly projectNumber: string | null;
  readonly acceptedOn: string;
  readonly document: string | null;
  readonly note: string | null;
  readonly reverses: number | null;
}

export async function insertEntry(tx: Queryable, entry: NewEntry): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into gengjie.farmland_balance
       (region_code, entry, area, batch_feature, land_feature, project_number, accepted_on, document, note, reverses)
     values ($1, $2, $3::numeric, $4, $5, $6, $7::date, $8, $9, $10) returning id`,
    [
      ...[entry.regionCode, entry.entry, entry.areaSquareMeters, entry.batch, entry.land],
      ...[entry.projectNumber, entry.acceptedOn, entry.document, entry.note, entry.reverses],
    ],
  );
  return row!.id;
}

export interface Reclaimed {
  readonly label: string;
  readonly regionCode: string;
  readonly classSquareMeters: number;
  readonly isFarmland: boolean;
  /** The version that made it farmland says 复垦, or by which document. */
  readonly proven: boolean;
}

/** 复垦地块: a land parcel in force, and whether its history shows that it was made farmland. */
export async function reclaimedParcel(db: Queryable, id: number): Promise<Reclaimed | undefined> {
  const farmland = (alias: string) =>
    `(${alias}.land_class_scheme = 'sandiao' and ${alias}.land_class in (${farmlandClasses.map(({ code }) => `'${code}'`).join(', ')}))`;
  const [row] = await db.query<Reclaimed>(
    `select l.parcel_number as label, l.region_code as "regionCode", l.class_area::double precision as "classSquareMeters",
       ${farmland('l')} as "isFarmland",
       exists (select from gengjie.land_parcels v where v.id = l.id and ${farmland('v')}
         and (v.change_cause = 'reclaimed' or v.change_document is not null)
         and not coalesce((select ${farmland('w')} from gengjie.land_parcels w
           where w.id = v.id and w.version_id < v.version_id order by w.version_id desc limit 1), false)) as proven
     from gengjie.land_parcels l where l.in_force and l.id = $1`,
    [id],
  );
  return row;
}

/** An entry that counts and was made of ground that the parcel lies on: of itself, or of what it was cut or merged from. */
export async function entryOnSameGround(db: Queryable, land: number): Promise<number | undefined> {
  const [row] = await db.query<{ id: number }>(
    `select e.id from gengjie.farmland_balance e
     join gengjie.land_parcels was on was.id = e.land_feature
       and was.known_during @> e.recorded_at and was.valid_during @> e.recorded_at
     join gengjie.land_parcels l on l.in_force and l.id = $1
     where e.entry = 'supplied' and ${counts}
       and (was.id = l.id or (was.geom && l.geom and st_area(st_intersection(was.geom, l.geom)::geography) > 0.1))
     order by e.id limit 1`,
    [land],
  );
  return row?.id;
}

/** An entry that counts, of the same project accepted on the same day with the same area. */
export async function entryOfProject(
  db: Queryable,
  { regionCode, projectNumber, acceptedOn, areaSquareMeters }: NewEntry,
): Promise<number | undefined> {
  const [row] = await db.query<{ id: number }>(
    `select e.id from gengjie.farmland_balance e where e.entry = 'supplied' and e.region_code = $1 and e.project_number = $2
       and e.accepted_on = $3::date and e.area = round($4::numeric, 2) and ${counts} order by e.id limit 1`,
    [regionCode, projectNumber, acceptedOn, areaSquareMeters],
  );
  return row?.id;
}
