import { decimalOf, decimalText, parseDecimal, scaledHalfUp } from '#core/geometry/decimal.ts';
import type { Bilingual } from '#core/problem.ts';

declare const unitOfMeasure: unique symbol;

/** 平方米: the canonical unit of every stored or compared area. */
export type SquareMeters = number & { readonly [unitOfMeasure]: 'm²' };
/** 公顷: 10 000 m². */
export type Hectares = number & { readonly [unitOfMeasure]: 'ha' };
/** 亩: 10000/15 m² exactly, so areaMu = areaSquareMeters × 0.0015; never / 666.67. */
export type Mu = number & { readonly [unitOfMeasure]: 'mu' };

export type AreaUnit = 'm2' | 'ha' | 'mu' | 'wan-mu' | 'km2';

/** One unit = numerator / denominator square metres, exactly. */
const unitInSquareMeters: Record<AreaUnit, readonly [numerator: bigint, denominator: bigint]> = {
  m2: [1n, 1n],
  ha: [10_000n, 1n],
  mu: [2000n, 3n],
  'wan-mu': [20_000_000n, 3n],
  km2: [1_000_000n, 1n],
};

export const areaUnitNames: Readonly<Record<AreaUnit, Bilingual>> = {
  m2: { zh: '平方米', en: 'm²' },
  ha: { zh: '公顷', en: 'ha' },
  mu: { zh: '亩', en: 'mu' },
  'wan-mu': { zh: '万亩', en: '10,000 mu' },
  km2: { zh: '平方千米', en: 'km²' },
};

/** Decimals by place of use: reports (文本, 报告) and tables (表格, 勘测定界表). */
const decimalsByUse: Record<'report' | 'table', Record<AreaUnit, number>> = {
  report: { m2: 2, ha: 2, mu: 1, 'wan-mu': 2, km2: 2 },
  table: { m2: 2, ha: 4, mu: 2, 'wan-mu': 4, km2: 4 },
};

/** Brands a number as square metres. @throws RangeError when it is not finite */
export function squareMeters(value: number): SquareMeters {
  if (!Number.isFinite(value)) throw new RangeError(`not an area: ${value}`);
  return value as SquareMeters;
}

/** 换算: the area in a unit, converted in decimal and carried to 12 decimals (no rounding a person could see). */
export function areaIn(area: SquareMeters, unit: AreaUnit): number {
  return Number(areaText(area, unit, 12));
}

export const hectaresOf = (area: SquareMeters): Hectares => areaIn(area, 'ha') as Hectares;
export const muOf = (area: SquareMeters): Mu => areaIn(area, 'mu') as Mu;

/**
 * 上报数 → 平方米: a reported figure (`'55.28'`, `'7315.2'`) in its unit, as square metres. Exact for ha; for mu to 10^-6 m².
 * Text keeps what the source wrote; a number is read as the decimal it prints as.
 * @throws RangeError when the text is not a decimal number
 */
export function squareMetersFrom(value: number | string, unit: AreaUnit): SquareMeters {
  const [numerator, denominator] = unitInSquareMeters[unit];
  const decimal = typeof value === 'string' ? parseDecimal(value) : decimalOf(value);
  return squareMeters(Number(decimalText(scaledHalfUp(decimal, 6, numerator, denominator), 6)));
}

/** 四舍五入: half-up (away from zero) on the decimal value, so 1.005 to two decimals is 1.01. */
export function roundHalfUp(value: number, decimals: number): number {
  return Number(toFixedHalfUp(value, decimals));
}

/** As `roundHalfUp`, as text with exactly `decimals` decimals. */
export function toFixedHalfUp(value: number, decimals: number): string {
  return decimalText(scaledHalfUp(decimalOf(value), decimals), decimals);
}

/** Whole hundredths of a square metre (0.01 m², the unit in which areas are balanced and compared), half-up. */
export function centiSquareMeters(area: number): bigint {
  // Most areas are rounded to 0.01 already: then their decimal need not be read.
  const near = Math.round(area * 100);
  if (near / 100 === area && Number.isSafeInteger(near)) return BigInt(near);
  return scaledHalfUp(decimalOf(area), 2);
}

/** The number of an area in a unit, half-up, without the unit's name. */
export function areaText(area: SquareMeters, unit: AreaUnit, decimals: number): string {
  const [numerator, denominator] = unitInSquareMeters[unit];
  return decimalText(scaledHalfUp(decimalOf(area), decimals, denominator, numerator), decimals);
}

export interface AreaFormat {
  /** report: ha 2, mu 1 decimals; table: ha 4, mu 2 decimals. Default report. */
  readonly use?: 'report' | 'table';
  /** Overrides the decimals of `use`. */
  readonly decimals?: number;
  /** Language of the unit's name; default zh. `null` leaves the name out. */
  readonly language?: keyof Bilingual | null;
}

/** 面积文字: `55.28 公顷`, `829.2 亩`, `55.2800 ha`. Source of the decimals: docs/spec/areas.md. */
export function formatArea(area: SquareMeters, unit: AreaUnit, format: AreaFormat = {}): string {
  const { use = 'report', language = 'zh' } = format;
  const number = areaText(area, unit, format.decimals ?? decimalsByUse[use][unit]);
  return language === null ? number : `${number} ${areaUnitNames[unit][language]}`;
}
