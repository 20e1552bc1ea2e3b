import type PDFDocument from 'pdfkit';
import { ReportFonts, type Run, type Weight } from '#server/reports/pdf/fonts.ts';

export interface TextStyle {
  readonly size: number;
  readonly weight?: Weight;
  readonly align?: 'left' | 'center' | 'right';
  readonly color?: string;
  /** Distance of lines in sizes; default 1.45. */
  readonly leading?: number;
  /** Of the first line, in sizes. */
  readonly indent?: number;
}

/** A text broken into lines. */
export interface SetText {
  readonly lines: readonly {
    readonly runs: readonly Run[];
    readonly width: number;
    readonly indent: number;
  }[];
  readonly style: TextStyle;
  readonly height: number;
}

/** 排字: breaks Chinese text by its rules and draws it, whichever fonts its characters come from. Points from the upper left. */
export class Typesetter {
  readonly #doc: PDFKit.PDFDocument;
  readonly fonts: ReportFonts;
  readonly #widths = new Map<string, number>();

  constructor(doc: InstanceType<typeof PDFDocument>) {
    this.#doc = doc;
    this.fonts = new ReportFonts(doc);
  }

  /** Breaks a text into lines no wider than `width`. */
  set(text: string, width: number, style: TextStyle): SetText {
    const { size, weight = 400, leading = 1.45 } = style;
    const indent = (style.indent ?? 0) * size;
    const lines: string[] = [];
    let line = '';
    let used = indent;
    for (const word of wordsOf(text).flatMap((word) => this.#fitting(word, width, style))) {
      const wide = this.#widthOf(word.trim(), style);
      const whole = this.#widthOf(word, style);
      if (word === '\n' || (line !== '' && used + wide > width)) {
        lines.push(line);
        [line, used] = ['', 0];
      }
      if (word === '\n') continue;
      line += word;
      used += whole;
    }
    if (line !== '' || lines.length === 0) lines.push(line);
    return {
      style,
      height: lines.length * size * leading,
      lines: lines.map((each, index) => {
        const runs = this.fonts.runs(each.trimEnd(), weight);
        return { runs, width: this.#runsWidth(runs, size), indent: index === 0 ? indent : 0 };
      }),
    };
  }

  /** Draws what was set, its upper left corner at (x, y). */
  draw(set: SetText, x: number, y: number, width: number): void {
    const { size, align = 'left', color = '#000000', leading = 1.45 } = set.style;
    const doc = this.#doc;
    doc.fillColor(color).fontSize(size);
    set.lines.forEach(({ runs, width: wide, indent }, index) => {
      const spare = width - wide;
      let at = x + (align === 'right' ? spare : align === 'center' ? spare / 2 : indent);
      const top = y + index * size * leading + (size * (leading - 1)) / 2;
      for (const { font, text } of runs) {
        doc.font(font).fontSize(size);
        // Files of the family differ in their ascent by nothing, so runs share a baseline.
        doc.text(text, at, top + size * 0.88, { lineBreak: false, baseline: 'alphabetic' });
        at += doc.widthOfString(text);
      }
    });
  }

  /** A word that alone is wider than the line is broken anywhere. */
  #fitting(word: string, width: number, style: TextStyle): string[] {
    return this.#widthOf(word, style) <= width ? [word] : [...word];
  }

  #widthOf(word: string, { size, weight = 400 }: TextStyle): number {
    const key = `${weight}${word}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      width = this.#runsWidth(this.fonts.runs(word, weight), 100) / 100;
      this.#widths.set(key, width);
    }
    return width * size;
  }

  #runsWidth(runs: readonly Run[], size: number): number {
    return runs.reduce((sum, { font, text }) => {
      this.#doc.font(font).fontSize(size);
      return sum + this.#doc.widthOfString(text);
    }, 0);
  }
}

/** What must not begin a line, or end one. */
const notFirst = /^[、，。；：！？）》〉”’】〕％%…—]/u;
const notLast = /[（《〈“‘【〔≥≤]\s*$/u;

/** 避头尾: pieces between which a line may break: each Chinese character, each word of other letters and figures. */
export function wordsOf(text: string): string[] {
  const pieces = text.match(/[\p{Script=Latin}\d.,+−\-/:·²]+\s*|\p{Any}/gu) ?? [];
  const words: string[] = [];
  for (const piece of pieces) {
    const last = words.at(-1);
    if (last !== undefined && (notFirst.test(piece) || notLast.test(last)))
      words[words.length - 1] = last + piece;
    else words.push(piece);
  }
  return words;
}
