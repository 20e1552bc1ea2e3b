import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import type { Database, OpenOptions, PreparedContent } from '#server/db/database.ts';
import { prepareTemplate } from '#server/db/embedded/template.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { productRows } from '#server/db/product-rows.ts';
import { schemaContent } from '#server/operations/prepared-contents.ts';
import { administer } from './administer.ts';
import { findPostgis } from './find-postgis.ts';
import { once } from './once.ts';
import { startCluster } from './temporary-cluster.ts';

export type EngineName = 'embedded' | 'postgis';

/**
 * The engines of this run, for `describe.each(databases)('… on %s', (engine) => …)`. PostGIS is left out where there is none;
 * the run says so.
 */
export const databases: readonly EngineName[] = inject('databaseEngines');

/** How to open a fresh, migrated database, and how to remove it. */
export interface TestDatabase {
  readonly engine: EngineName;
  /** For `openDatabase`, or for the environment of a server (`DATABASE_URL`, `GENGJIE_HOME`). */
  readonly options: OpenOptions;
  remove(): Promise<void>;
}

/**
 * A fresh migrated database for the tests of one `describe`, opened before and removed after them.
 *
 * ```ts
 * describe.each(databases)('parcels on %s', (engine) => {
 *   const database = withDatabase(engine);
 *   test('…', async () => { await database().query('SELECT 1'); });
 * });
 * ```
 */
export function withDatabase(engine: EngineName, options: Partial<OpenOptions> = {}): () => Database {
  let fresh: TestDatabase | undefined;
  let database: Database | undefined;
  beforeAll(async () => {
    fresh = await freshDatabase(engine);
    database = await openDatabase({ ...fresh.options, ...options });
    const { postgres, postgis } = database.version;
    writeFileSync(
      join(inject('databaseFolder'), `${engine}.opened`),
      `PostgreSQL ${postgres}, PostGIS ${postgis}`,
    );
  });
  afterAll(async () => {
    await database?.close();
    await fresh?.remove();
  });
  return () => {
    if (!database) throw new Error('the database is open inside tests and hooks only');
    return database;
  };
}

/** A fresh migrated database nobody has opened yet: for tests that start servers or several processes on it. */
export async function freshDatabase(engine: EngineName): Promise<TestDatabase> {
  return engine === 'embedded' ? freshHome() : freshServerDatabase();
}

/** Schema and code lists, as every home and every database of the tests starts. */
export function testContent(): PreparedContent {
  return { ...schemaContent(), name: 'tests' };
}

async function freshHome(): Promise<TestDatabase> {
  const prepared = testContent();
  await once(inject('databaseFolder'), 'template', () => prepareTemplate(prepared));
  const home = mkdtempSync(join(tmpdir(), 'gengjie-home-'));
  return {
    engine: 'embedded',
    options: { home, prepared },
    remove: async () => rmSync(home, { recursive: true, force: true }),
  };
}

async function freshServerDatabase(): Promise<TestDatabase> {
  const folder = inject('databaseFolder');
  const server = await once(folder, 'server', async () => {
    const found = findPostgis();
    if ('missing' in found) throw new Error(found.missing);
    const url = 'url' in found ? found.url : (await startCluster(folder, found.binaries)).url;
    const template = databaseName('template');
    await administer(url, `CREATE DATABASE ${template}`);
    const database = await openDatabase({ url: urlOf(url, template), home: folder });
    await migrate(database, { ...productRows() });
    await database.close();
    return { url, template };
  });
  const name = databaseName('test');
  await administer(server.url, `CREATE DATABASE ${name} TEMPLATE ${server.template}`);
  return {
    engine: 'postgis',
    options: { url: urlOf(server.url, name), home: folder },
    remove: () => administer(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

function databaseName(kind: string): string {
  return `gengjie_${kind}_${randomBytes(6).toString('hex')}`;
}

function urlOf(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
