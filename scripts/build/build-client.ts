import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { type BundleFile, type BundleReport, bundleReport } from './bundle-report.ts';

const MAP_LIBRARY = /node_modules[\\/]maplibre-gl[\\/].*\.mjs$/;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the client into `dist/client` and measures it. Throws when the build fails. */
export async function buildClient(): Promise<BundleReport> {
  const result = await build({ configFile: `${root}/vite.config.ts`, logLevel: 'warn' });
  const outputs = Array.isArray(result) ? result : [result];
  const files: BundleFile[] = [];
  for (const output of outputs) {
    if (!('output' in output)) continue;
    for (const file of output.output) {
      const chunk = file.type === 'chunk';
      const content = chunk ? file.code : file.source;
      files.push({
        name: file.fileName,
        bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
        imports: chunk ? file.imports : [],
        // The map is a chunk of its own that the page asks for at once: it belongs to the first view.
        entry: chunk && (file.isEntry || file.moduleIds.some((id) => MAP_LIBRARY.test(id))),
      });
    }
  }
  return bundleReport(files);
}
