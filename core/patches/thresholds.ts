import { decimalOf } from '#core/geometry/decimal.ts';
import { areaText, type SquareMeters, squareMeters } from '#core/geometry/units.ts';
import { type Dated, inForce } from '#core/patches/dated.ts';
import type { Bilingual } from '#core/problem.ts';

/**
 * 占地面积 of one act, m²: of all patches of the act together (cumulative), as laid over the survey before construction. `otherFarmland` is farmland
 * outside permanent basic farmland, from the pieces of the overlay: what lies in both counts as permanent only.
 */
export interface OccupiedAreas {
  readonly permanentSquareMeters: number;
  readonly otherFarmlandSquareMeters: number;
}

export type ThresholdMeasure = keyof OccupiedAreas;

export interface ThresholdRule extends Dated {
  /** Stable: `basic-farmland`, `other-farmland`. */
  readonly code: string;
  readonly measure: ThresholdMeasure;
  /** Reached at this area and above. */
  readonly limitMu: number;
}

/** 移送面积标准核对. Only the area: damage, intent and everything else is not for a map to say. */
export interface ThresholdCheck {
  readonly code: string;
  readonly reached: boolean;
  readonly areaSquareMeters: number;
  readonly limitMu: number;
  readonly text: Bilingual;
  readonly source: string;
  readonly verified: boolean;
}

const source =
  '《最高人民法院关于审理破坏土地资源刑事案件具体应用法律若干问题的解释》（法释〔2000〕14号）第三条';

/** Forest and grassland have thresholds of their own, not on file here. */
export const ownThresholdRules: readonly ThresholdRule[] = [
  {
    code: 'basic-farmland',
    from: '2000-06-22',
    until: null,
    text: { zh: '占用基本农田', en: 'Basic farmland occupied' },
    source,
    verified: true,
    measure: 'permanentSquareMeters',
    limitMu: 5,
  },
  {
    code: 'other-farmland',
    from: '2000-06-22',
    until: null,
    text: { zh: '占用基本农田以外的耕地', en: 'Other farmland occupied' },
    source,
    verified: true,
    measure: 'otherFarmlandSquareMeters',
    limitMu: 10,
  },
];

/**
 * The thresholds in force on a day (of the act) and whether the area reaches them, in the order of the rules.
 * @throws RangeError for an area that is no number
 */
export function thresholdsOn(
  areas: OccupiedAreas,
  day: string,
  rules: readonly ThresholdRule[] = ownThresholdRules,
): ThresholdCheck[] {
  return inForce(rules, day).map((rule) => {
    const area = squareMeters(areas[rule.measure]);
    const reached = reachesMu(area, rule.limitMu);
    return {
      code: rule.code,
      reached,
      areaSquareMeters: area,
      limitMu: rule.limitMu,
      text: wording(rule, area, reached),
      source: rule.source,
      verified: rule.verified,
    };
  });
}

/** Whether m² × 0.0015 ≥ mu, on the decimals as they are written: 3333.33 m² is not 5 mu, 3333.34 m² is. */
export function reachesMu(area: SquareMeters, limitMu: number): boolean {
  const [a, limit] = [decimalOf(area), decimalOf(limitMu)];
  // area × 15 / 10 000 ≥ limit, both sides × 10^(scales) × 10 000.
  return a.units * 15n * 10n ** BigInt(limit.scale) >= limit.units * 10_000n * 10n ** BigInt(a.scale);
}

function wording({ text, limitMu }: ThresholdRule, area: SquareMeters, reached: boolean): Bilingual {
  const mu = muShown(area, limitMu, reached);
  return {
    zh: `${text.zh} ${mu} 亩，${reached ? '达到' : '未达到'}移送标准（面积）${limitMu} 亩`,
    en: `${text.en}: ${mu} mu, ${reached ? 'reaches' : 'below'} the referral standard (area) of ${limitMu} mu`,
  };
}

/** 亩 to two decimals, or as many as it takes not to round up to a limit that is not reached: 4.999995, never 5.00. */
function muShown(area: SquareMeters, limitMu: number, reached: boolean): string {
  for (let decimals = 2; ; decimals += 1) {
    const text = areaText(area, 'mu', decimals);
    if (decimals >= 12 || reached === Number(text) >= limitMu) return text;
  }
}
