import type { Bilingual } from '#core/problem.ts';

/** 代码: one value of a code list with its names. */
export interface Code {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** Code one level up. */
  readonly parent?: string;
  /** What the code counts as in a second reading of the list (三大类 for land classes). */
  readonly group?: string;
  /** True for a name that only gathers others: no row may carry it. */
  readonly heading?: true;
}

/** 代码表: the codes of one scheme in one version, in the order people list them. */
export interface CodeList {
  readonly scheme: string;
  readonly version: string;
  readonly title: Bilingual;
  readonly codes: readonly Code[];
}

const indexes = new WeakMap<CodeList, ReadonlyMap<string, Code>>();

function indexOf(list: CodeList): ReadonlyMap<string, Code> {
  let index = indexes.get(list);
  if (!index) {
    index = new Map(list.codes.map((entry) => [entry.code, entry]));
    indexes.set(list, index);
  }
  return index;
}

/** The entry of a code (headings too), or undefined when the list has none. Exact: codes are text, `0101` is not `101`. */
export function codeIn(list: CodeList, code: string): Code | undefined {
  return indexOf(list).get(code);
}

/** Name of a code in one language; a code the list does not know is shown as it came. */
export function nameIn(list: CodeList, code: string, language: keyof Bilingual): string {
  return codeIn(list, code)?.[language] ?? code;
}

/** Whether a row may carry this code. */
export function isAssignable(list: CodeList, code: string): boolean {
  const entry = codeIn(list, code);
  return entry !== undefined && entry.heading !== true;
}

/** The code itself and what lies above it, nearest first; empty for an unknown code. */
export function lineage(list: CodeList, code: string): Code[] {
  const line: Code[] = [];
  let entry = codeIn(list, code);
  while (entry) {
    line.push(entry);
    entry = entry.parent === undefined ? undefined : codeIn(list, entry.parent);
  }
  return line;
}
