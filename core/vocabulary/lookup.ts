import type { Bilingual } from '#core/problem.ts';
import { type Code, type CodeList, codeIn, nameIn } from '#core/vocabulary/code-list.ts';
import { codeLists, type SchemeVersion } from '#core/vocabulary/lists/index.ts';

// This file carries every list. The first view of the client imports single lists (core/vocabulary/lists/<name>.ts) or
// loads them when needed (core/vocabulary/lists/load.ts), never this file.

/** The list of a `scheme@version`, or undefined. */
export function codeListOf(schemeVersion: SchemeVersion): CodeList;
export function codeListOf(schemeVersion: string): CodeList | undefined;
export function codeListOf(schemeVersion: string): CodeList | undefined {
  return Object.hasOwn(codeLists, schemeVersion) ? codeLists[schemeVersion as SchemeVersion] : undefined;
}

/** The entry of a code in a `scheme@version`, or undefined when either is unknown. */
export function findCode(schemeVersion: string, code: string): Code | undefined {
  const list = codeListOf(schemeVersion);
  return list && codeIn(list, code);
}

/** Name of a code in a `scheme@version`; the code itself when either is unknown. */
export function codeName(schemeVersion: string, code: string, language: keyof Bilingual): string {
  const list = codeListOf(schemeVersion);
  return list ? nameIn(list, code, language) : code;
}

/** A code as a row of `gengjie.codes`. */
export interface CodeRow {
  readonly scheme: string;
  readonly version: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly parent: string | null;
  /** 1-based place in its list. */
  readonly position: number;
}

/** Every code a row may carry, list by list; headings are left out, so a foreign key to these rows refuses them. */
export function* allCodes(): Generator<CodeRow> {
  for (const { scheme, version, codes } of Object.values(codeLists)) {
    for (const [index, entry] of codes.entries()) {
      if (entry.heading) continue;
      yield {
        scheme,
        version,
        code: entry.code,
        nameZh: entry.zh,
        nameEn: entry.en,
        parent: entry.parent ?? null,
        position: index + 1,
      };
    }
  }
}
