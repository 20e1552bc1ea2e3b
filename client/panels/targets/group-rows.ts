import type { TargetRow } from '#core/contract/targets.ts';
import { decimalText } from '#core/geometry/decimal.ts';
import { centiSquareMeters, type SquareMeters, squareMeters } from '#core/geometry/units.ts';

export interface RowGroup {
  /** Land-class code; empty for rows without a class. */
  readonly code: string;
  readonly name: string;
  readonly value: SquareMeters;
  readonly rowCount: number;
  /** Part of all rows given, 0…1. */
  readonly share: number;
}

/** 按地类分组: sums of the rows by land class, by code; the groups add up exactly to the rows. */
export function groupByLandClass(rows: readonly TargetRow[]): RowGroup[] {
  const groups = new Map<string, { name: string; hundredths: bigint; rowCount: number }>();
  let total = 0n;
  for (const row of rows) {
    const code = row.landClass ?? '';
    const group = groups.get(code) ?? { name: row.landClassName ?? '', hundredths: 0n, rowCount: 0 };
    const value = centiSquareMeters(row.value);
    group.hundredths += value;
    group.rowCount += 1;
    total += value;
    groups.set(code, group);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { name, hundredths, rowCount }]) => ({
      code,
      name,
      value: squareMeters(Number(decimalText(hundredths, 2))),
      rowCount,
      share: total === 0n ? 0 : Number(hundredths) / Number(total),
    }));
}

export type RowOrder = 'number' | 'largest' | 'smallest' | 'village' | 'class';
export const ROW_ORDERS: readonly RowOrder[] = ['number', 'largest', 'smallest', 'village', 'class'];

const compare: Record<RowOrder, (a: TargetRow, b: TargetRow) => number> = {
  number: (a, b) => byText(a.label, b.label),
  largest: (a, b) => b.value - a.value,
  smallest: (a, b) => a.value - b.value,
  village: (a, b) => byText(a.regionCode, b.regionCode) || byText(a.label, b.label),
  class: (a, b) => byText(a.landClass ?? '', b.landClass ?? '') || b.value - a.value,
};

const digits = new Intl.Collator('zh', { numeric: true });

/** Numbers inside text count as numbers; codes of one length compare the same way without the collator, which is slow. */
function byText(a: string, b: string): number {
  if (a.length === b.length && isDigits(a) && isDigits(b)) return a < b ? -1 : a > b ? 1 : 0;
  return digits.compare(a, b);
}

/** 排序: a sorted copy; rows that tie stay in id order. */
export function sortRows(rows: readonly TargetRow[], order: RowOrder): TargetRow[] {
  return [...rows].sort((a, b) => compare[order](a, b) || a.id - b.id);
}

function isDigits(text: string): boolean {
  return /^\d+$/.test(text);
}
