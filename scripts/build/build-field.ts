import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { type FieldReport, type FieldScript, fieldReport } from './field-report.ts';

/** What the service worker keeps: `revision` null where the address itself changes with the content. */
export interface PrecacheEntry {
  readonly url: string;
  readonly revision: string | null;
}

/** Files beside the bundle that the field app needs without a connection. */
const PUBLIC_FILES = ['icon.svg', 'field/manifest.webmanifest', 'field/icon-192.png'];

/**
 * 外业端构建: page, scripts and service worker into `dist/client`, after the office (which empties the folder). A build of its own, so
 * that neither program's chunks depend on the other's; its scripts lie below `/field/`, because a worker is only answered by a
 * service worker whose scope holds the worker's address.
 *
 * @param root folder of the project
 * @param folder where the office was built to
 * @throws when a build fails
 */
export async function buildField(root: string, folder: string): Promise<FieldReport> {
  const output = await bundle(root, {
    publicDir: false,
    resolve: {
      alias: ['i18next', 'react-i18next'].map((name) => ({
        find: new RegExp(`^${name}$`),
        replacement: join(root, `client/field/light/${name}.ts`),
      })),
    },
    build: {
      outDir: folder,
      emptyOutDir: false,
      assetsDir: 'field/assets',
      rollupOptions: {
        input: join(root, 'client/field.html'),
        output: {
          codeSplitting: {
            groups: [
              { name: 'map', test: /[\\/]node_modules[\\/]maplibre-gl[\\/]/ },
              { name: 'react', test: /[\\/]node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
              { name: 'english', test: /\.en\.json$/ },
              // What several screens use in one file: a hundred small ones are half as large again.
              { name: 'common', test: /[\\/](client|core|node_modules)[\\/]/, minShareCount: 2 },
            ],
          },
        },
      },
    },
  });
  await buildWorker(root, folder, precacheEntries(output, folder));
  const scripts = output.filter(({ fileName }) => /\.m?js$/.test(fileName)).map(scriptOf);
  return fieldReport(scripts);
}

/** The service worker, one file at the root of the site, with the list of what it keeps. */
async function buildWorker(root: string, folder: string, entries: readonly PrecacheEntry[]): Promise<void> {
  await bundle(root, {
    publicDir: false,
    // Workbox decides by it whether to write to the console.
    define: {
      'process.env.NODE_ENV': '"production"',
      GENGJIE_PRECACHE: JSON.stringify(entries),
    },
    build: {
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: {
        input: join(root, 'client/field-worker/field-worker.ts'),
        output: { entryFileNames: 'field-worker.js', format: 'iife' },
      },
    },
  });
}

type BundleOptions = Parameters<typeof build>[0];
type OutputFile = Rolldown.OutputChunk | Rolldown.OutputAsset;

async function bundle(root: string, options: BundleOptions): Promise<readonly OutputFile[]> {
  const result = await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn', ...options });
  const outputs = Array.isArray(result) ? result : [result];
  return outputs.flatMap((each) => ('output' in each ? each.output : []));
}

function scriptOf(file: OutputFile): FieldScript {
  return { name: file.fileName, bytes: bytesOf(file), modules: file.type === 'chunk' ? file.moduleIds : [] };
}

function bytesOf(file: OutputFile): Uint8Array {
  const content = file.type === 'chunk' ? file.code : file.source;
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

/** Every file of the bundle, the page under the address it is asked by, and the public files. */
function precacheEntries(output: readonly OutputFile[], folder: string): PrecacheEntry[] {
  const bundled = output
    .filter(({ fileName }) => !fileName.endsWith('.map'))
    .map((file) =>
      file.fileName === 'field.html'
        ? { url: '/field', revision: hashOf(bytesOf(file)) }
        : { url: `/${file.fileName}`, revision: null },
    );
  const files = PUBLIC_FILES.map((name) => ({
    url: `/${name}`,
    revision: hashOf(readFileSync(join(folder, name))),
  }));
  return [...bundled, ...files].toSorted((a, b) => (a.url < b.url ? -1 : 1));
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 20);
}
