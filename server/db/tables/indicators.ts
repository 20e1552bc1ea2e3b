import type { Indicator } from '#core/contract/indicators.ts';
import { formulaText } from '#core/indicators/describe.ts';
import type { Queryable } from '#server/db/database.ts';

const columns = `i.code, jsonb_build_object('zh', i.title_zh, 'en', i.title_en) as title, i.unit,
  jsonb_build_object('text', jsonb_build_object('zh', i.rule_zh, 'en', i.rule_en), 'source', i.rule_source) as rule,
  i.formula, i.comparator, i.decimals, i.warning_ratio::double precision as "warningRatio", i.own`;

/** 指标库: the product's indicators and the office's own, with each formula in words. */
export async function allIndicators(db: Queryable): Promise<Indicator[]> {
  const rows = await db.query<Omit<Indicator, 'formulaText'>>(
    `select ${columns} from gengjie.indicators i order by i.own, (i.formula is null), i.code`,
  );
  return rows.map((row) => ({ ...row, formulaText: row.formula && formulaText(row.formula) }));
}

/** The unit of an indicator; undefined when there is none of that code. */
export async function indicatorUnit(db: Queryable, code: string): Promise<Indicator['unit'] | undefined> {
  const [row] = await db.query<Pick<Indicator, 'unit'>>(
    'select unit from gengjie.indicators where code = $1',
    [code],
  );
  return row?.unit;
}
