import type { Queryable } from '#server/db/database.ts';
import {
  conditionsSql,
  deadlineJoin,
  deadlinesSql,
  type GroupDeadline,
  type PatchConditions,
  patchesInForce,
  Values,
} from '#server/db/tables/patches/conditions.ts';

export type StatisticKey =
  | 'class'
  | 'town'
  | 'village'
  | 'month'
  | 'state'
  | 'assignee'
  | 'register'
  | 'light';

/** Key of a patch; `none` where it has none. */
const keys: Readonly<Record<StatisticKey, string>> = {
  class: 'f.patch_class',
  town: `rpad(left(f.region_code, 9), 12, '0')`,
  village: 'f.region_code',
  month: `coalesce(to_char(f.found_on, 'YYYY-MM'), 'none')`,
  state: 'f.state',
  assignee: `coalesce(d.assignee_id::text, nullif(f.assignee_name, ''), 'none')`,
  register: 'f.register',
  light: `coalesce(l.light, 'none')`,
};

interface Sums {
  readonly issued: number;
  readonly issuedArea: number;
  readonly verified: number;
  readonly verifiedArea: number;
  readonly closed: number;
  readonly closedArea: number;
  readonly remaining: number;
}

export interface StatisticRow extends Sums {
  readonly key: string;
  readonly across: string | null;
  /** A name that stands with the patches themselves: of an assignee. */
  readonly name: string | null;
}

const area = 'round(f.area_square_meters::numeric, 2)';
const issued = `f.split_state in ('whole', 'split')`;
const verified = `f.split_state in ('whole', 'part')`;
const sumOf = (value: string, condition: string) => `coalesce(sum(${value}) filter (where ${condition}), 0)`;

/** 计数与面积, m²: 下发 counts whole and split, 核实后 whole and parts; remaining is what was reported of those. */
const sums = `count(*) filter (where ${issued})::integer as issued, ${sumOf(area, issued)} as "issuedArea",
  count(*) filter (where ${verified})::integer as verified, ${sumOf(area, verified)} as "verifiedArea",
  count(*) filter (where ${verified} and f.state = 'closed')::integer as closed, ${sumOf(area, `${verified} and f.state = 'closed'`)} as "closedArea",
  ${sumOf('f.remaining_area', verified)} as remaining`;

/** 图斑统计 by one or two keys. */
export function statisticRows(
  db: Queryable,
  conditions: PatchConditions,
  groups: readonly GroupDeadline[],
  { by, across }: { readonly by: StatisticKey; readonly across?: StatisticKey | undefined },
): Promise<StatisticRow[]> {
  const { from, values } = source(conditions, groups);
  return db.query<StatisticRow>(
    `${from.with} select ${keys[by]} as key, ${across ? keys[across] : 'null::text'} as across, max(f.assignee_name) as name, ${sums}
     ${from.text} group by 1, 2 order by 1, 2`,
    values,
  );
}

/** Patches that count after verification, with their key: what the pieces of an account are gathered by. */
export function keyedPatches(
  db: Queryable,
  conditions: PatchConditions,
  groups: readonly GroupDeadline[],
  by: StatisticKey,
): Promise<{ id: number; key: string }[]> {
  const { from, values } = source(conditions, groups);
  return db.query(
    `${from.with} select f.id, ${keys[by]} as key ${from.text} and ${verified} order by f.id`,
    values,
  );
}

/** As {@link keyedPatches}, with what names them. */
export function namedPatches(
  db: Queryable,
  conditions: PatchConditions,
  groups: readonly GroupDeadline[],
): Promise<{ id: number; number: string; uid: string }[]> {
  const { from, values } = source(conditions, groups);
  return db.query(
    `${from.with} select f.id, f.patch_number as number, d.uid ${from.text} and ${verified} order by f.id`,
    values,
  );
}

function source(conditions: PatchConditions, groups: readonly GroupDeadline[]) {
  const values = new Values();
  const table = deadlinesSql(groups, values);
  const where = conditionsSql(conditions, values);
  const light =
    conditions.light === undefined
      ? ''
      : `and coalesce(l.light, 'none') = ${values.add(conditions.light)}::text`;
  return {
    from: { with: `with ${table}`, text: `from ${patchesInForce} ${deadlineJoin} where ${where} ${light}` },
    values: values.list,
  };
}
