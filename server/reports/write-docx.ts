import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeightRule,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { strToU8, unzipSync } from 'fflate';
import type { Facts, Report } from '#core/reports/report.ts';
import { cellText, type ReportTable, solveTable } from '#core/reports/table.ts';
import { coreProperties, packed } from '#server/reports/write-xlsx.ts';

/** 公文 fonts: 宋体 for text, 黑体 for heads; figures in Times. Word names them apart for Chinese and Latin text. */
const song = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia: '宋体' };
const hei = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: '黑体' };

/** Twips: A4 less its margins. */
const page = { width: 11906, height: 16838, side: 1134, top: 1247 };
const textWidth = page.width - 2 * page.side;

/** Word 文档 of a report, A4 upright. */
export async function writeDocx(report: Report): Promise<Uint8Array> {
  const document = new Document({
    title: report.title,
    creator: '耕界',
    styles: {
      default: { document: { run: { font: song, size: 21 }, paragraph: { spacing: { line: 320 } } } },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: page.width, height: page.height },
            margin: { left: page.side, right: page.side, top: page.top, bottom: page.top },
          },
        },
        headers: { default: new Header({ children: [headLine(report)] }) },
        footers: { default: new Footer({ children: [footLine(report)] }) },
        children: [
          paragraph(report.title, { heading: true, size: 36, center: true, before: 120, after: 60 }),
          paragraph(report.subtitle, { center: true, after: 200 }),
          factsTable(report.head),
          ...report.sections.flatMap(({ title, blocks }) => [
            paragraph(title, { heading: true, size: 28, before: 320, after: 120, keepNext: true }),
            ...blocks.flatMap((block) => {
              if (block.kind === 'table') return tableOf(block);
              if (block.kind === 'facts') return [factsTable(block)];
              return [paragraph(block.text, { indent: true, bold: block.strong ?? false, after: 80 })];
            }),
          ]),
          paragraph('', { before: 480 }),
          signatures(report.signatures),
        ],
      },
    ],
  });
  return settled(report, await Packer.toBuffer(document));
}

/** The library stamps the time of writing and its zip the time of each file: both become that of the report. */
function settled(report: Report, bytes: Uint8Array): Uint8Array {
  const files = unzipSync(bytes);
  const declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  return packed({ ...files, 'docProps/core.xml': strToU8(declared + coreProperties(report)) });
}

interface Setting {
  readonly heading?: boolean;
  readonly bold?: boolean;
  /** Half points. */
  readonly size?: number;
  readonly center?: boolean;
  readonly right?: boolean;
  readonly before?: number;
  readonly after?: number;
  readonly indent?: boolean;
  readonly keepNext?: boolean;
  readonly tight?: boolean;
}

function paragraph(text: string, setting: Setting = {}): Paragraph {
  const { heading = false, bold = false, size, center, right, before = 0, after = 0 } = setting;
  return new Paragraph({
    alignment: center ? AlignmentType.CENTER : right ? AlignmentType.RIGHT : AlignmentType.LEFT,
    spacing: { before, after, ...(setting.tight ? { line: 240 } : {}) },
    keepNext: setting.keepNext ?? false,
    ...(setting.indent ? { indent: { firstLine: 420 } } : {}),
    children: [new TextRun({ text, font: heading ? hei : song, bold, ...(size ? { size } : {}) })],
  });
}

const line = { style: BorderStyle.SINGLE, size: 4, color: '7F7F7F' };
const borders = { top: line, bottom: line, left: line, right: line };

function cell(text: string, width: number, setting: Setting & { readonly filled?: boolean } = {}): TableCell {
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    borders,
    margins: { left: 60, right: 60, top: 40, bottom: 40 },
    ...(setting.filled ? { shading: { fill: 'EDEDED' } } : {}),
    children: [paragraph(text, { size: 18, tight: true, ...setting })],
  });
}

function grid(widths: readonly number[], rows: TableRow[]): Table {
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [...widths],
    layout: TableLayoutType.FIXED,
    rows,
  });
}

function factsTable({ facts }: Facts): Table {
  const widths = [1900, textWidth - 1900];
  return grid(
    widths,
    facts.map(
      ([name, text]) =>
        new TableRow({
          cantSplit: true,
          children: [
            cell(name, widths[0]!, { heading: true, filled: true, size: 20 }),
            cell(text, widths[1]!, { size: 20 }),
          ],
        }),
    ),
  );
}

function tableOf(table: ReportTable): (Paragraph | Table)[] {
  const shown = table.columns.flatMap((column, index) => (column.sheetOnly ? [] : [{ column, index }]));
  const whole = shown.reduce((sum, { column }) => sum + column.width, 0);
  const widths = shown.map(({ column }) => Math.floor((column.width / whole) * textWidth));
  const solved = solveTable(table);
  const row = (values: readonly (string | number | null)[], strong: boolean) =>
    new TableRow({
      cantSplit: true,
      children: shown.map(({ column, index }, at) =>
        cell(cellText(column, values[index] ?? null), widths[at]!, {
          right: column.kind !== 'text',
          heading: strong,
          filled: strong,
        }),
      ),
    });
  return [
    paragraph(table.caption, { heading: true, center: true, before: 160, after: 60, keepNext: true }),
    grid(widths, [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: shown.map(({ column }, at) =>
          cell(column.title, widths[at]!, { heading: true, center: true, filled: true }),
        ),
      }),
      ...solved.rows.map((values) => row(values, false)),
      ...(solved.total ? [row(solved.total, true)] : []),
    ]),
    ...(table.notes ?? []).map((note) => paragraph(`注：${note}`, { size: 18, before: 40 })),
    paragraph('', { tight: true, size: 12 }),
  ];
}

function signatures(names: readonly string[]): Table {
  const width = Math.floor(textWidth / (names.length + 1));
  const none = { style: BorderStyle.NONE, size: 0, color: 'FFFFFF' };
  const open = { top: none, bottom: none, left: none, right: none };
  const line = (text: string) =>
    new TableCell({
      width: { size: width, type: WidthType.DXA },
      borders: open,
      children: [paragraph(text)],
    });
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [...names, ''].map(() => width),
    layout: TableLayoutType.FIXED,
    borders: { ...open, insideHorizontal: none, insideVertical: none },
    rows: [
      new TableRow({
        cantSplit: true,
        height: { value: 700, rule: HeightRule.ATLEAST },
        children: [...names.map((name) => line(`${name}：`)), line('日期：　　年　　月　　日')],
      }),
    ],
  });
}

function headLine({ title, mark }: Report): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.RIGHT,
    children: [
      new TextRun({ text: title, font: song, size: 18, color: '595959' }),
      ...(mark ? [new TextRun({ text: `　${mark}`, font: hei, size: 20, bold: true, color: 'C00000' })] : []),
    ],
  });
}

function footLine({ foot }: Report): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [
      new TextRun({ text: `${foot}　　`, font: song, size: 16, color: '595959' }),
      new TextRun({
        font: song,
        size: 18,
        children: ['— ', PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES, ' —'],
      }),
    ],
  });
}
