import { describe, expect, it } from 'vitest';
import type { Dashboard } from '#core/contract/indicators.ts';
import { sortParts } from '../../../../client/panels/dashboard/sort-parts.ts';

type Part = Dashboard['parts'][number];
const part = (code: string, farmland: number | null, worst: Part['worst']): Part => ({
  code,
  name: code,
  farmlandSquareMeters: farmland,
  permanentSquareMeters: null,
  farmlandRows: 1,
  worst,
});
const parts = [part('1', 5, 'holds'), part('2', null, 'breached'), part('3', 9, null), part('4', 5, 'near')];
const order = (column: 'farmland' | 'worst', down: boolean) =>
  sortParts(parts, column, down).map(({ code }) => code);

describe('the table of parts', () => {
  it('puts what is not measured last, whichever way it is sorted', () => {
    expect(order('farmland', true)).toEqual(['3', '1', '4', '2']);
    expect(order('farmland', false)).toEqual(['1', '4', '3', '2']);
  });

  it('puts the worst state first', () => {
    expect(order('worst', true)).toEqual(['2', '4', '1', '3']);
  });
});
