/** 拆分状态 (`patch-split@1`): `split` is the parent, kept as issued; `part` its children. */
export type SplitState = 'whole' | 'split' | 'part';

/** 下发 counts what was issued, 核实后 what it became. */
export type CountBasis = 'issued' | 'verified';

/** 计数口径: issued = whole + split; verified = whole + part. So a split patch and its parts are never counted together. */
export const countedStates: Readonly<Record<CountBasis, readonly SplitState[]>> = {
  issued: ['whole', 'split'],
  verified: ['whole', 'part'],
};

/** Whether a patch counts on a basis. */
export function counts(basis: CountBasis, state: SplitState): boolean {
  return countedStates[basis].includes(state);
}

/**
 * 子图斑编号: `<parent>_<n>` for each of `count` parts, from the next free n. A number once given to a part is never given again: name every part there ever
 * was in `taken`, withdrawn ones too. The part of a part: `P_1_1`.
 */
export function childNumbers(parent: string, taken: Iterable<string>, count: number): string[] {
  let last = 0;
  for (const number of taken) {
    const tail = number.startsWith(`${parent}_`) ? number.slice(parent.length + 1) : '';
    if (/^[1-9]\d{0,8}$/.test(tail)) last = Math.max(last, Number(tail));
  }
  return Array.from({ length: count }, (_, i) => `${parent}_${last + i + 1}`);
}

/** Number of the patch that a part came from; null when the number is no part's. */
export function parentNumber(number: string): string | null {
  return /^(.+)_[1-9]\d{0,8}$/.exec(number)?.[1] ?? null;
}
