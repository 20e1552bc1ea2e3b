import { createHash, randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { access, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database, OpenOptions, PreparedContent, Progress } from '../database.ts';
import { isAlive } from './engine-lock.ts';

/**
 * 预制数据目录: making a cluster with PostGIS takes ten seconds and more, copying one a tenth of a second. So it is made once,
 * kept in `node_modules/.cache/gengjie/template-<hash>` and copied into every new home. The hash covers the engine's versions
 * and every file the content depends on.
 */
export async function placeDataDirectory(dataDirectory: string, options: OpenOptions): Promise<void> {
  if (existsSync(join(dataDirectory, 'PG_VERSION'))) return;
  const draft = `${dataDirectory}.${process.pid}.new`;
  await rm(draft, { recursive: true, force: true });
  const content = options.prepared ?? bare;
  const template = await prepareTemplate(content, options.progress);
  if (template) {
    options.progress?.({ zh: '复制预制数据…', en: 'Copying the prepared data…' });
    await cp(join(template, 'pgdata'), draft, { recursive: true, mode: constants.COPYFILE_FICLONE });
  } else {
    // No place for a template (a read-only installation): make the data where it is wanted.
    await build(draft, content, options.progress);
  }
  await rename(draft, dataDirectory);
}

/**
 * The folder of the template for `content`, made now if it is not there. `undefined` when the cache cannot be written.
 * Two processes may make it at once; the first to finish wins, the other's is thrown away.
 */
export async function prepareTemplate(
  content: PreparedContent,
  progress?: Progress,
  cache = cacheDirectory,
): Promise<string | undefined> {
  const folder = join(cache, `template-${await templateHash(content)}`);
  if (existsSync(join(folder, 'ready'))) return folder;
  const draft = `${folder}.${process.pid}.${randomUUID().slice(0, 8)}`;
  try {
    await mkdir(draft, { recursive: true });
    await access(draft, constants.W_OK);
  } catch {
    return undefined;
  }
  try {
    await build(join(draft, 'pgdata'), content, progress);
    await writeFile(join(draft, 'ready'), new Date().toISOString());
    await rename(draft, folder).catch(async (error: unknown) => {
      if (!existsSync(join(folder, 'ready'))) throw error;
    });
    await removeOld(cache, basename(folder), content.name);
    return folder;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Makes a cluster in `dataDirectory` and fills it, in an owner's folder of its own beside it. */
async function build(dataDirectory: string, content: PreparedContent, progress?: Progress): Promise<void> {
  progress?.(
    { zh: '首次使用：创建数据库（约十秒）…', en: 'First use: creating the database (about ten seconds)…' },
    0,
  );
  const home = join(dirname(dataDirectory), `.making-${randomUUID().slice(0, 8)}`);
  const { openEmbedded } = await import('./open-embedded.ts');
  try {
    const database: Database = await openEmbedded({
      home,
      making: true,
      durable: false,
      queryTimeoutMs: 10 * 60_000,
    });
    try {
      await content.build(database, progress ?? (() => {}));
      await database.script('VACUUM ANALYZE; CHECKPOINT');
    } finally {
      await database.close();
    }
    await rename(join(home, 'pgdata'), dataDirectory);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function templateHash(content: PreparedContent): Promise<string> {
  const hash = createHash('sha256').update(`${formatVersion}\n${content.name}\n`);
  for (const name of ['@electric-sql/pglite', '@electric-sql/pglite-postgis']) {
    hash.update(`${name} ${await packageVersion(name)}\n`);
  }
  for (const file of [...content.ingredients].sort()) {
    hash.update(`${basename(file)}\n`).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

async function packageVersion(name: string): Promise<string> {
  let folder = dirname(createRequire(import.meta.url).resolve(name));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return (JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}

/** Templates of earlier versions of the same content, and what a killed process left half-made. */
async function removeOld(cache: string, current: string, name: string): Promise<void> {
  await writeFile(join(cache, current, 'name'), name);
  for (const entry of await readdir(cache)) {
    if (!entry.startsWith('template-') || entry === current) continue;
    const maker = entry.split('.')[1];
    if (maker !== undefined) {
      if (!isAlive(Number(maker), '')) await rm(join(cache, entry), { recursive: true, force: true });
      continue;
    }
    const other = await readFile(join(cache, entry, 'name'), 'utf8').catch(() => '');
    if (other === name) await rm(join(cache, entry), { recursive: true, force: true });
  }
}

const bare: PreparedContent = { name: 'bare', ingredients: [], build: async () => {} };
const cacheDirectory = fileURLToPath(new URL('../../../node_modules/.cache/gengjie/', import.meta.url));
const formatVersion = 1;
