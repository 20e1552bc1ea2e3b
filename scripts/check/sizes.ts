import type { SourceFile } from './source-files.ts';

const LONGEST = 400;

/** Sentences about files past 400 lines whose first line is not a comment that says why ("Long because …"). */
export function sizeFaults(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => !path.startsWith('core/vocabulary/lists/'))
    .map(({ path, text }) => ({ path, text, lines: text.split('\n').length - 1 }))
    .filter(({ text, lines }) => lines > LONGEST && !/^\s*(\/\/|\/\*+)\s*long because /i.test(text))
    .map(({ path, lines }) => `${path} has ${lines} lines: split it, or open it with "// Long because …"`);
}
