import { ownRules, type Rules } from '#core/rules/rules.ts';
import { rulesSchema } from '#core/rules/rules-schema.ts';
import type { Queryable } from '#server/db/database.ts';

/** 本单位规则: the office's own rules of balance and approval (settings row `rules`), else the product's. @throws ZodError when the row is no rules */
export async function officeRules(db: Queryable): Promise<Rules> {
  const [row] = await db.query<{ value: unknown }>(`select value from gengjie.settings where key = 'rules'`);
  return row ? rulesSchema.parse(row.value) : ownRules;
}
