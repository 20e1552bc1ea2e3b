import type { Facts } from '#core/reports/report.ts';
import { type Column, cellText, type ReportTable, solveTable, type Value } from '#core/reports/table.ts';
import type { SetText, TextStyle, Typesetter } from '#server/reports/pdf/typesetter.ts';

/** 页面 in points, with its margins. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
  readonly side: number;
  readonly top: number;
  readonly bottom: number;
}

/** A4 upright. */
export const page: PageSize = { width: 595.28, height: 841.89, side: 54, top: 66, bottom: 62 };
export const textWidth = page.width - 2 * page.side;

const line = '#8c8c8c';
const headFill = '#ececec';
const padding = 4;

/** 版面: flows paragraphs and tables down pages of one size; a row is never cut, and the head of a table is repeated on every page. */
export class PageFlow {
  readonly #doc: PDFKit.PDFDocument;
  readonly #type: Typesetter;
  readonly #page: PageSize;
  /** Between the margins. */
  readonly width: number;
  y: number;

  constructor(doc: PDFKit.PDFDocument, type: Typesetter, size: PageSize = page) {
    this.#doc = doc;
    this.#type = type;
    this.#page = size;
    this.width = size.width - 2 * size.side;
    this.y = size.top;
  }

  /** Left edge of the text. */
  get left(): number {
    return this.#page.side;
  }

  /** Begins a page when less than this is left. */
  need(height: number): boolean {
    if (this.y + height <= this.#page.height - this.#page.bottom) return false;
    this.#doc.addPage();
    this.y = this.#page.top;
    return true;
  }

  space(height: number): void {
    this.y += height;
  }

  paragraph(text: string, style: TextStyle, keepWithNext = 0): void {
    const set = this.#type.set(text, this.width, style);
    this.need(set.height + keepWithNext);
    this.#type.draw(set, this.#page.side, this.y, this.width);
    this.y += set.height;
  }

  facts({ facts }: Facts): void {
    const widths = [84, this.width - 84];
    for (const [name, text] of facts) {
      const cells = [
        this.#cell(name, widths[0]!, { size: 9.5, weight: 700 }),
        this.#cell(text, widths[1]!, { size: 9.5 }),
      ];
      this.#row(cells, widths, [headFill]);
    }
    this.y += 4;
  }

  table(table: ReportTable): void {
    const shown = table.columns.flatMap((column, index) => (column.sheetOnly ? [] : [{ column, index }]));
    const whole = shown.reduce((sum, { column }) => sum + column.width, 0);
    const widths = shown.map(({ column }) => (column.width / whole) * this.width);
    const head = shown.map(({ column }, at) => this.#headCell(column.title, widths[at]!));
    const solved = solveTable(table);
    const set = (values: readonly Value[], strong: boolean) =>
      shown.map(({ column, index }, at) =>
        this.#cell(cellText(column, values[index] ?? null), widths[at]!, bodyStyle(column, strong)),
      );
    const drawHead = () =>
      this.#row(
        head,
        widths,
        widths.map(() => headFill),
      );
    this.paragraph(table.caption, { size: 10.5, weight: 700, align: 'center', leading: 1.9 }, 60);
    drawHead();
    const lines = [
      ...solved.rows.map((values) => set(values, false)),
      ...(solved.total ? [set(solved.total, true)] : []),
    ];
    lines.forEach((cells, index) => {
      const isTotal = solved.total !== null && index === lines.length - 1;
      if (this.need(heightOf(cells))) {
        this.paragraph(`${table.caption}（续）`, { size: 10.5, weight: 700, align: 'center', leading: 1.9 });
        drawHead();
      }
      this.#row(cells, widths, isTotal ? widths.map(() => headFill) : []);
    });
    for (const note of table.notes ?? []) this.paragraph(`注：${note}`, { size: 8.5, color: '#404040' });
    this.y += 8;
  }

  /** Lines to sign on, kept together. */
  signatures(names: readonly string[]): void {
    this.need(80);
    this.y += 34;
    const width = this.width / (names.length + 1);
    const style: TextStyle = { size: 10.5 };
    names.forEach((name, index) => {
      const x = this.#page.side + index * width;
      const set = this.#type.set(`${name}：`, width, style);
      this.#type.draw(set, x, this.y, width);
      const from = x + (set.lines[0]?.width ?? 0) + 2;
      this.#doc
        .moveTo(from, this.y + 14)
        .lineTo(x + width - 14, this.y + 14)
        .lineWidth(0.6)
        .strokeColor('#000000')
        .stroke();
    });
    const date = this.#type.set('日期：　　年　　月　　日', width + 20, style);
    this.#type.draw(date, this.#page.side + names.length * width - 10, this.y, width + 20);
    this.y += 24;
  }

  /** A head that does not fit breaks before its unit, not inside. */
  #headCell(title: string, width: number): SetText {
    const style: TextStyle = { size: 8.5, weight: 700, align: 'center' };
    const set = this.#cell(title, width, style);
    return set.lines.length > 1 ? this.#cell(title.replace('（', '\n（'), width, style) : set;
  }

  #cell(text: string, width: number, style: TextStyle): SetText {
    return this.#type.set(text, width - 2 * padding, { leading: 1.35, ...style });
  }

  #row(cells: readonly SetText[], widths: readonly number[], fills: readonly (string | undefined)[]): void {
    const height = heightOf(cells);
    this.need(height);
    let x = this.#page.side;
    cells.forEach((cell, index) => {
      const width = widths[index]!;
      const fill = fills[index];
      if (fill) this.#doc.rect(x, this.y, width, height).fill(fill);
      this.#doc.rect(x, this.y, width, height).lineWidth(0.5).strokeColor(line).stroke();
      this.#type.draw(cell, x + padding, this.y + (height - cell.height) / 2, width - 2 * padding);
      x += width;
    });
    this.y += height;
  }
}

function bodyStyle({ kind }: Column, strong: boolean): TextStyle {
  return { size: 8.5, weight: strong ? 700 : 400, align: kind === 'text' ? 'left' : 'right' };
}

function heightOf(cells: readonly SetText[]): number {
  return Math.max(...cells.map(({ height }) => height)) + 2 * padding;
}
