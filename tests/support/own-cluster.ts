import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { productRows } from '#server/db/product-rows.ts';
import { aTown } from './cast.ts';
import { findPostgis } from './find-postgis.ts';
import { makeCluster, start, type TemporaryCluster } from './temporary-cluster.ts';

const found = findPostgis();

/** Why no PostgreSQL server can be started, stopped and killed here; `undefined` when it can. */
export const whyNoCluster: string | undefined =
  'binaries' in found
    ? undefined
    : 'missing' in found
      ? found.missing
      : 'TEST_DATABASE_URL is not ours to kill';

/** A PostgreSQL server for one test alone, which it may kill; migrated, with the little town of the cast. Durable as an office's. */
export async function ownCluster(
  settings: Readonly<Record<string, string>> = {},
  disk?: string,
): Promise<TemporaryCluster> {
  if (!('binaries' in found)) throw new Error(whyNoCluster);
  const directory = disk === undefined ? undefined : join(disk, 'cluster');
  if (directory) mkdirSync(directory);
  const cluster = await makeCluster(found.binaries, settings, directory);
  start(cluster);
  const db = await openDatabase({ url: cluster.url, home: cluster.directory });
  await migrate(db, productRows());
  await aTown(db);
  await db.close();
  return cluster;
}

/** For the title of a test: says why it is not run. */
export function unless(reason: string | undefined): string {
  return reason === undefined ? '' : ` (not run: ${reason})`;
}
