import type { Filter, Formula } from '#core/contract/indicators.ts';
import type { Bilingual } from '#core/problem.ts';
import type { Comparator } from '#core/targets/evaluate.ts';

export type IndicatorUnit = 'area' | 'count' | 'money' | 'ratio';

/** 指标: what is counted, by which formula, compared how. Data, not code: the database holds the same. */
export interface IndicatorDefinition {
  /** Key of `gengjie.indicators`. */
  readonly code: string;
  readonly title: Bilingual;
  readonly unit: IndicatorUnit;
  /** null: nothing measures it; `missing` says what would. */
  readonly formula: Formula | null;
  /** Which layer or column is missing, for an indicator without a formula. */
  readonly missing?: Bilingual;
  readonly rule: { readonly text: Bilingual; readonly source: string };
  readonly comparator: Comparator;
  /** Decimals of hectares (or of the unit, for what is no area) to which it is printed; never to which it is compared. */
  readonly decimals: number;
  /** A target that holds with a margin below this part of its value is near. */
  readonly warningRatio: number;
}

type Parts = Omit<IndicatorDefinition, 'code' | 'title' | 'comparator' | 'decimals' | 'warningRatio'> &
  Partial<Pick<IndicatorDefinition, 'comparator' | 'decimals' | 'warningRatio'>>;

/** One line of the catalogue with what most indicators have in common. */
export function indicator(code: string, zh: string, en: string, parts: Parts): IndicatorDefinition {
  return {
    code,
    title: { zh, en },
    comparator: '>=',
    decimals: parts.unit === 'area' ? 2 : 0,
    warningRatio: 0.05,
    ...parts,
  };
}

/** A figure that is only kept for the record, with what is missing to measure it. */
export function recorded(
  code: string,
  zh: string,
  en: string,
  unit: IndicatorUnit,
  missing: Bilingual,
  more: Partial<Parts> = {},
): IndicatorDefinition {
  return indicator(code, zh, en, {
    unit,
    formula: null,
    missing,
    comparator: '=',
    rule: {
      text: {
        zh: '文件数值，仅作记录与核对。',
        en: 'A figure of a document, kept for the record and for checking.',
      },
      source: '来源文件所印数值',
    },
    ...more,
  });
}

/** Σ of a layer's rows: `signed` area unless told. */
export function sumOf(
  layer: Formula['layer'],
  filters: Filter[] = [],
  value = 'signed',
  overlay?: Formula['overlay'],
): Formula {
  return { layer, filters, value, aggregate: 'sum', ...(overlay ? { overlay } : {}) };
}

/** How many rows of a layer. */
export function countOf(layer: Formula['layer'], filters: Filter[] = []): Formula {
  return { layer, filters, value: 'rows', aggregate: 'count' };
}

/** The column's value is one of these. */
export function among(field: string, ...values: (string | number)[]): Filter {
  return { field, in: values };
}

/** The column holds the place that the target names. */
export function ofPlace(field: string): Filter {
  return { field, holdsPlace: true };
}
