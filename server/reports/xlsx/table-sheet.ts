import {
  type Column,
  type ColumnKind,
  nothing,
  type ReportTable,
  solveTable,
  type Value,
} from '#core/reports/table.ts';
import { type Cell, columnName, type Sheet } from '#server/reports/xlsx/sheet.ts';
import type { Styles } from '#server/reports/xlsx/styles.ts';

/** Caption, what it tells of, heads: the first row of data is the one below. */
const headRows = 3;

const formats: Readonly<Partial<Record<ColumnKind, string>>> = {
  m2: '0.00',
  ha: '0.0000',
  mu: '0.00',
  share: '0.00%',
  count: '0',
};

/** 表 as a sheet whose derived columns and sums are formulas, each with its result beside it. */
export function tableSheet(
  table: ReportTable,
  styles: Styles,
  frame: { readonly mark: string | null; readonly about: string },
): Pick<Sheet, 'name' | 'widths' | 'rows' | 'frozen' | 'landscape'> {
  const { columns } = table;
  const solved = solveTable(table);
  const last = headRows + table.rows.length;
  const blank = columns.slice(1).map(() => ({ style: 0 }));
  const line = (values: readonly Value[], row: number, sums: boolean) => ({
    cells: values.map((value, index): Cell => {
      const column = columns[index]!;
      const formula =
        sums && !column.derived ? sumFormula(column, index, last) : derivedFormula(table, column, row, last);
      const style = styles.of({ ...lookOf(column), ...(sums ? { font: 'head', filled: true } : {}) });
      return { style, value: value ?? nothing, ...(formula === null ? {} : { formula }) };
    }),
  });
  const said = [frame.mark, frame.about].filter((part) => part !== null).join('　');
  return {
    name: table.name,
    widths: columns.map(({ width }) => Math.max(10, Math.round(width * 0.75))),
    frozen: headRows,
    landscape: true,
    rows: [
      {
        cells: [{ style: styles.of({ font: 'title', align: 'center' }), value: table.caption }, ...blank],
        height: 30,
        merge: true,
      },
      {
        cells: [{ style: styles.of({ font: frame.mark === null ? 'head' : 'mark' }), value: said }, ...blank],
        merge: true,
      },
      {
        cells: columns.map(({ title }) => ({
          style: styles.of({ font: 'head', border: true, filled: true, align: 'center' }),
          value: title,
        })),
        height: 32,
      },
      ...solved.rows.map((values, index) => line(values, headRows + index + 1, false)),
      ...(solved.total ? [line(solved.total, last + 1, true)] : []),
      ...(table.notes ?? []).map((note) => ({
        cells: [{ style: styles.of({}), value: `注：${note}` }, ...blank],
        merge: true,
        height: 32,
      })),
    ],
  };
}

function lookOf({ kind, signed }: Column) {
  if (kind === 'text') return { border: true } as const;
  const format = formats[kind] ?? 'General';
  const zero = format === 'General' ? '0' : format;
  return {
    border: true,
    align: 'right',
    format: signed ? `+${format};-${format};${zero}` : format,
  } as const;
}

/** Text in place of a figure (—) makes a formula an error, and the error is said as — again: never as zero. */
function derivedFormula(table: ReportTable, { derived }: Column, row: number, last: number): string | null {
  if (!derived) return null;
  const at = (key: string) => columnName(table.columns.findIndex((column) => column.key === key));
  const of = `${at(derived.of)}${row}`;
  switch (derived.as) {
    case 'ha':
      return orNothing(`${of}/10000`);
    case 'mu':
      return orNothing(`${of}*0.0015`);
    case 'difference':
      return orNothing(`ROUND(${of}-${at(derived.minus)}${row},2)`);
    case 'room':
      return orNothing(`MAX(0,MIN(${of},${at(derived.floor)}${row}))`);
    case 'share':
      return orNothing(`${of}/${at(derived.of)}$${last + 1}`);
  }
}

function sumFormula({ kind }: Column, index: number, last: number): string | null {
  if (kind === 'text' || last === headRows) return null;
  const range = `${columnName(index)}${headRows + 1}:${columnName(index)}${last}`;
  return `IF(COUNT(${range})=0,"${nothing}",ROUND(SUM(${range}),2))`;
}

function orNothing(formula: string): string {
  return `IFERROR(${formula},"${nothing}")`;
}
