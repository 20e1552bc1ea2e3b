import { strToU8, zipSync } from 'fflate';
import { type Report, tablesOf } from '#core/reports/report.ts';
import { type Sheet, sheetXml } from '#server/reports/xlsx/sheet.ts';
import { Styles } from '#server/reports/xlsx/styles.ts';
import { tableSheet } from '#server/reports/xlsx/table-sheet.ts';
import { escapeXml } from '#server/reports/xml.ts';

/**
 * 工作簿: a first sheet with everything that is said in words, then a sheet for each table, computing by formulas. Written by hand: the writers
 * under a free licence that are kept up write a formula without its result, which then shows as nothing in viewers and previews.
 */
export function writeXlsx(report: Report): Uint8Array {
  const styles = new Styles();
  const print = {
    header: `&L${plain(report.title)}${report.mark ? `&R${plain(report.mark)}` : ''}`,
    footer: `&L${plain(report.foot)}&R第 &P 页，共 &N 页`,
  };
  const frame = { mark: report.mark, about: report.foot };
  const sheets: Sheet[] = [
    { ...firstSheet(report, styles), ...print },
    ...tablesOf(report).map((table) => ({ ...tableSheet(table, styles, frame), ...print })),
  ];
  return packedWorkbook(sheets, styles, report);
}

/** Sheets as a file. */
export function packedWorkbook(
  sheets: readonly Sheet[],
  styles: Styles,
  about: Pick<Report, 'title' | 'time'>,
): Uint8Array {
  const files: Record<string, string> = {
    '[Content_Types].xml': contentTypes(sheets.length),
    '_rels/.rels': relationships([
      ['officeDocument', 'xl/workbook.xml'],
      ['metadata/core-properties', 'docProps/core.xml'],
    ]),
    'docProps/core.xml': coreProperties(about),
    'xl/workbook.xml': workbook(sheets),
    'xl/_rels/workbook.xml.rels': relationships([
      ...sheets.map((_, index): [string, string] => ['worksheet', `worksheets/sheet${index + 1}.xml`]),
      ['styles', 'styles.xml'],
    ]),
  };
  sheets.forEach((sheet, index) => {
    files[`xl/worksheets/sheet${index + 1}.xml`] = sheetXml(sheet);
  });
  files['xl/styles.xml'] = styles.xml();
  return packed(
    Object.fromEntries(Object.entries(files).map(([name, xml]) => [name, strToU8(prologue + xml)])),
  );
}

const prologue = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** A zip whose bytes depend on its files alone: the time in it is its format's first, the same in every time zone. */
export function packed(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return zipSync(files as Record<string, Uint8Array>, { level: 6, mtime: new Date(1980, 0, 1) });
}

function firstSheet(
  report: Report,
  styles: Styles,
): Pick<Sheet, 'name' | 'widths' | 'rows' | 'frozen' | 'landscape'> {
  const head = styles.of({ font: 'head', border: true, filled: true });
  const text = styles.of({ border: true });
  type Row = Sheet['rows'][number];
  const alone = (value: string, style: number, height?: number): Row => ({
    cells: [{ style, value }, { style }],
    merge: true,
    ...(height === undefined ? {} : { height }),
  });
  const facts = (of: Report['head']['facts']): Row[] =>
    of.map(([name, value]) => ({
      cells: [
        { style: head, value: name },
        { style: text, value },
      ],
      height: heightOf(value, 45),
    }));
  return {
    name: '报告',
    widths: [20, 92],
    frozen: 0,
    landscape: false,
    rows: [
      alone(report.title, styles.of({ font: 'title', align: 'center' }), 34),
      alone(report.subtitle, styles.of({ align: 'center' })),
      ...(report.mark ? [alone(report.mark, styles.of({ font: 'mark', align: 'center' }))] : []),
      ...facts(report.head.facts),
      ...report.sections.flatMap(({ title, blocks }) => [
        alone(title, styles.of({ font: 'head' }), 28),
        ...blocks.flatMap((block): Row[] => {
          if (block.kind === 'facts') return facts(block.facts);
          return [
            block.kind === 'table'
              ? alone(`见工作表“${block.name}”`, styles.of({}))
              : alone(block.text, styles.of({}), heightOf(block.text, 55)),
          ];
        }),
      ]),
      alone('', styles.of({})),
      alone(
        `${report.signatures.map((name) => `${name}：＿＿＿＿＿＿`).join('　　')}　　日期：　　年　　月　　日`,
        styles.of({}),
        30,
      ),
    ],
  };
}

/** Merged cells do not grow by themselves. */
function heightOf(text: string, charactersPerLine: number): number {
  return 18 * Math.max(1, Math.ceil(text.length / charactersPerLine));
}

/** & begins a code in headers and footers. */
export function plain(text: string): string {
  return text.replaceAll('&', '&&');
}

function workbook(sheets: readonly Sheet[]): string {
  const titles = sheets.flatMap(({ name, frozen }, index) =>
    frozen > 0
      ? [
          `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">'${escapeXml(name)}'!$1:$${frozen}</definedName>`,
        ]
      : [],
  );
  return (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' +
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>' +
    sheets
      .map(
        ({ name }, index) =>
          `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
      )
      .join('') +
    `</sheets><definedNames>${titles.join('')}</definedNames><calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>`
  );
}

function relationships(of: readonly (readonly [type: string, target: string])[]): string {
  const base = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const package_ = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const lines = of.map(([type, target], index) => {
    const name = type.startsWith('metadata/') ? `${package_}/${type}` : `${base}/${type}`;
    return `<Relationship Id="rId${index + 1}" Type="${name}" Target="${target}"/>`;
  });
  return `<Relationships xmlns="${package_}">${lines.join('')}</Relationships>`;
}

function contentTypes(sheetCount: number): string {
  const main = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const part = (name: string, type: string) => `<Override PartName="${name}" ContentType="${type}"/>`;
  const sheets = Array.from({ length: sheetCount }, (_, index) =>
    part(`/xl/worksheets/sheet${index + 1}.xml`, `${main}.worksheet+xml`),
  );
  return (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    part('/xl/workbook.xml', `${main}.sheet.main+xml`) +
    part('/xl/styles.xml', `${main}.styles+xml`) +
    part('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml') +
    `${sheets.join('')}</Types>`
  );
}

/** Title and times of an Office file; the times are those of which the report tells. */
export function coreProperties({ title, time }: Pick<Report, 'title' | 'time'>): string {
  const stamp = (name: string) => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${time}</dcterms:${name}>`;
  return (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ' +
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${escapeXml(title)}</dc:title><dc:creator>耕界</dc:creator>${stamp('created')}${stamp('modified')}</cp:coreProperties>`
  );
}
