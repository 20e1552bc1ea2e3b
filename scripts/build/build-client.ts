import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { buildField } from './build-field.ts';
import { type BundleFile, type BundleReport, bundleReport } from './bundle-report.ts';
import type { FieldReport } from './field-report.ts';

const MAP_LIBRARY = /node_modules[\\/]maplibre-gl[\\/].*\.mjs$/;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds office and field app into `dist/client` and measures both. Throws when a build fails: what was built before is then still there. */
export async function buildClient(): Promise<BundleReport & { readonly field: FieldReport }> {
  const fresh = join(root, `dist/client-${process.pid}`);
  try {
    const office = await buildOffice(fresh);
    const field = await buildField(root, fresh);
    const place = join(root, 'dist/client');
    rmSync(place, { recursive: true, force: true });
    renameSync(fresh, place);
    return { ...office, field };
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function buildOffice(outDir: string): Promise<BundleReport> {
  const result = await build({ configFile: `${root}/vite.config.ts`, logLevel: 'warn', build: { outDir } });
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
