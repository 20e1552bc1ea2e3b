import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { sfntOf } from '#server/reports/pdf/woff.ts';

const folder = dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json'));

export type Weight = 400 | 700;

/** A piece of a line that one font sets. */
export interface Run {
  readonly font: string;
  readonly text: string;
}

/** What of pdfkit is used: its declared types leave out the opened font, which alone knows what it can draw. */
interface FontBook {
  registerFont(name: string, source: Buffer): unknown;
  font(name: string): unknown;
}
interface Opened {
  readonly _font: { readonly font: { hasGlyphForCodePoint(code: number): boolean } };
}

/**
 * 字体: Noto Sans SC as shipped with the product. Its main file has 8000 characters; the other 100 hold what is rarer and are opened when a text
 * needs them. A character that none has is written as its code (〔U+20BB7〕) and told of: never as an empty box.
 */
export class ReportFonts {
  readonly #doc: FontBook;
  readonly #opened = new Map<string, Opened['_font']['font']>();
  readonly #chosen = new Map<string, string | null>();
  /** Characters that no font has, as they stand in the text. */
  readonly missing = new Set<string>();

  constructor(doc: FontBook) {
    this.#doc = doc;
  }

  /** A text as runs, each of one font. */
  runs(text: string, weight: Weight): Run[] {
    const runs: { font: string; text: string }[] = [];
    for (const letter of text) {
      const character = standIns.get(letter) ?? letter;
      const found = this.#fontOf(character, weight);
      if (found === null) this.missing.add(character);
      const font = found ?? mainFont(weight);
      const shown = found === null ? `〔${codeOf(character)}〕` : character;
      const last = runs.at(-1);
      if (last?.font === font) last.text += shown;
      else runs.push({ font, text: shown });
    }
    return runs;
  }

  #fontOf(character: string, weight: Weight): string | null {
    const key = `${weight}${character}`;
    const known = this.#chosen.get(key);
    if (known !== undefined) return known;
    const code = character.codePointAt(0) ?? 0;
    const found = [mainFont(weight), ...rareFonts(code, weight)].find((name) =>
      this.#open(name).hasGlyphForCodePoint(code),
    );
    this.#chosen.set(key, found ?? null);
    return found ?? null;
  }

  #open(name: string): Opened['_font']['font'] {
    const known = this.#opened.get(name);
    if (known) return known;
    this.#doc.registerFont(name, fileOf(name));
    this.#doc.font(name);
    const { font } = (this.#doc as unknown as Opened)._font;
    this.#opened.set(name, font);
    return font;
  }
}

/** 和号: the family has the sign of a sum, not the Greek letter that looks the same. */
const standIns = new Map([['Σ', '∑']]);

export function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function mainFont(weight: Weight): string {
  return `chinese-simplified-${weight}`;
}

/** Subsets that say they hold a character. */
function rareFonts(code: number, weight: Weight): string[] {
  return ranges()
    .filter(({ spans }) => spans.some(([first, last]) => code >= first && code <= last))
    .map(({ subset }) => `${subset}-${weight}`);
}

interface Subset {
  readonly subset: string;
  readonly spans: readonly (readonly [first: number, last: number])[];
}

let known: readonly Subset[] | undefined;

/** `unicode.json` of the package: a list of U+4E00-4E02,U+4E07 for each file. */
function ranges(): readonly Subset[] {
  known ??= Object.entries(
    JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>,
  ).map(([name, list]) => ({
    subset: name.replaceAll(/[[\]]/g, ''),
    spans: list.split(',').map((span) => {
      const [first = '0', last = first] = span.trim().replace(/^U\+/i, '').split('-');
      return [Number.parseInt(first, 16), Number.parseInt(last, 16)] as const;
    }),
  }));
  return known;
}

const files = new Map<string, Buffer>();

function fileOf(name: string): Buffer {
  const kept = files.get(name);
  if (kept) return kept;
  const bytes = sfntOf(readFileSync(join(folder, 'files', `noto-sans-sc-${name}-normal.woff`)));
  files.set(name, bytes);
  return bytes;
}
