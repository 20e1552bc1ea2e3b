/** 有效巡查规则, dated: what a patrol of a grid must come to; null: not asked for. All that is asked for must be met. */
export interface PatrolRule {
  /** ISO day from which it holds, and the first on which it no longer does. */
  readonly from: string;
  readonly until: string | null;
  /** Code of the level, or null for every level that has no rule of its own. */
  readonly level: string | null;
  readonly minMinutes: number | null;
  readonly minMeters: number | null;
  /** Part of the grid that was within sight, 0 to 1. */
  readonly minShare: number | null;
  /** How far a patrol sees to either side. */
  readonly sightMeters: number;
  readonly source: string;
  readonly verified: boolean;
}

/** 巡查频次, dated: patrols due per quarter at a level; null: regular ones, without a number. */
export interface PatrolFrequency {
  readonly from: string;
  readonly until: string | null;
  readonly level: string;
  readonly perQuarter: number | null;
  readonly source: string;
  readonly verified: boolean;
}

/** The levels are those of the code list `chief-level@tianjin`; another province brings its own rows. */
export const ownPatrolFrequencies: readonly PatrolFrequency[] = [
  {
    from: '2020-06-06',
    until: null,
    level: 'town',
    perQuarter: 1,
    source: '天津市田长制：二级田长每季度至少巡查一次',
    verified: true,
  },
  {
    from: '2020-06-06',
    until: null,
    level: 'village',
    perQuarter: null,
    source: '天津市田长制：三级田长经常巡查，次数未见规定',
    verified: true,
  },
];

/** No published rule says when a patrol counts; these numbers are ours, until an office sets its own. */
export const ownPatrolRules: readonly PatrolRule[] = [
  {
    from: '2020-06-06',
    until: null,
    level: null,
    minMinutes: 20,
    minMeters: 500,
    minShare: null,
    sightMeters: 100,
    source: '',
    verified: false,
  },
];

/** The rule of a level on an ISO day: its own before the general one, the later before the earlier; null when there is none. */
export function patrolRuleOn(rules: readonly PatrolRule[], level: string, day: string): PatrolRule | null {
  const valid = rules.filter((rule) => holdsOn(rule, day) && (rule.level === null || rule.level === level));
  return valid.reduce<PatrolRule | null>((best, rule) => {
    if (best === null || (best.level === null && rule.level !== null)) return rule;
    return (best.level === null) === (rule.level === null) && rule.from > best.from ? rule : best;
  }, null);
}

/** The frequency of a level on an ISO day; null when none is set for it. */
export function frequencyOn(
  frequencies: readonly PatrolFrequency[],
  level: string,
  day: string,
): PatrolFrequency | null {
  const valid = frequencies.filter((each) => each.level === level && holdsOn(each, day));
  return valid.reduce<PatrolFrequency | null>(
    (best, each) => (best === null || each.from > best.from ? each : best),
    null,
  );
}

function holdsOn({ from, until }: { from: string; until: string | null }, day: string): boolean {
  return from <= day && (until === null || day < until);
}
