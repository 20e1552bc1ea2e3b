import { setTimeout as wait } from 'node:timers/promises';
import type { Database, OpenOptions } from './database.ts';
import { isLost } from './errors.ts';
import { databaseProblem } from './open-problems.ts';
import { PooledDatabase } from './pooled-database.ts';

/**
 * Opens a PostgreSQL server: waits (`waitMs`) for one that is starting, adds the PostGIS extension where it may, and
 * refuses what is too old with a Problem that says which version is there and which is wanted.
 */
export async function openPostgis(url: string, options: OpenOptions): Promise<Database> {
  const database = new PooledDatabase('postgis', {
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // A server that vanished without a word (its machine lost power) is noticed by the system's probes, not after two hours.
    keepAliveInitialDelayMillis: 30_000,
    application_name: 'gengjie',
    statement_timeout: options.queryTimeoutMs ?? defaultTimeoutMs,
    idle_in_transaction_session_timeout: 5 * 60_000,
    // Dates and times come back in one form whatever the server is set to.
    options: '-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601',
  });
  try {
    await waitUntilUp(database, options);
    await checkVersions(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function waitUntilUp(database: Database, options: OpenOptions): Promise<void> {
  const deadline = performance.now() + (options.waitMs ?? startingMs);
  for (;;) {
    try {
      await database.query('SELECT 1');
      return;
    } catch (error) {
      if (!isLost(error) || performance.now() > deadline)
        throw databaseProblem('unreachable', { reason: String(error) }, error);
      options.progress?.({ zh: '等待数据库启动…', en: 'Waiting for the database to start…' });
      await wait(1000);
    }
  }
}

async function checkVersions(database: PooledDatabase): Promise<void> {
  const [server] = await database.query<{ number: number; text: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS text`,
  );
  if ((server?.number ?? 0) < leastPostgres * 10_000) {
    throw databaseProblem('postgres-too-old', { found: server?.text ?? '?', least: String(leastPostgres) });
  }
  await addExtension(database);
  await database.readVersion();
  const [major = 0, minor = 0] = database.version.postgis.split('.').map(Number);
  if (major < 3 || (major === 3 && minor < 3)) {
    throw databaseProblem('postgis-too-old', { found: database.version.postgis, least: '3.3' });
  }
}

async function addExtension(database: Database): Promise<void> {
  const installed = async () =>
    (await database.query(`SELECT 1 FROM pg_extension WHERE extname = 'postgis'`)).length > 0;
  if (await installed()) return;
  try {
    await database.query('CREATE EXTENSION IF NOT EXISTS postgis');
  } catch (error) {
    // Of two servers that start at once one is refused, because the other was quicker.
    if (await installed()) return;
    throw databaseProblem('postgis-missing', { reason: error instanceof Error ? error.message : '' }, error);
  }
}

export const defaultTimeoutMs = 60_000;
const poolSize = 10;
const startingMs = 60_000;
const leastPostgres = 15;
