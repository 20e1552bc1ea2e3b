import { escapeXml } from '#server/reports/xml.ts';

/** A cell: what it shows, or the formula that computes what it shows. */
export interface Cell {
  readonly style: number;
  readonly value?: string | number | null;
  /** Without `=`; `value` is kept beside it as the result, so that a viewer that computes nothing shows the same. */
  readonly formula?: string;
}

export interface Sheet {
  readonly name: string;
  /** Characters wide. */
  readonly widths: readonly number[];
  readonly rows: readonly {
    readonly cells: readonly Cell[];
    readonly height?: number;
    readonly merge?: boolean;
  }[];
  /** Rows that stay in sight and are printed on every page: all up to `frozen`; the last alone is repeated in print. */
  readonly frozen: number;
  readonly landscape: boolean;
  readonly header: string;
  readonly footer: string;
}

/** A, B, … Z, AA of a column counted from 0. */
export function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

/** One worksheet, in the order of elements that the schema wants. */
export function sheetXml(sheet: Sheet): string {
  const { widths, rows, frozen, landscape, header, footer } = sheet;
  const merged = rows.flatMap(({ merge }, index) =>
    merge && widths.length > 1
      ? [`<mergeCell ref="A${index + 1}:${columnName(widths.length - 1)}${index + 1}"/>`]
      : [],
  );
  const pane =
    frozen > 0
      ? `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/>`
      : '';
  return (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' +
    `<sheetViews><sheetView showGridLines="0" workbookViewId="0">${pane}</sheetView></sheetViews>` +
    '<sheetFormatPr defaultRowHeight="18"/>' +
    `<cols>${widths.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join('')}</cols>` +
    `<sheetData>${rows.map(rowXml).join('')}</sheetData>` +
    (merged.length > 0 ? `<mergeCells count="${merged.length}">${merged.join('')}</mergeCells>` : '') +
    '<printOptions horizontalCentered="1"/>' +
    '<pageMargins left="0.6" right="0.6" top="0.8" bottom="0.8" header="0.4" footer="0.4"/>' +
    `<pageSetup paperSize="9" orientation="${landscape ? 'landscape' : 'portrait'}" fitToWidth="1" fitToHeight="0"/>` +
    `<headerFooter><oddHeader>${escapeXml(header)}</oddHeader><oddFooter>${escapeXml(footer)}</oddFooter></headerFooter>` +
    '</worksheet>'
  );
}

function rowXml({ cells, height }: Sheet['rows'][number], index: number): string {
  const at = index + 1;
  const tall = height === undefined ? '' : ` ht="${height}" customHeight="1"`;
  return `<row r="${at}"${tall}>${cells.map((cell, column) => cellXml(cell, `${columnName(column)}${at}`)).join('')}</row>`;
}

function cellXml({ style, value, formula }: Cell, at: string): string {
  const start = `<c r="${at}" s="${style}"`;
  if (formula !== undefined) {
    const text = typeof value === 'string';
    return `${start}${text ? ' t="str"' : ''}><f>${escapeXml(formula)}</f><v>${escapeXml(String(value ?? ''))}</v></c>`;
  }
  if (typeof value === 'number') return `${start}><v>${value}</v></c>`;
  if (!value) return `${start}/>`;
  return `${start} t="inlineStr"><is><t xml:space="preserve">${escapeXml(value)}</t></is></c>`;
}
