import type { ActKind } from '#core/rights/acts.ts';
import type { Subject } from '#core/rights/rights.ts';
import type { Queryable } from '#server/db/database.ts';

/** 行为: one act as the audit log keeps it. Who did it, from where and in which request, the transaction knows. */
export interface Act {
  /** Area and verb, kebab-case: `feature.edit`, `session.sign-in`. */
  readonly action: ActKind;
  /** Default `done`; a refusal is worth a line where it may be an attack. */
  readonly outcome?: 'done' | 'refused';
  readonly layer?: Subject;
  /** What it was done to: a feature's id, a batch, a username. */
  readonly subject?: string | number;
  readonly regionCode?: string;
  /** Never a password, a token or personal data. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/**
 * 留痕: appends an act to the audit log in the act's own transaction: both are there, or neither. Call it last, since others
 * wait for the chain until the commit.
 */
export async function recordAct(
  tx: Queryable,
  { action, outcome = 'done', layer, subject, regionCode, detail = {} }: Act,
): Promise<void> {
  await tx.query('select gengjie.record($1, $2, $3, $4, $5, $6::jsonb)', [
    action,
    outcome,
    layer ?? null,
    subject === undefined ? null : String(subject),
    regionCode ?? null,
    JSON.stringify(detail),
  ]);
}
