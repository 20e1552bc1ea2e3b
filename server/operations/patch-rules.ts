import { WorkCalendar } from '#core/calendar/work-calendar.ts';
import { ownPatchRules, type PatchRules } from '#core/patches/rules.ts';
import { patchRulesSchema } from '#core/patches/rules-schema.ts';
import type { Queryable } from '#server/db/database.ts';

/** 图斑规则, with their calendar ready to count. */
export interface OfficePatchRules extends PatchRules {
  readonly workCalendar: WorkCalendar;
}

const own: OfficePatchRules = { ...ownPatchRules, workCalendar: new WorkCalendar(ownPatchRules.calendar) };
let known: { readonly text: string; readonly rules: OfficePatchRules } | null = null;

/** 本单位图斑规则: the office's own (settings row `patch_rules`), each part that it leaves out the product's. @throws ZodError when the row is no rules */
export async function officePatchRules(db: Queryable): Promise<OfficePatchRules> {
  const [row] = await db.query<{ value: string }>(
    `select value::text as value from gengjie.settings where key = 'patch_rules'`,
  );
  if (!row) return own;
  if (known?.text === row.value) return known.rules;
  const rules = patchRulesSchema.parse(JSON.parse(row.value));
  const read = { ...rules, workCalendar: new WorkCalendar(rules.calendar) };
  known = { text: row.value, rules: read };
  return read;
}
