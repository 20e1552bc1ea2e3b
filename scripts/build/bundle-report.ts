import { gzipSync } from 'node:zlib';

/** One file of the built client. */
export interface BundleFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Files a script needs before it runs (static imports). */
  readonly imports: readonly string[];
  /** Whether the page loads it by itself, before anybody does anything. */
  readonly entry: boolean;
}

export interface BundleReport {
  /** Gzipped script the first view loads on the main thread, in bytes. */
  readonly firstView: number;
  /** Gzipped worker of the map library, in bytes. */
  readonly worker: number;
  /** Scripts of the first view, largest first. */
  readonly parts: readonly { readonly name: string; readonly gzip: number }[];
  /** Gzipped scripts that load when they are used. */
  readonly later: number;
}

/** Largest gzipped script the first view may load on the main thread. */
export const FIRST_VIEW_LIMIT = 450 * 1024;

/** What a browser loads for the first view: the entries and everything they import statically. */
export function bundleReport(files: readonly BundleFile[]): BundleReport {
  const byName = new Map(files.map((file) => [file.name, file]));
  const first = new Set<string>();
  const visit = (name: string) => {
    const file = byName.get(name);
    if (!file || first.has(name)) return;
    first.add(name);
    for (const next of file.imports) visit(next);
  };
  for (const file of files) if (file.entry) visit(file.name);
  const gzip = new Map(files.map((file) => [file.name, gzipSync(file.bytes, { level: 9 }).length]));
  const scripts = files.filter((file) => /\.m?js$/.test(file.name));
  const isWorker = (name: string) => /worker/.test(name) && !first.has(name);
  const sum = (chosen: readonly BundleFile[]) =>
    chosen.reduce((total, file) => total + (gzip.get(file.name) ?? 0), 0);
  return {
    firstView: sum(scripts.filter((file) => first.has(file.name))),
    worker: sum(scripts.filter((file) => isWorker(file.name))),
    parts: scripts
      .filter((file) => first.has(file.name))
      .map((file) => ({ name: file.name, gzip: gzip.get(file.name) ?? 0 }))
      .toSorted((a, b) => b.gzip - a.gzip),
    later: sum(scripts.filter((file) => !first.has(file.name) && !isWorker(file.name))),
  };
}
