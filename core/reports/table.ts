import { areaIn, roundHalfUp, squareMeters, toFixedHalfUp } from '#core/geometry/units.ts';

/** What a column holds: text, an area in a unit, a part of one (0…1), a whole count, or a number in a unit of its own. */
export type ColumnKind = 'text' | 'm2' | 'ha' | 'mu' | 'share' | 'count' | 'number';

/** 推算: how a column follows from others of the same row; a spreadsheet says the same as a formula. */
export type Derivation =
  | { readonly as: 'ha' | 'mu'; readonly of: string }
  | { readonly as: 'difference'; readonly of: string; readonly minus: string }
  | { readonly as: 'share'; readonly of: string }
  /** The less of the two, never below 0; the second may be absent. */
  | { readonly as: 'room'; readonly of: string; readonly floor: string };

export interface Column {
  readonly key: string;
  readonly title: string;
  readonly kind: ColumnKind;
  /** Relative to its neighbours. */
  readonly width: number;
  readonly derived?: Derivation;
  /** With its sign: +, − or none at 0. */
  readonly signed?: boolean;
  /** Only in the spreadsheet, where other columns are computed from it. */
  readonly sheetOnly?: boolean;
}

export type Value = string | number | null;

/** 报告里的一张表. Areas to 0.01 m²; derived columns are left out of `rows`. */
export interface ReportTable {
  readonly kind: 'table';
  /** Name of its sheet. */
  readonly name: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Readonly<Record<string, Value>>[];
  /** 合计: a last line of sums of every column but text; absent where sums mean nothing. */
  readonly total?: string;
  readonly notes?: readonly string[];
}

export interface SolvedTable {
  /** In the order of `columns`. */
  readonly rows: readonly (readonly Value[])[];
  readonly total: readonly Value[] | null;
}

/** 解算: every cell with its derived value, and the line of sums. Sums are of hundredths, so that they are exact. */
export function solveTable(table: ReportTable): SolvedTable {
  const { columns, rows } = table;
  const sums = new Map<string, number | null>();
  for (const column of columns) {
    if (column.kind !== 'text' && !column.derived)
      sums.set(column.key, sumOf(rows.map((row) => row[column.key])));
  }
  const sum = (key: string) => sums.get(key) ?? null;
  const solve = (given: (key: string) => Value) => {
    // A derived column may follow from another that is derived.
    const read = (key: string): Value => {
      const derived = columns.find((column) => column.key === key)?.derived;
      return derived ? derivedValue(derived, read, sum) : given(key);
    };
    return columns.map(({ key }) => read(key));
  };
  return {
    rows: rows.map((row) => solve((key) => row[key] ?? null)),
    total:
      table.total === undefined
        ? null
        : solve(sum).map((value, index) =>
            columns[index]?.kind === 'text' ? (index === 0 ? (table.total as string) : '') : value,
          ),
  };
}

function derivedValue(
  derived: Derivation,
  read: (key: string) => Value,
  sum: (key: string) => number | null,
): number | null {
  const of = read(derived.of);
  if (typeof of !== 'number') return null;
  if (derived.as === 'ha' || derived.as === 'mu') return areaIn(squareMeters(of), derived.as);
  if (derived.as === 'difference') {
    const minus = read(derived.minus);
    return typeof minus === 'number' ? (cents(of) - cents(minus)) / 100 : null;
  }
  if (derived.as === 'room') {
    const floor = read(derived.floor);
    return Math.max(0, typeof floor === 'number' ? Math.min(of, floor) : of);
  }
  const whole = sum(derived.of);
  return whole ? of / whole : null;
}

/** null when no row has a value: nothing measured is not zero. */
function sumOf(values: readonly (Value | undefined)[]): number | null {
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length > 0 ? numbers.reduce((sum, value) => sum + cents(value), 0) / 100 : null;
}

function cents(value: number): number {
  return Math.round(value * 100);
}

/** What a cell with nothing in it says. */
export const nothing = '—';

/** 单元格文字: as printed in every document; a spreadsheet prints the same by its number formats. */
export function cellText({ kind, signed }: Pick<Column, 'kind' | 'signed'>, value: Value): string {
  if (value === null) return nothing;
  if (typeof value === 'string') return value;
  const digits = digitsOf(kind, Math.abs(value));
  const sign = value < 0 ? '−' : signed && value > 0 ? '+' : '';
  return /[1-9]/.test(digits) ? sign + digits : digits;
}

function digitsOf(kind: ColumnKind, value: number): string {
  switch (kind) {
    case 'm2':
    case 'mu':
      return toFixedHalfUp(value, 2);
    case 'ha':
      return toFixedHalfUp(value, 4);
    case 'share':
      return `${toFixedHalfUp(value * 100, 2)}%`;
    default:
      return String(roundHalfUp(value, 2));
  }
}
