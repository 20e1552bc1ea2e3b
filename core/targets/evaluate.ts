import { decimalText } from '#core/geometry/decimal.ts';
import { centiSquareMeters, type SquareMeters, squareMeters } from '#core/geometry/units.ts';

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

export type TargetState = 'holds' | 'breached' | 'not-measured';

export interface Evaluation {
  readonly state: TargetState;
  /** measured − value in m², to 0.01; null when nothing was measured. A floor that holds has a margin ≥ 0, a ceiling that holds one ≤ 0. */
  readonly margin: SquareMeters | null;
}

/**
 * 对照指标: does the measured figure keep the promise? Both sides are compared as whole hundredths of a square metre, never as floating
 * point and never after rounding to hectares.
 *
 * @param measured m², or null when nothing measures the indicator: such a target is `not-measured`, never held
 */
export function evaluateTarget(
  measured: number | null,
  target: Pick<Target, 'comparator' | 'value'>,
): Evaluation {
  if (measured === null) return { state: 'not-measured', margin: null };
  const margin = centiSquareMeters(measured) - centiSquareMeters(target.value);
  const holds: Record<Comparator, boolean> = {
    '>=': margin >= 0n,
    '<=': margin <= 0n,
    '=': margin === 0n,
  };
  return {
    state: holds[target.comparator] ? 'holds' : 'breached',
    margin: squareMeters(Number(decimalText(margin, 2))),
  };
}
