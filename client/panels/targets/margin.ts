import type { Target } from '#core/contract/targets.ts';

/** Key under `targets.margin` that words a margin: never a bare sign. */
export function marginWord(comparator: Target['comparator'], margin: number): string {
  const side = margin > 0 ? 'above' : margin < 0 ? 'below' : 'at';
  const line = { '>=': 'Floor', '<=': 'Ceiling', '=': 'Value' }[comparator];
  return `${side}${line}`;
}

export interface BulletScale {
  /** 0…1 of the bar's length. */
  readonly measured: number;
  readonly target: number;
}

/** 子弹图: lengths on one scale from zero, with a little air at the end so that the mark of the target is never at the edge. */
export function bulletScale(measured: number, target: number): BulletScale {
  const end = Math.max(measured, target) * 1.15;
  return end > 0 ? { measured: measured / end, target: target / end } : { measured: 0, target: 0 };
}
