import type { WhatIf } from '#core/contract/what-if.ts';
import { farmlandEffect } from './farmland-effect.ts';

/** One line of the comparison: a figure of each scenario, m², or the level that approves. */
export interface ComparedRow {
  readonly figure:
    | 'remaining'
    | 'margin'
    | 'lost'
    | 'gained'
    | 'total'
    | 'permanent'
    | 'redline'
    | 'shortfall'
    | 'authority';
  readonly values: readonly (number | string | null)[];
  /** Which end is better; null: neither. */
  readonly better: 'more' | 'less' | null;
  readonly signed?: boolean;
}

/** 对比表: the lines of two or three answers. */
export function comparedRows(answers: readonly WhatIf[]): ComparedRow[] {
  const touched = (answer: WhatIf, layer: string) =>
    answer.touched.find((one) => one.layer === layer)?.areaSquareMeters ?? 0;
  return [
    {
      figure: 'remaining',
      better: 'more',
      values: answers.map((answer) => farmlandEffect(answer)?.afterSquareMeters ?? null),
    },
    {
      figure: 'margin',
      better: 'more',
      signed: true,
      values: answers.map((answer) => farmlandEffect(answer)?.marginAfterSquareMeters ?? null),
    },
    { figure: 'lost', better: 'less', values: answers.map(({ total }) => total.farmlandLostSquareMeters) },
    {
      figure: 'gained',
      better: 'more',
      values: answers.map(({ total }) => total.farmlandGainedSquareMeters),
    },
    { figure: 'total', better: null, values: answers.map(({ total }) => total.areaSquareMeters) },
    {
      figure: 'permanent',
      better: 'less',
      values: answers.map((answer) => touched(answer, 'permanent_farmland')),
    },
    {
      figure: 'redline',
      better: 'less',
      values: answers.map((answer) => touched(answer, 'ecological_redlines')),
    },
    {
      figure: 'shortfall',
      better: 'less',
      values: answers.map(({ balance }) => balance.shortfallSquareMeters),
    },
    { figure: 'authority', better: null, values: answers.map(({ authority }) => authority.level) },
  ];
}

/** 最优: indexes of the best figures of a line; none when all are equal or one is missing. */
export function bestOf({ better, values }: ComparedRow): number[] {
  const numbers = values.filter((value): value is number => typeof value === 'number');
  if (better === null || numbers.length < values.length || new Set(numbers).size < 2) return [];
  const best = better === 'more' ? Math.max(...numbers) : Math.min(...numbers);
  return values.flatMap((value, index) => (value === best ? index : []));
}
