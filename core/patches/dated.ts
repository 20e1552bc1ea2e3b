import type { Bilingual } from '#core/problem.ts';

/** 有期限的规则: in force from an ISO day until before another; null: until further notice. */
export interface Dated {
  readonly from: string;
  readonly until: string | null;
  readonly text: Bilingual;
  readonly source: string;
  /** Read in the rule itself or a reliable report of it; what is not says so wherever it is used. */
  readonly verified: boolean;
}

/** Those in force on an ISO day. */
export function inForce<T extends Pick<Dated, 'from' | 'until'>>(rules: readonly T[], day: string): T[] {
  return rules.filter(({ from, until }) => from <= day && (until === null || day < until));
}

/** The rule of a day: of several the one that began last, and of those the first in the list. */
export function latest<T extends Pick<Dated, 'from'>>(rules: readonly T[]): T | null {
  return rules.reduce<T | null>((best, rule) => (best === null || rule.from > best.from ? rule : best), null);
}
