import { parseArgs } from 'node:util';
import { readConfig } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';

/**
 * 打开被测数据库: that of DATABASE_URL, or with `--embedded` the embedded engine of GENGJIE_HOME. Prints the help and ends when that is asked for, or
 * when no database is named.
 *
 * @param count how many times, unless `--count N` says otherwise
 */
export async function openBench(help: string, count: number): Promise<{ db: Database; count: number }> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      embedded: { type: 'boolean' },
      count: { type: 'string', default: String(count) },
    },
  });
  const config = readConfig();
  if (values.help || (!config.databaseUrl && !values.embedded)) {
    console.log(help);
    process.exit(values.help ? 0 : 1);
  }
  const db = await openDatabase({
    home: config.home,
    ...(values.embedded ? {} : { url: config.databaseUrl }),
  });
  return { db, count: Number(values.count) };
}
