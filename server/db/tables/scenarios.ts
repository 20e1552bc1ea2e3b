import type { Scenario, ScenarioSummary } from '#core/contract/scenarios.ts';
import type { Queryable } from '#server/db/database.ts';
import { startsWith } from '#server/db/sql.ts';
import { utcText } from '#server/db/tables/as-of.ts';

/** What a scenario holds beside its name and region, as one JSON document. */
export type ScenarioContent = Pick<Scenario, 'year' | 'surveyDate' | 'note' | 'items'>;

/** What is written of a scenario. */
export interface ScenarioRow extends ScenarioContent {
  readonly region: string;
  readonly name: string;
  readonly shared: boolean;
}

const heading = `s.id, s.version as "versionId", s.region_code as region, s.name, (s.content ->> 'year')::integer as year,
  s.content ->> 'surveyDate' as "surveyDate", s.shared, gengjie.name_of(s.owner_id) as owner,
  coalesce(s.owner_id = gengjie.person(), false) as mine, ${utcText('s.changed_at')} as "changedAt"`;

/** 情景列表: one's own and those shared by others, newest change first; only of regions that start with the prefix, when one is given. */
export function scenariosSeen(db: Queryable, prefix: string): Promise<ScenarioSummary[]> {
  return db.query(
    `select ${heading}, jsonb_array_length(s.content -> 'items') as "itemCount" from gengjie.scenarios s
     where s.archived_at is null and ${startsWith('s.region_code', '$1')}
     order by s.changed_at desc, s.id`,
    [prefix],
  );
}

/** One that the asker may see, also when it is archived: its link goes on working. */
export async function scenarioById(db: Queryable, id: string): Promise<Scenario | undefined> {
  const [row] = await db.query<Scenario>(
    `select ${heading}, s.content ->> 'note' as note, s.content -> 'items' as items from gengjie.scenarios s where s.id = $1`,
    [id],
  );
  return row;
}

export async function insertScenario(tx: Queryable, row: ScenarioRow): Promise<string> {
  const [added] = await tx.query<{ id: string }>(
    `insert into gengjie.scenarios (region_code, name, shared, content) values ($1, $2, $3, $4::jsonb) returning id`,
    [row.region, row.name, row.shared, contentOf(row)],
  );
  return added!.id;
}

/** Writes the next version of one's own; false when it is no longer at the version given. */
export async function updateScenario(
  tx: Queryable,
  id: string,
  version: number,
  row: ScenarioRow,
  archived: boolean | undefined,
): Promise<boolean> {
  const rows = await tx.query(
    `update gengjie.scenarios set version = version + 1, name = $3, shared = $4, content = $5::jsonb, changed_at = clock_timestamp(),
       archived_at = case when $6::boolean is null then archived_at when $6 then coalesce(archived_at, clock_timestamp()) end
     where id = $1 and version = $2 and owner_id = gengjie.person() returning id`,
    [id, version, row.name, row.shared, contentOf(row), archived ?? null],
  );
  return rows.length === 1;
}

function contentOf({ year, surveyDate, note, items }: ScenarioContent): string {
  return JSON.stringify({ year, surveyDate, note, items });
}
