/** 暂停: `[from, until)` in ms since 1970-01-01T00:00Z; null: it still lasts. */
export type Pause = readonly [from: number, until: number | null];

export interface Span {
  readonly from: number;
  /** Infinity: it still lasts. */
  readonly until: number;
}

/** Pauses that overlap or touch as one, ascending; those that end before they begin are none. */
export function mergedPauses(pauses: readonly Pause[]): readonly Span[] {
  const merged: { from: number; until: number }[] = [];
  const spans = pauses
    .map(([from, until]) => ({ from, until: until ?? Number.POSITIVE_INFINITY }))
    .filter(({ from, until }) => until > from)
    .sort((a, b) => a.from - b.from);
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span.from <= last.until) last.until = Math.max(last.until, span.until);
    else merged.push({ ...span });
  }
  return merged;
}
