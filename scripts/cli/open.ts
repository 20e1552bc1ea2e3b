import { Problem } from '#core/problem.ts';
import type { Config } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { prepareDatabase } from '#server/operations/prepare-database.ts';
import type { Terminal } from './terminal.ts';

/**
 * The database the server uses: PostGIS by `DATABASE_URL`, else the embedded engine, through the running server when there is one, by itself when there
 * is none.
 */
export async function openForCommand(config: Config, terminal: Terminal): Promise<Database> {
  if (config.databaseUrl === undefined) {
    try {
      return await openDatabase({ home: config.home, attach: true, queryTimeoutMs: config.queryTimeoutMs });
    } catch (error) {
      if (!(error instanceof Problem) || error.type !== noServerRuns) throw error;
    }
  }
  return prepareDatabase(config, terminal.database);
}

const noServerRuns = 'database-no-owner';
