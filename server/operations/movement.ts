import { layerById } from '#core/catalog/index.ts';
import type { Movement } from '#core/contract/indicators.ts';
import { causeSchema } from '#core/contract/versions.ts';
import { invalidValue } from '#core/edits/problems.ts';
import type { Actor } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import { resolvedMoments } from '#server/db/tables/as-of.ts';
import { layersOf } from '#server/db/tables/measure-formula.ts';
import { measureFormula } from '#server/db/tables/measurements.ts';
import { movesBetween } from '#server/db/tables/movement.ts';
import { targetById } from '#server/db/tables/targets.ts';
import { targetNotFound, targetNotMeasured } from '#server/http/target-problems.ts';
import { Measurements, questionOf } from '#server/operations/measurements.ts';

const mostRows = 1000;

/**
 * 谁动了这个数: from what was known of one moment at that moment to the same of a later one. from + Σ change = to, to the hundredth.
 * @throws Problem `target-not-found`, `target-not-measured`, `invalid-value` when the moments are the wrong way round
 */
export async function movementOf(
  db: Queryable,
  actor: Actor,
  id: number,
  query: { readonly from: string; readonly to?: string | undefined },
): Promise<Movement> {
  const target = await targetById(db, id);
  if (!target) throw targetNotFound(id);
  const { formula, regionCode } = target;
  // The least of several figures has no parts that add up.
  if (!formula || formula.aggregate === 'minimum') throw targetNotMeasured(id);
  const measurer = await new Measurements().begin(db, actor, null);
  if (layersOf(formula).some((layer) => !layerById(layer) || !measurer.seesWhole([layer], regionCode))) {
    throw targetNotMeasured(id);
  }
  const from = await resolvedMoments(db, { asOf: query.from });
  const to = await resolvedMoments(db, { asOf: query.to });
  if (from.asOf > to.asOf) {
    throw invalidValue('from', { zh: '起始时点晚于截止时点', en: 'It begins after it ends' }, query.from);
  }
  const question = questionOf(target, formula, regionCode, null);
  const [before, after] = [
    await measureFormula(db, { ...question, moments: from }),
    await measureFormula(db, { ...question, moments: to }),
  ];
  if (typeof after === 'string' && typeof before === 'string') throw targetNotMeasured(id);
  const value = (measured: typeof before) => (typeof measured === 'string' ? 0 : measured.value);
  const moves = await movesBetween(db, question, [from.asOf, to.asOf], mostRows + 1);
  return {
    from: { moment: from.asOf, value: value(before) },
    to: { moment: to.asOf, value: value(after) },
    causes: causeSchema.options.map(
      (cause) => moves.causes.find((one) => one.cause === cause) ?? { cause, change: 0, rowCount: 0 },
    ),
    rows: moves.rows.slice(0, mostRows),
    truncated: moves.rows.length > mostRows,
  };
}
