import { type Moments, momentText } from '../../state/as-of.ts';

/** What stands in the two date boxes; empty: not chosen. */
export interface TypedMoments {
  readonly asOf: string;
  readonly knownAt: string;
}

/** Days for the boxes; an instant of a link shows its day. */
export function typedMoments({ asOf, knownAt }: Moments): TypedMoments {
  return {
    asOf: asOf ? momentText(asOf).slice(0, 10) : '',
    knownAt: knownAt ? momentText(knownAt).slice(0, 10) : '',
  };
}

/**
 * 时点 out of the boxes. Today on the ground, as known today, is simply now.
 *
 * @returns the moments to show, or which box cannot be taken
 */
export function chosenMoments(
  { asOf, knownAt }: TypedMoments,
  today: string,
): Moments | { readonly field: 'asOf' | 'knownAt'; readonly fault: 'not-a-day' | 'in-future' } {
  for (const [field, day] of [
    ['asOf', asOf],
    ['knownAt', knownAt],
  ] as const) {
    if (day === '') continue;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return { field, fault: 'not-a-day' };
    if (day > today) return { field, fault: 'in-future' };
  }
  const past = asOf !== '' && asOf !== today;
  const knownPast = knownAt !== '' && knownAt !== today;
  if (!past && !knownPast) return {};
  return {
    // Without a day of its own the ground is as of today.
    asOf: past ? asOf : today,
    // A past day means what was known then, so today's knowledge of it must be said.
    ...(knownAt !== '' ? { knownAt } : {}),
  };
}
