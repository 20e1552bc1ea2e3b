import { regionPrefix } from '#core/rights/rights.ts';
import { startsWith } from '#server/db/sql.ts';
import { boxPolygonSql } from '#server/db/tables/patches/shapes.ts';

/** What a list, a statistic or an export of patches is limited to; see `patchFilterQuery` of the contract. */
export interface PatchConditions {
  readonly region?: string | undefined;
  readonly register?: string | undefined;
  readonly patchClass?: string | undefined;
  /** One state or several, by commas. */
  readonly state?: string | undefined;
  /** Id of a crew or person; `none`: of nobody. */
  readonly assignee?: string | undefined;
  readonly light?: string | undefined;
  /** `2026-11` */
  readonly month?: string | undefined;
  readonly text?: string | undefined;
  readonly conflicts?: boolean | undefined;
  /** `west,south,east,north` */
  readonly bbox?: string | undefined;
  /** GeoJSON text: the inside point lies in it. */
  readonly shape?: string | undefined;
}

/** Values of a statement that is put together; `add` gives the placeholder. */
export class Values {
  readonly list: unknown[] = [];

  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }
}

/** The FROM item of patches in force with their dossiers: `f` the feature, `d` the dossier. */
export const patchesInForce = `gengjie.patches f join gengjie.patch_dossiers d on d.patch_id = f.id`;

/** SQL of the conditions on `f` and `d` but for the light, which depends on what day it is. */
export function conditionsSql(conditions: PatchConditions, values: Values): string {
  const { region, register, patchClass, state, assignee, month, text, conflicts, bbox, shape } = conditions;
  const parts = ['f.in_force'];
  if (region !== undefined) parts.push(startsWith('f.region_code', values.add(regionPrefix(region))));
  if (register !== undefined) parts.push(`f.register = ${values.add(register)}::text`);
  if (patchClass !== undefined) parts.push(`f.patch_class = ${values.add(patchClass)}::text`);
  if (state !== undefined) parts.push(`f.state = any (${values.add(state.split(','))}::text[])`);
  if (assignee === 'none') parts.push(`d.assignee_id is null and coalesce(f.assignee_name, '') = ''`);
  else if (assignee !== undefined)
    parts.push(`d.assignee_id::text = ${values.add(assignee.toLowerCase())}::text`);
  if (month !== undefined) parts.push(`to_char(f.found_on, 'YYYY-MM') = ${values.add(month)}::text`);
  if (text) {
    const sought = values.add(text.toLowerCase());
    const among = ['f.patch_number', 'f.location', 'f.project_name', 'f.assignee_name'];
    parts.push(
      `(${among.map((column) => `strpos(lower(coalesce(${column}, '')), ${sought}::text) > 0`).join(' or ')})`,
    );
  }
  if (conflicts !== undefined) parts.push(`d.conflict_count ${conflicts ? '> 0' : '= 0'}`);
  if (bbox !== undefined) {
    const box = boxPolygonSql(bbox.split(',').map((part) => values.add(Number(part))));
    parts.push(`f.geom && ${box} and st_intersects(f.geom, ${box})`);
  }
  if (shape !== undefined) {
    const drawn = `st_setsrid(st_geomfromgeojson(${values.add(shape)}::text), 4490)`;
    parts.push(`f.geom && ${drawn} and st_intersects(st_pointonsurface(f.geom), ${drawn})`);
  }
  return parts.join(' and ');
}

/** 办理期限分组: patches of one register, state and day of arrival in it, with the same due day of their own, share one deadline. */
export interface DeadlineGroup {
  readonly register: string;
  readonly state: string;
  /** When it came into the state, ms since 1970: the beginning of that day in Beijing, or the very instant where there are pauses. */
  readonly since: number;
  readonly dueOn: string | null;
  /** JSON text of `PatchState.pauses`; `[]` when there are none. */
  readonly pauses: string;
}

const hasPauses = `coalesce(jsonb_array_length(d.reduced->'pauses'), 0) > 0`;
// Of double precision: as numeric it takes five times as long.
const sinceSeconds = `date_part('epoch', d.state_since)`;

/** Columns of {@link DeadlineGroup} in SQL. */
export const deadlineColumns = {
  since: `(case when ${hasPauses} then floor(${sinceSeconds} * 1000)
    else (floor((${sinceSeconds} + 28800) / 86400) * 86400 - 28800) * 1000 end)::bigint`,
  pauses: `(case when ${hasPauses} then (d.reduced->'pauses')::text else '[]' end)`,
};

/** What a deadline comes to today. */
export interface GroupDeadline extends DeadlineGroup {
  readonly light: string;
  /** ISO day; null: none runs. */
  readonly due: string | null;
}

/** CTE text `deadline (register, state, since, own_due, pauses, light, due)` of the groups. */
export function deadlinesSql(groups: readonly GroupDeadline[], values: Values): string {
  const json = values.add(
    JSON.stringify(groups.map(({ dueOn, ...group }) => ({ ...group, own_due: dueOn }))),
  );
  return `deadline as materialized (select * from jsonb_to_recordset(${json}::jsonb) as x (
    register text, state text, since bigint, own_due date, pauses text, light text, due date))`;
}

/** JOIN of a patch with its deadline `l`. */
export const deadlineJoin = `left join deadline l on l.register = f.register and l.state = f.state and l.since = ${deadlineColumns.since}
    and l.own_due is not distinct from f.due_on and l.pauses = ${deadlineColumns.pauses}`;
