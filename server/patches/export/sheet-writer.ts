import { areaIn, squareMeters } from '#core/geometry/units.ts';
import { type Cell, columnName, type Sheet } from '#server/reports/xlsx/sheet.ts';
import type { Styles } from '#server/reports/xlsx/styles.ts';

/** What a cell with nothing in it says: not measured is not 0. */
const nothing = '—';

interface Head {
  readonly name: string;
  readonly caption: string;
  readonly mark: string | null;
  readonly about: string;
  readonly heads: readonly string[];
  readonly widths: readonly number[];
}

/** 工作表: caption, what it tells of, heads; then a line at a time. The first line of data is row 4. */
export class SheetWriter {
  readonly #head: Head;
  readonly #rows: { cells: Cell[]; height?: number; merge?: boolean }[] = [];
  readonly #looks: { readonly [look in 'text' | 'area' | 'count' | 'strong']: number };

  constructor(styles: Styles, head: Head) {
    this.#head = head;
    this.#looks = {
      text: styles.of({ border: true }),
      area: styles.of({ border: true, align: 'right', format: '0.00' }),
      count: styles.of({ border: true, align: 'right', format: '0' }),
      strong: styles.of({ border: true, filled: true, font: 'head' }),
    };
    const blank = head.heads.slice(1).map(() => ({ style: 0 }));
    const said = head.mark === null ? head.about : `${head.mark}　${head.about}`;
    this.#rows.push(
      {
        cells: [{ style: styles.of({ font: 'title', align: 'center' }), value: head.caption }, ...blank],
        ...{ height: 30, merge: true },
      },
      {
        cells: [{ style: styles.of({ font: head.mark === null ? 'head' : 'mark' }), value: said }, ...blank],
        merge: true,
      },
      {
        cells: head.heads.map((value) => ({
          style: styles.of({ font: 'head', border: true, filled: true, align: 'center' }),
          value,
        })),
        height: 36,
      },
    );
  }

  /** Number of the row that is added next. */
  get next(): number {
    return this.#rows.length + 1;
  }

  column(index: number): string {
    return columnName(index);
  }

  text(value: string): Cell {
    return { style: this.#looks.text, value };
  }

  count(value: number, formula?: string): Cell {
    return { style: this.#looks.count, value, ...(formula === undefined ? {} : { formula }) };
  }

  /** m²; null: not measured, said as — and without its formula. */
  area(value: number | null, formula?: string): Cell {
    if (value === null) return { style: this.#looks.area, value: nothing };
    return { style: this.#looks.area, value, ...(formula === undefined ? {} : { formula }) };
  }

  /** 亩 of the m² in another cell. */
  mu(squareMetersValue: number | null, cell: string): Cell {
    if (squareMetersValue === null) return this.area(null);
    return this.area(areaIn(squareMeters(squareMetersValue), 'mu'), `${cell}*0.0015`);
  }

  add(cells: Cell[]): void {
    this.#rows.push({ cells });
  }

  /** A line of sums. */
  total(texts: readonly string[], cells: readonly Cell[]): void {
    this.#rows.push({
      cells: [...texts.map((value) => ({ style: this.#looks.strong, value })), ...cells],
      height: 24,
    });
  }

  done(): Pick<Sheet, 'name' | 'widths' | 'rows' | 'frozen' | 'landscape'> {
    const { name, widths } = this.#head;
    return { name, widths, rows: this.#rows, frozen: 3, landscape: true };
  }
}
