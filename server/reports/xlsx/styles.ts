import { escapeXml } from '#server/reports/xml.ts';

/** How a cell looks. Fonts: 宋体 for text, 黑体 for heads, as offices print them. */
export interface CellStyle {
  readonly font?: 'head' | 'title' | 'mark';
  readonly border?: boolean;
  readonly filled?: boolean;
  readonly align?: 'left' | 'center' | 'right';
  readonly format?: string;
}

const fonts = {
  body: '<font><sz val="11"/><name val="宋体"/><charset val="134"/></font>',
  head: '<font><b/><sz val="11"/><name val="黑体"/><charset val="134"/></font>',
  title: '<font><b/><sz val="16"/><name val="黑体"/><charset val="134"/></font>',
  mark: '<font><b/><sz val="11"/><color rgb="FFC00000"/><name val="黑体"/><charset val="134"/></font>',
};
const fontNames = Object.keys(fonts) as (keyof typeof fonts)[];
const side = (name: string) => `<${name} style="thin"><color rgb="FF7F7F7F"/></${name}>`;

/** The looks that a workbook uses, each kept once; a cell names its look by number. */
export class Styles {
  readonly #looks: string[] = [];
  readonly #formats: string[] = [];

  constructor() {
    this.of({});
  }

  of({ font, border, filled, align, format }: CellStyle): number {
    const formatId = format === undefined ? 0 : 164 + indexIn(this.#formats, format);
    const fontId = fontNames.indexOf(font ?? 'body');
    const look =
      `<xf numFmtId="${formatId}" fontId="${fontId}" fillId="${filled ? 2 : 0}" borderId="${border ? 1 : 0}" xfId="0"` +
      ' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">' +
      `<alignment horizontal="${align ?? 'left'}" vertical="center" wrapText="1"/></xf>`;
    return indexIn(this.#looks, look);
  }

  xml(): string {
    const formats = this.#formats.map(
      (code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${escapeXml(code)}"/>`,
    );
    return (
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
      (formats.length > 0 ? `<numFmts count="${formats.length}">${formats.join('')}</numFmts>` : '') +
      `<fonts count="${fontNames.length}">${fontNames.map((name) => fonts[name]).join('')}</fonts>` +
      '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
      '<fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/><bgColor indexed="64"/></patternFill></fill></fills>' +
      '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>' +
      `<border>${['left', 'right', 'top', 'bottom'].map(side).join('')}<diagonal/></border></borders>` +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      `<cellXfs count="${this.#looks.length}">${this.#looks.join('')}</cellXfs>` +
      '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    );
  }
}

function indexIn(list: string[], entry: string): number {
  const known = list.indexOf(entry);
  return known >= 0 ? known : list.push(entry) - 1;
}
