import type { Formula } from '#core/contract/indicators.ts';
import type { Target } from '#core/contract/targets.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import { momentValues, tableRowsAt } from '#server/db/tables/as-of.ts';

/** 控制指标 as it is kept, with what its indicator says. */
export type TargetRecord = Omit<Target, 'measured' | 'state' | 'reason' | 'byVillage' | 'regionName'> & {
  /** As stored; null: nothing measures it. */
  readonly formula: Formula | null;
  readonly warningRatio: number;
};

const targetColumns = `t.id, t.indicator, jsonb_build_object('zh', i.title_zh, 'en', i.title_en) as title,
  t.region_code as "regionCode", t.year, t.comparator, i.unit, t.value::double precision as value,
  t.reported_text as "reportedText", t.reported_unit as "reportedUnit", t.place, t.note,
  t.source_document as "sourceDocument", t.source_clause as "sourceClause",
  jsonb_build_object('text', jsonb_build_object('zh', i.rule_zh, 'en', i.rule_en), 'source', i.rule_source) as rule,
  i.formula, i.decimals, i.warning_ratio::double precision as "warningRatio"`;

/** Targets of one region, of one year or of all; in force, or as of a moment. */
export function targetsOf(
  db: Queryable,
  regionCode: string,
  year: number | null,
  moments: Moments | null = null,
): Promise<TargetRecord[]> {
  return db.query(
    `select ${targetColumns} from ${tableRowsAt('targets', 't', moments, 3)} join gengjie.indicators i on i.code = t.indicator
     where rpad(t.region_code, 12, '0') = rpad($1, 12, '0')
       and ($2::integer is null or t.year = $2)
     order by t.id`,
    [regionCode, year, ...momentValues(moments)],
  );
}

/** Targets of the regions whose code starts with the prefix, whatever their level and year. */
export function targetsBelow(
  db: Queryable,
  prefix: string,
  moments: Moments | null = null,
): Promise<TargetRecord[]> {
  return db.query(
    `select ${targetColumns} from ${tableRowsAt('targets', 't', moments, 2)} join gengjie.indicators i on i.code = t.indicator
     where starts_with(t.region_code, $1) order by t.id`,
    [prefix, ...momentValues(moments)],
  );
}

export async function targetById(
  db: Queryable,
  id: number,
  moments: Moments | null = null,
): Promise<TargetRecord | undefined> {
  const [row] = await db.query<TargetRecord>(
    `select ${targetColumns} from ${tableRowsAt('targets', 't', moments, 2)} join gengjie.indicators i on i.code = t.indicator
     where t.id = $1`,
    [id, ...momentValues(moments)],
  );
  return row;
}

/** What is written of a target. */
export interface TargetContent {
  readonly year: number;
  readonly comparator: Target['comparator'];
  readonly value: number;
  readonly reportedText: string;
  readonly reportedUnit: string;
  readonly place: string | null;
  readonly sourceDocument: string;
  readonly sourceClause: string | null;
  readonly note: string | null;
}

/** 录入: a new row, known and true from the instant of this transaction. */
export async function insertTarget(
  tx: Queryable,
  indicator: string,
  regionCode: string,
  content: TargetContent,
  reason: string,
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into gengjie.targets (indicator, region_code, year, comparator, value, reported_text, reported_unit, place, source_document,
       source_clause, note, change_reason)
     values ($1, $2, $3, $4, $5::numeric, $6, $7, $8, $9, $10, $11, $12) returning id`,
    [
      indicator,
      regionCode,
      content.year,
      content.comparator,
      content.value,
      content.reportedText,
      content.reportedUnit,
      content.place,
      content.sourceDocument,
      content.sourceClause,
      content.note,
      reason,
    ],
  );
  return row!.id;
}

/**
 * 停用: ends what was known of a target at the instant of this transaction. That it was true until then stays known, as a row of its own.
 * @returns false when it was no longer in force
 */
export async function closeTarget(tx: Queryable, id: number, reason: string): Promise<boolean> {
  const rows = await tx.query(
    `update gengjie.targets set known_during = tstzrange(lower(known_during), gengjie.transaction_instant())
     where id = $1 and in_force returning id`,
    [id],
  );
  if (rows.length !== 1) return false;
  await tx.query(
    `insert into gengjie.targets (indicator, region_code, year, comparator, value, reported_text, reported_unit, place, source_document,
       source_clause, note, change_reason, valid_during)
     select indicator, region_code, year, comparator, value, reported_text, reported_unit, place, source_document, source_clause, note, $2,
       tstzrange(lower(valid_during), gengjie.transaction_instant())
     from gengjie.targets where id = $1 and lower(valid_during) < gengjie.transaction_instant()`,
    [id, reason],
  );
  return true;
}
