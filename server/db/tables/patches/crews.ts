import type { Queryable } from '#server/db/database.ts';
import { startsWith } from '#server/db/sql.ts';

export interface CrewRow {
  readonly id: string;
  readonly name: string;
  readonly regionCode: string;
  readonly colour: number;
  readonly members: readonly { readonly id: string; readonly name: string }[];
  readonly openPatches: number;
}

/** Patches in force assigned to an id and not yet closed, of those that the reader sees. */
const openPatches = (id: string) => `(select count(*)::integer from gengjie.patch_dossiers d
  join gengjie.patches f on f.id = d.patch_id and f.in_force where d.assignee_id = ${id} and f.state <> 'closed')`;

const crewColumns = `c.id, c.name, c.region_code as "regionCode", c.colour, ${openPatches('c.id')} as "openPatches",
  coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'name', coalesce(gengjie.name_of(m.id), '')) order by m.at)
    from unnest(c.members) with ordinality m (id, at)), '[]') as members`;

/** Crews that the reader sees, in a region or all. */
export function crewsIn(db: Queryable, prefix: string): Promise<CrewRow[]> {
  return db.query<CrewRow>(
    `select ${crewColumns} from gengjie.crews c where not c.archived and ${startsWith('c.region_code', '$1')} order by c.name, c.id`,
    [prefix],
  );
}

export async function crewById(db: Queryable, id: string): Promise<CrewRow | undefined> {
  const [row] = await db.query<CrewRow>(`select ${crewColumns} from gengjie.crews c where c.id = $1::uuid`, [
    id,
  ]);
  return row;
}

/** Region of a crew, whoever may see it. For the owner. */
export async function regionOfCrew(tx: Queryable, id: string): Promise<string | undefined> {
  const [row] = await tx.query<{ code: string }>(
    'select region_code as code from gengjie.crews where id = $1::uuid',
    [id],
  );
  return row?.code;
}

export interface CrewContent {
  readonly id: string;
  readonly name: string;
  readonly regionCode: string;
  readonly colour: number;
  readonly members: readonly string[];
  readonly archived: boolean;
}

export async function storeCrew(tx: Queryable, crew: CrewContent): Promise<void> {
  await tx.query(
    `insert into gengjie.crews as c (id, region_code, name, colour, members, archived)
     values ($1::uuid, $2, $3, $4, array(select jsonb_array_elements_text($5::jsonb)::uuid), $6)
     on conflict (id) do update set region_code = excluded.region_code, name = excluded.name, colour = excluded.colour,
       members = excluded.members, archived = excluded.archived, changed_by = gengjie.person(), changed_at = clock_timestamp()`,
    [crew.id, crew.regionCode, crew.name, crew.colour, JSON.stringify(crew.members), crew.archived],
  );
}

export interface WorkerRow {
  readonly id: string;
  readonly name: string;
  readonly regionCode: string;
  readonly prefix: string;
  readonly demonstration: boolean;
}

/** 核查人员: who may fill in patches, by each region in which they may, and whoever holds it. For the owner. */
export function workersOnPatches(tx: Queryable): Promise<WorkerRow[]> {
  return tx.query<WorkerRow>(
    `select distinct on (p.id, g.prefix) p.id, p.name, g.region_code as "regionCode", g.prefix, p.demonstration
     from gengjie.people p join gengjie.person_roles g on g.person_id = p.id and g.revoked_at is null
       join gengjie.role_rights r on r.role = g.role and r.subject = 'patches' and r.action = 'edit_attributes'
     where p.state = 'active' order by p.id, g.prefix`,
  );
}

/** Open patches by assignee, of those that the reader sees. */
export async function openPatchesByAssignee(db: Queryable): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ id: string; count: number }>(
    `select d.assignee_id as id, count(*)::integer as count from gengjie.patch_dossiers d
     join gengjie.patches f on f.id = d.patch_id and f.in_force where d.assignee_id is not null and f.state <> 'closed' group by 1`,
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}
