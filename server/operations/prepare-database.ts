import type { Config } from '#server/config.ts';
import type { Database, Progress, Queryable } from '#server/db/database.ts';
import { keepSpatialIndexes } from '#server/db/leakproof.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { productRows } from '#server/db/product-rows.ts';
import { seedDemonstration } from '#server/demonstration/seed-demonstration.ts';
import { demonstrationContent, schemaContent } from '#server/operations/prepared-contents.ts';

/**
 * 准备数据库: opens it, brings its schema up to date and, when it holds nothing yet, fills in the demonstration area
 * (示意数据; `GENGJIE_DEMONSTRATION=off` leaves it empty).
 */
export async function prepareDatabase(config: Config, progress: Progress): Promise<Database> {
  const db = await openDatabase({
    url: config.databaseUrl,
    home: config.home,
    queryTimeoutMs: config.queryTimeoutMs,
    waitMs: config.databaseWaitMs,
    prepared: config.demonstration ? demonstrationContent() : schemaContent(),
    progress,
  });
  try {
    await migrate(db, { ...productRows(), progress });
    await keepSpatialIndexes(db, progress);
    if (config.demonstration && (await isEmpty(db))) await seedDemonstration(db, progress, isEmpty);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** Nothing was ever put in: no regions, no parcels, no workspace. What somebody emptied on purpose keeps its workspace. */
async function isEmpty(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ empty: boolean }>(
    `select not exists (select from gengjie.regions) and not exists (select from gengjie.land_parcels)
       and not exists (select from gengjie.settings where key = 'workspace') as empty`,
  );
  return row?.empty ?? true;
}
