import type { IndicatorDefinition } from '#core/indicators/definition.ts';
import { landIndicators } from '#core/indicators/land.ts';
import { recordedIndicators } from '#core/indicators/recorded.ts';
import { workIndicators } from '#core/indicators/works.ts';

/** 指标库: the product's own indicators. Every migration run makes the database's rows (`own = false`) equal to them; an office adds its own beside. */
export const indicatorCatalog: readonly IndicatorDefinition[] = [
  ...landIndicators,
  ...workIndicators,
  ...recordedIndicators,
];

const byCode = new Map(indicatorCatalog.map((indicator) => [indicator.code, indicator]));

export function indicatorByCode(code: string): IndicatorDefinition | undefined {
  return byCode.get(code);
}

/** Row of `gengjie.indicators`. */
export interface IndicatorRow {
  readonly code: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly unit: string;
  readonly ruleZh: string;
  readonly ruleEn: string;
  readonly ruleSource: string;
  /** JSON text; null: nothing measures it. */
  readonly formula: string | null;
  readonly comparator: string;
  readonly decimals: number;
  readonly warningRatio: number;
}

/** The catalogue as rows of the database. */
export function indicatorRows(): IndicatorRow[] {
  return indicatorCatalog.map(({ code, title, unit, rule, formula, comparator, decimals, warningRatio }) => ({
    code,
    titleZh: title.zh,
    titleEn: title.en,
    unit,
    ruleZh: rule.text.zh,
    ruleEn: rule.text.en,
    ruleSource: rule.source,
    formula: formula && JSON.stringify(formula),
    comparator,
    decimals,
    warningRatio,
  }));
}
