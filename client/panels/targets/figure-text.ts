import type { Target } from '#core/contract/targets.ts';
import { decimalOf, decimalText, scaledHalfUp } from '#core/geometry/decimal.ts';
import { reportedUnit } from '#core/targets/reported.ts';
import { useAreaText } from '../../ui/area.tsx';

type Measure = Pick<Target, 'unit' | 'reportedUnit'>;
export type FigureText = ReturnType<typeof useAreaText>;

/** 数值文字 of a target: areas in the unit that is chosen, everything else in the unit that its document prints. */
export function useFigureText(target: Measure): FigureText {
  const areaText = useAreaText();
  return target.unit === 'area' ? areaText : (value) => printed(value, target.reportedUnit);
}

/** A canonical value in the unit of a document: `(90000000, '万元')` is `9000 万元`. */
export function printed(value: number, unit: string): string {
  const [numerator, denominator] = reportedUnit(unit.trim())?.factor ?? [1n, 1n];
  const text = decimalText(scaledHalfUp(decimalOf(value), 4, denominator, numerator), 4);
  return `${text.replace(/\.?0+$/, '')} ${unit}`;
}
