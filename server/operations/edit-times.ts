import { invalidValue } from '#core/edits/problems.ts';
import type { Bilingual } from '#core/problem.ts';
import { dayOf, instantOf } from '#server/db/moments.ts';

/** The ends between which a change may begin, UTC text: the instant of the change, and since when what it changes is true. */
export interface Span {
  readonly now: string;
  /** null: any time before. */
  readonly earliest: string | null;
}

/**
 * 自何时起: since when a change is true on the ground. A day is its start in Beijing; on the very day on which what is changed began, it is that
 * beginning. Without a day: from now on.
 *
 * @throws Problem `invalid-value` for `trueFrom` in the future, or before what is changed began: that part of history is another version
 */
export function beginningOf(trueFrom: string | undefined, { now, earliest }: Span): string {
  if (trueFrom === undefined) return now;
  const from = instantOf(trueFrom, 'start');
  if (from > now) throw refused(trueFrom, { zh: '生效时间晚于现在', en: 'It would begin in the future' });
  if (earliest === null || from >= earliest) return from;
  const day = dayOf(earliest);
  if (trueFrom === day) return earliest;
  throw refused(trueFrom, {
    zh: `生效时间早于当前版本的起始日 ${day}`,
    en: `It would begin before the version in force, which holds from ${day} on`,
  });
}

/**
 * 自何时止: as {@link beginningOf}, for the end of a feature, which must have been there for a while: named by the day on which it began, it ends
 * with that day.
 */
export function endOf(trueFrom: string | undefined, span: Span & { readonly earliest: string }): string {
  const from = beginningOf(trueFrom, span);
  if (from > span.earliest) return from;
  if (trueFrom !== undefined && trueFrom === dayOf(span.earliest)) {
    const [first = span.now] = [instantOf(trueFrom, 'end'), span.now].sort();
    return first;
  }
  throw refused(trueFrom ?? '', {
    zh: `注销时间须晚于当前版本的起始时间 ${span.earliest}`,
    en: `It must end after the version in force began, ${span.earliest}`,
  });
}

function refused(trueFrom: string, reason: Bilingual) {
  return invalidValue('trueFrom', reason, trueFrom);
}
