import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { dropDatabases } from './administer.ts';
import { findPostgis } from './find-postgis.ts';
import { stopCluster, stopOrphans } from './temporary-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of this run: what the engines are made of, once, when the first test asks. */
    databaseFolder: string;
    databaseEngines: readonly ('embedded' | 'postgis')[];
  }
}

/**
 * Says which database engines this run can use, and cleans up after them. Nothing is started here: a run of unit tests alone
 * needs no database. With CI=true or GENGJIE_REQUIRE_ALL=1 a missing engine ends the run.
 */
export default function setup(project: TestProject): () => Promise<void> {
  const postgis = findPostgis();
  const strict = process.env.CI === 'true' || process.env.GENGJIE_REQUIRE_ALL === '1';
  if (strict && 'missing' in postgis) throw new Error(`engine postgis is missing: ${postgis.missing}`);
  stopOrphans();
  const folder = mkdtempSync(join(tmpdir(), 'gengjie-databases-'));
  project.provide('databaseFolder', folder);
  project.provide('databaseEngines', 'missing' in postgis ? ['embedded'] : ['embedded', 'postgis']);
  console.log(
    `databases: embedded${'missing' in postgis ? ` (postgis not run: ${postgis.missing})` : `, postgis (${postgis.detail})`}`,
  );
  return async () => {
    writeReport(folder, postgis);
    await dropDatabases(folder);
    stopCluster(folder);
    rmSync(folder, { recursive: true, force: true });
  };
}

/** For `npm test`: the engines that tests really opened, and why one was not there. */
function writeReport(folder: string, postgis: ReturnType<typeof findPostgis>): void {
  const path = process.env.GENGJIE_TEST_REPORT;
  if (!path) return;
  const engines = (['embedded', 'postgis'] as const).flatMap((engine) => {
    try {
      return [{ engine, detail: readFileSync(join(folder, `${engine}.opened`), 'utf8') }];
    } catch {
      return [];
    }
  });
  const missing = 'missing' in postgis ? [{ engine: 'postgis', reason: postgis.missing }] : [];
  if (engines.length > 0 || missing.length > 0) writeFileSync(path, JSON.stringify({ engines, missing }));
}
