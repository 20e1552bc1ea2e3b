import type { TargetRevision, TargetWish } from '#core/contract/indicators.ts';
import { invalidValue } from '#core/edits/problems.ts';
import { checkedText } from '#core/edits/properties.ts';
import { canonicalValue } from '#core/targets/reported.ts';
import { type Actor, may } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import { DatabaseError, type Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { indicatorUnit } from '#server/db/tables/indicators.ts';
import { regionByCode } from '#server/db/tables/regions.ts';
import {
  closeTarget,
  insertTarget,
  type TargetContent,
  type TargetRecord,
  targetById,
} from '#server/db/tables/targets.ts';
import { changeInstant } from '#server/db/tables/versions.ts';
import { regionNotFound, targetExists, targetNotFound } from '#server/http/target-problems.ts';

/**
 * 录入控制指标: the canonical value is worked out from the figure and unit as the document prints them.
 * @throws Problem `region-not-found`, `not-allowed`, `target-exists`, `invalid-value`
 */
export async function addTarget(tx: Queryable, actor: Actor, wish: TargetWish): Promise<number> {
  if (!may(actor, 'add', 'targets')) throw notAllowed();
  const region = await regionByCode(tx, wish.region);
  if (!region) throw regionNotFound(wish.region);
  const regionCode = region.code.length === 9 ? region.code.padEnd(12, '0') : region.code;
  if (!may(actor, 'add', 'targets', regionCode)) throw notAllowed();
  const unit = await indicatorUnit(tx, wish.indicator);
  if (!unit) {
    throw invalidValue(
      'indicator',
      { zh: '指标库里没有这个指标', en: 'There is no such indicator' },
      wish.indicator,
    );
  }
  const content = contentOf(wish, unit);
  const reason = checkedText('reason', wish.reason);
  const id = await refusing(wish.indicator, () =>
    insertTarget(tx, wish.indicator, regionCode, content, reason),
  );
  await recordAct(tx, {
    action: 'target.add',
    layer: 'targets',
    subject: id,
    regionCode,
    detail: { indicator: wish.indicator, ...figureOf(content), reason },
  });
  return id;
}

/**
 * 修订或停用: what was known of the target ends now and stays in the history; the revision is a row of its own.
 * @returns id of the revision; null when the target has ended
 * @throws Problem `target-not-found`, `not-allowed`, `target-exists`, `invalid-value`
 */
export async function changeTarget(
  tx: Queryable,
  actor: Actor,
  id: number,
  { content: wish, reason: given }: TargetRevision,
): Promise<number | null> {
  // After this nobody else changes anything until this transaction ends.
  await changeInstant(tx);
  const target = await targetById(tx, id);
  if (!target) throw targetNotFound(id);
  const { indicator, regionCode } = target;
  const rights = ['edit_attributes', ...(wish ? (['add'] as const) : [])] as const;
  if (!rights.every((action) => may(actor, action, 'targets', regionCode))) throw notAllowed();
  const content = wish && contentOf(wish, target.unit);
  const reason = checkedText('reason', given);
  const next = await refusing(indicator, async () => {
    if (!(await closeTarget(tx, id, reason))) throw targetNotFound(id);
    return content ? insertTarget(tx, indicator, regionCode, content, reason) : null;
  });
  await recordAct(tx, {
    action: 'target.change',
    layer: 'targets',
    subject: id,
    regionCode,
    detail: {
      indicator,
      before: figureOf(target),
      after: content && figureOf(content),
      next,
      reason,
    },
  });
  return next;
}

function contentOf(wish: Omit<TargetWish, 'indicator' | 'region' | 'reason'>, unit: string): TargetContent {
  const canonical = canonicalValue(wish.reportedText, wish.reportedUnit);
  if (!canonical) {
    throw invalidValue(
      'reportedText',
      {
        zh: '数值或单位读不出来，例如“55.28”“公顷”',
        en: 'The figure or its unit cannot be read, e.g. “55.28” “公顷”',
      },
      `${wish.reportedText} ${wish.reportedUnit}`,
    );
  }
  if (canonical.kind !== unit) {
    throw invalidValue(
      'reportedUnit',
      { zh: '单位与指标不符', en: 'The unit does not fit the indicator' },
      wish.reportedUnit,
    );
  }
  const text = (name: 'place' | 'sourceClause' | 'note') =>
    wish[name] ? checkedText(name, wish[name]) : null;
  return {
    year: wish.year,
    comparator: wish.comparator,
    value: canonical.value,
    reportedText: wish.reportedText,
    reportedUnit: wish.reportedUnit,
    place: text('place'),
    sourceDocument: checkedText('sourceDocument', wish.sourceDocument),
    sourceClause: text('sourceClause'),
    note: text('note'),
  };
}

function figureOf(
  target: Pick<TargetRecord, 'year' | 'comparator' | 'value' | 'reportedText' | 'reportedUnit' | 'place'>,
) {
  const { year, comparator, value, reportedText, reportedUnit, place } = target;
  return { year, comparator, value, reportedText, reportedUnit, place };
}

async function refusing<T>(indicator: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (error.code === '42501') throw notAllowed();
    if (error.constraint === 'targets_current') throw targetExists(indicator);
    throw error;
  }
}
