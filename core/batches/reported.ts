import { type AreaUnit, areaText, areaUnitNames, squareMeters } from '#core/geometry/units.ts';

/** Units as documents write them. */
const units: Readonly<Record<string, AreaUnit>> = {
  公顷: 'ha',
  ha: 'ha',
  亩: 'mu',
  万亩: 'wan-mu',
  平方米: 'm2',
  '㎡': 'm2',
  'm²': 'm2',
  平方千米: 'km2',
  平方公里: 'km2',
};

/** What the outline comes to, printed as the document prints its figure. */
export interface ReportedComparison {
  readonly agrees: boolean;
  readonly printed: string;
  readonly unit: string;
}

/**
 * 与文件数值对照: whether an area is the reported figure in that figure's own rounding: 23.33 公顷 is 233 250 m² up to, not including, 233 350 m².
 *
 * @returns undefined when text or unit is no area that can be read
 */
export function compareReported(
  areaSquareMeters: number,
  text: string,
  unit: string,
): ReportedComparison | undefined {
  const known = units[unit.trim()];
  const match = /^\d+(?:\.(\d+))?$/.exec(text.trim());
  if (!known || !match) return undefined;
  const printed = areaText(squareMeters(areaSquareMeters), known, match[1]?.length ?? 0);
  const figure = text.trim().replace(/^0+(?=\d)/, '');
  return { agrees: printed === figure, printed, unit: areaUnitNames[known].zh };
}
