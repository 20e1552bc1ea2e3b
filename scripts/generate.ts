import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeListFiles, readCodeLists } from './generate/code-lists.ts';
import type { GeneratedFile } from './generate/file.ts';
import { glossaryFile } from './generate/glossary.ts';
import { openApiFile } from './generate/openapi.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const help = `npm run generate            write the generated files
npm run generate -- --check say which are stale, change nothing, exit 1 if any is`;

/** Folders in which every file is generated: one that no source makes any more is removed. */
const GENERATED_FOLDERS = ['core/vocabulary/lists'];

/** 生成文件: everything that is made from data/ and from the API's description. */
export async function generatedFiles(): Promise<GeneratedFile[]> {
  const lists = readCodeLists(root);
  return [...codeListFiles(lists), glossaryFile(root, lists), await openApiFile()];
}

/** Paths whose text on disk differs from what would be generated; `obsolete` ones nothing makes any more. */
export async function staleFiles(): Promise<{ stale: GeneratedFile[]; obsolete: string[] }> {
  const files = await generatedFiles();
  const stale = files.filter(({ path, text }) => {
    const full = join(root, path);
    return !existsSync(full) || readFileSync(full, 'utf8') !== text;
  });
  const made = new Set(files.map((file) => file.path));
  const obsolete = GENERATED_FOLDERS.filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((path) => !made.has(path));
  return { stale, obsolete };
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(help);
    return 0;
  }
  const { stale, obsolete } = await staleFiles();
  if (args.includes('--check')) {
    for (const { path } of stale) console.error(`stale: ${path} (npm run generate)`);
    for (const path of obsolete) console.error(`obsolete: ${path} (npm run generate)`);
    return stale.length + obsolete.length > 0 ? 1 : 0;
  }
  for (const { path, text } of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
  for (const path of obsolete) {
    rmSync(join(root, path));
    console.log(`removed ${path}`);
  }
  if (stale.length + obsolete.length === 0) console.log('generated files are fresh');
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
