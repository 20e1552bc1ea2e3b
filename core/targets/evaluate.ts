import { decimalText } from '#core/geometry/decimal.ts';
import { centiSquareMeters, type SquareMeters, squareMeters } from '#core/geometry/units.ts';
import type { Bilingual } from '#core/problem.ts';

export type Comparator = '>=' | '<=' | '=';

/** 控制指标: a figure that somebody promised, with the words of the document that says so. */
export interface Target {
  /** Code of the indicator, e.g. `farmland_retention`. */
  readonly indicator: string;
  readonly regionCode: string;
  readonly year: number;
  readonly comparator: Comparator;
  /** m². */
  readonly value: SquareMeters;
  /** The figure as printed (`55.28`) and its unit as printed (`公顷`). */
  readonly reportedText: string;
  readonly reportedUnit: string;
  readonly sourceDocument: string;
}

/** `near`: it holds, with less in hand than the warning band of its indicator. */
export type TargetState = 'holds' | 'near' | 'breached' | 'not-measured';

export interface Evaluation {
  readonly state: TargetState;
  /** measured − value in m², to 0.01; null when nothing was measured. A floor that holds has a margin ≥ 0, a ceiling that holds one ≤ 0. */
  readonly margin: SquareMeters | null;
}

export interface Bands {
  /** Part of the value below which a margin is near; 0: never. */
  readonly warningRatio?: number;
  /** How far `=` may be off: half of the last digit that the document prints. */
  readonly tolerance?: number;
}

/**
 * 对照指标: does the measured figure keep the promise? Both sides are compared as whole hundredths of a square metre, never as floating
 * point and never after rounding to hectares.
 *
 * @param measured m² (or the indicator's own unit), or null when nothing measures the indicator: such a target is `not-measured`, never held
 */
export function evaluateTarget(
  measured: number | null,
  target: Pick<Target, 'comparator'> & { readonly value: number },
  { warningRatio = 0, tolerance = 0 }: Bands = {},
): Evaluation {
  if (measured === null) return { state: 'not-measured', margin: null };
  const margin = centiSquareMeters(measured) - centiSquareMeters(target.value);
  const inHand = margin < 0n ? -margin : margin;
  const holds: Record<Comparator, boolean> = {
    '>=': margin >= 0n,
    '<=': margin <= 0n,
    '=': inHand <= centiSquareMeters(tolerance),
  };
  const near = target.comparator !== '=' && Number(inHand) < Math.abs(target.value) * 100 * warningRatio;
  return {
    state: holds[target.comparator] ? (near ? 'near' : 'holds') : 'breached',
    margin: squareMeters(Number(decimalText(margin, 2))),
  };
}

const severity: readonly TargetState[] = ['breached', 'near', 'not-measured', 'holds'];

/** The state that needs attention first; undefined without any. */
export function worstState(states: readonly TargetState[]): TargetState | undefined {
  return severity.find((state) => states.includes(state));
}

/** 不能量算的原因: why a target is `not-measured`. It names the layer, column or right that is missing. */
export const notMeasured = {
  noFormula: {
    zh: '没有量算口径，仅作记录与核对',
    en: 'It has no formula and is kept for the record',
  } as Bilingual,
  badFormula: {
    zh: '量算口径引用了没有的图层或字段，不能量算',
    en: 'Its formula names a layer or field that is not there',
  } as Bilingual,
  noRight: (layer: Bilingual): Bilingual => ({
    zh: `您看不到该地区全部的“${layer.zh}”；部分之和不是总数，因此不给出数值`,
    en: `You do not see all of “${layer.en}” in this region; a part of a sum is not the sum, so no figure is given`,
  }),
  noData: (layer: Bilingual): Bilingual => ({
    zh: `缺少数据：该地区的“${layer.zh}”图层没有任何图形`,
    en: `Missing data: the layer “${layer.en}” has nothing in this region`,
  }),
  noValues: (layer: Bilingual, field: Bilingual): Bilingual => ({
    zh: `缺少数据：“${layer.zh}”图层没有一行填写了“${field.zh}”`,
    en: `Missing data: no row of “${layer.en}” that counts has “${field.en}” filled in`,
  }),
};
