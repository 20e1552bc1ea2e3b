import { parseArgs } from 'node:util';
import { Problem } from '#core/problem.ts';
import { readConfig } from '#server/config.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { productRows } from '#server/db/product-rows.ts';

const help = `用法 Usage: npm run migrate [-- --help]

把数据库升级到本版本的结构（只前进，不回退）；可重复执行。
Brings the database to the schema of this release (forward only); safe to repeat.

  DATABASE_URL   PostgreSQL ≥ 15 + PostGIS ≥ 3.3; 未设置时使用内置数据库 without it the embedded engine
  GENGJIE_HOME   内置数据库的目录 folder of the embedded engine (default ./.gengjie)
`;

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
if (values.help) {
  console.log(help);
} else {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(`${error.detail.zh}\n${error.detail.en}\n→ ${error.next.zh}\n→ ${error.next.en}`);
    process.exitCode = 1;
  }
}

async function run(): Promise<void> {
  const config = readConfig();
  const database = await openDatabase({
    url: config.databaseUrl,
    home: config.home,
    progress: (message) => console.log(`${message.zh} ${message.en}`),
  });
  try {
    const ran = await migrate(database, {
      ...productRows(),
      progress: (message) => console.log(`${message.zh} ${message.en}`),
    });
    if (ran.length === 0) console.log('数据库已是最新。The database is up to date.');
  } finally {
    await database.close();
  }
}
