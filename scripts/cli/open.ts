import { existsSync } from 'node:fs';
import { join } from 'node:path';
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

/**
 * The same database for who only looks: nothing is migrated or filled, so that a proof leaves what it proves as it is.
 * @throws Problem `database-nothing-there` when the folder of the embedded engine holds no database
 */
export async function openAsItIs(config: Config, terminal: Terminal): Promise<Database> {
  const { databaseUrl, home, queryTimeoutMs, databaseWaitMs } = config;
  if (databaseUrl !== undefined) {
    return openDatabase({
      url: databaseUrl,
      home,
      queryTimeoutMs,
      waitMs: databaseWaitMs,
      progress: terminal.database,
    });
  }
  if (!existsSync(join(home, 'pgdata'))) throw nothingThere(home);
  try {
    return await openDatabase({ home, attach: true, queryTimeoutMs });
  } catch (error) {
    if (!(error instanceof Problem) || error.type !== noServerRuns) throw error;
    return openDatabase({ home, queryTimeoutMs, progress: terminal.database });
  }
}

function nothingThere(home: string): Problem {
  return new Problem({
    type: 'database-nothing-there',
    status: 404,
    title: { zh: '这里没有数据库', en: 'There is no database' },
    detail: { zh: `${home} 中没有数据库。`, en: `${home} holds no database.` },
    next: {
      zh: '请在服务器所用的目录运行，或设置 GENGJIE_HOME 或 DATABASE_URL。',
      en: 'Run it where the server runs, or set GENGJIE_HOME or DATABASE_URL.',
    },
  });
}

const noServerRuns = 'database-no-owner';
