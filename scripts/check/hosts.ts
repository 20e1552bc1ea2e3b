import { lineAt, type SourceFile, withoutComments } from './source-files.ts';

/** Names that look like addresses and are never requested. */
const NAMESPACES = ['www.w3.org', 'json-schema.org', 'www.opengis.net', 'gengjie.invalid'];

/** Sentences about addresses of other hosts in what a browser runs; empty when there are none. */
export function hostFaults(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const code = /\.(ts|tsx|css)$/.test(path) ? withoutComments(text) : text;
    return [...code.matchAll(/(?:https?|wss?):\/\/([^\s/'"`)<>]*)/g)]
      .filter(([, host = '']) => !NAMESPACES.includes(host))
      .map((match) => `${path}:${lineAt(code, match.index)} names the host ${match[1] || '(computed)'}`);
  });
}
