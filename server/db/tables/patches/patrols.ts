import type { MultiPolygon } from 'geojson';
import type { Queryable } from '#server/db/database.ts';
import { startsWith } from '#server/db/sql.ts';

/** 网格 that a track goes through, with its outline. */
export interface GridOutline {
  readonly id: number;
  readonly name: string;
  readonly level: string;
  readonly outline: MultiPolygon;
}

/** Responsibility grids in force that meet a box, of every level: for the owner, since a village's chief need not see the town's grid. */
export async function gridsIn(
  tx: Queryable,
  [west, south, east, north]: readonly [number, number, number, number],
): Promise<GridOutline[]> {
  const rows = await tx.query<Omit<GridOutline, 'outline'> & { outline: string }>(
    `select id, coalesce(nullif(name, ''), grid_number) as name, grid_level as level, st_asgeojson(geom, 15, 0) as outline
     from gengjie.responsibility_grids where in_force and geom && st_makeenvelope($1, $2, $3, $4, 4490) order by id`,
    [west, south, east, north],
  );
  return rows.map(({ outline, ...row }) => ({ ...row, outline: JSON.parse(outline) }));
}

/** What of a patrol counts where. */
export interface GridVisitRow {
  readonly id: number;
  readonly name: string;
  readonly level: string;
  readonly minutes: number;
  readonly counted: boolean;
}

/** A patrol with this id that is kept, whoever sent it. For the owner. */
export async function keptPatrol(
  tx: Queryable,
  id: string,
): Promise<{ sha256: string; receivedAt: number } | undefined> {
  const [row] = await tx.query<{ sha256: string; receivedAt: number }>(
    `select content_sha256 as sha256, floor(extract(epoch from received_at) * 1000)::bigint as "receivedAt"
     from gengjie.patrols where id = $1::uuid`,
    [id],
  );
  return row;
}

export interface NewPatrol {
  readonly id: string;
  readonly person: string;
  readonly device: string;
  readonly regionCode: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly lengthMeters: number;
  /** lon/lat in order; no line is kept of fewer than two. */
  readonly track: readonly (readonly [number, number])[];
  readonly content: unknown;
  readonly sha256: string;
  readonly grids: readonly GridVisitRow[];
}

/** @returns instant of its keeping (ms), or undefined when another request kept it first */
export async function insertPatrol(tx: Queryable, patrol: NewPatrol): Promise<number | undefined> {
  const line = { type: 'LineString', coordinates: patrol.track };
  const [row] = await tx.query<{ receivedAt: number }>(
    `insert into gengjie.patrols (id, region_code, person_id, device, started_at, ended_at, length_meters, track, content, content_sha256, grids)
     values ($1::uuid, $2, $3::uuid, $4::uuid, to_timestamp($5::double precision / 1000), to_timestamp($6::double precision / 1000), $7,
       st_setsrid(st_geomfromgeojson($8::text), 4490), $9::jsonb, $10, $11::jsonb)
     on conflict (id) do nothing returning floor(extract(epoch from received_at) * 1000)::bigint as "receivedAt"`,
    [
      ...[patrol.id, patrol.regionCode, patrol.person, patrol.device, patrol.startedAt, patrol.endedAt],
      ...[patrol.lengthMeters, patrol.track.length > 1 ? JSON.stringify(line) : null],
      ...[JSON.stringify(patrol.content), patrol.sha256, JSON.stringify(patrol.grids)],
    ],
  );
  return row?.receivedAt;
}

export interface PatrolRow {
  readonly id: string;
  readonly personId: string;
  readonly personName: string | null;
  readonly regionCode: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly lengthMeters: number;
  readonly flags: number;
  readonly note: string | null;
  readonly grids: readonly GridVisitRow[];
  readonly track: string | null;
}

/** Patrols of a region that ended in a span of time, newest first; tracks to about a metre. */
export function patrolsIn(
  db: Queryable,
  prefix: string,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<PatrolRow[]> {
  return db.query<PatrolRow>(
    `select p.id, p.person_id as "personId", gengjie.name_of(p.person_id) as "personName", p.region_code as "regionCode",
       floor(extract(epoch from p.started_at) * 1000)::bigint as "startedAt", floor(extract(epoch from p.ended_at) * 1000)::bigint as "endedAt",
       p.length_meters as "lengthMeters", jsonb_array_length(p.content->'flags') as flags, p.content->>'note' as note, p.grids,
       st_asgeojson(st_simplifypreservetopology(p.track, 0.00001), 6, 0) as track
     from gengjie.patrols p
     where ${startsWith('p.region_code', '$1')} and p.ended_at >= to_timestamp($2::double precision / 1000)
       and p.ended_at < to_timestamp($3::double precision / 1000)
     order by p.ended_at desc, p.id limit 2000`,
    [prefix, from, until],
  );
}

export interface DutyGridRow {
  readonly id: number;
  readonly name: string;
  readonly level: string;
  readonly person: string | null;
  readonly regionCode: string;
}

/** Grids of a region that the reader sees; `person` is 个人信息. */
export function dutyGrids(db: Queryable, prefix: string): Promise<DutyGridRow[]> {
  return db.query<DutyGridRow>(
    `select id, coalesce(nullif(name, ''), grid_number) as name, grid_level as level, nullif(person, '') as person, region_code as "regionCode"
     from gengjie.responsibility_grids g where in_force and ${startsWith('g.region_code', '$1')} order by region_code, id`,
    [prefix],
  );
}

/** 巡查次数: patrols that counted by grid, and the end of the latest, whoever walked; the whole quarter, not only what the reader may see. For the owner. */
export function countedVisits(
  tx: Queryable,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<{ id: number; done: number; lastAt: number }[]> {
  return tx.query(
    `select (g->>'id')::bigint as id, count(*)::integer as done, floor(extract(epoch from max(p.ended_at)) * 1000)::bigint as "lastAt"
     from gengjie.patrols p cross join jsonb_array_elements(p.grids) g
     where (g->>'counted')::boolean and p.ended_at >= to_timestamp($1::double precision / 1000) and p.ended_at < to_timestamp($2::double precision / 1000)
     group by 1`,
    [from, until],
  );
}
