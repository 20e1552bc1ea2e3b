import { parseArgs } from 'node:util';
import { Problem } from '#core/problem.ts';
import { readConfig } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { productRows } from '#server/db/product-rows.ts';
import { clearDemonstration, contentsOf } from '#server/demonstration/clear-demonstration.ts';
import { seedCounty } from '#server/demonstration/county/seed-county.ts';
import { seedDemonstration } from '#server/demonstration/seed-demonstration.ts';
import { schemaContent } from '#server/operations/prepared-contents.ts';
import { terminalProgress } from '#server/runtime/terminal-progress.ts';

const help = `用法 Usage: npm run seed [-- --county [--parcels N]] [--replace-demonstration] [--help]

把示意数据（虚构图形）写入空的数据库；不带参数时为西营门街道。
Fills an empty database with demonstration data (invented ground); without options the sub-district 西营门街道.

  --county                  与蓟州区同量级的示意县：30 万图斑、949 村、12 878 个乱占图斑
                            a county of the size of Jizhou: 300 000 parcels, 949 villages, 12 878 patches
  --parcels N               示意县的图斑数（约数，1 000 到 2 000 000）；不足 30 万时村与乱占图斑按比例减少
                            parcels of the county (about N, 1 000 to 2 000 000); villages and patches follow below 300 000
  --replace-demonstration   数据库里已是示意数据时先清除；从不替换正式数据
                            empty the database first when it holds a demonstration; real data are never replaced

  DATABASE_URL   PostgreSQL ≥ 15 + PostGIS ≥ 3.3; 未设置时使用内置数据库 without it the embedded engine
  GENGJIE_HOME   内置数据库的目录 folder of the embedded engine (default ./.gengjie)
`;

/** A county is written by one COPY; no statement of it should be cut off. */
const longestStatementMs = 6 * 3600 * 1000;

try {
  await run();
} catch (error) {
  if (error instanceof Problem) {
    console.error(`${error.detail.zh}\n${error.detail.en}\n→ ${error.next.zh}\n→ ${error.next.en}`);
  } else if (
    error instanceof TypeError &&
    'code' in error &&
    String(error.code).startsWith('ERR_PARSE_ARGS')
  ) {
    console.error(`${error.message}\n\n${help}`);
  } else throw error;
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h' },
      county: { type: 'boolean' },
      parcels: { type: 'string' },
      'replace-demonstration': { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const parcels =
    values.parcels === undefined ? undefined : parcelCount(values.parcels, values.county === true);
  const config = readConfig();
  const progress = terminalProgress();
  const begun = performance.now();
  const database = await openDatabase({
    url: config.databaseUrl,
    home: config.home,
    prepared: schemaContent(),
    queryTimeoutMs: longestStatementMs,
    progress: progress.report,
  });
  try {
    await migrate(database, { ...productRows(), progress: progress.report });
    await makeRoom(database, values['replace-demonstration'] === true);
    if (values.county) await seedCounty(database, progress.report, parcels);
    else await seedDemonstration(database, progress.report);
  } finally {
    await database.close();
  }
  progress.done(`完成 Done (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
}

function parcelCount(text: string, county: boolean): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (county && count >= 1000 && count <= 2_000_000) return count;
  throw new Problem({
    type: 'bad-option',
    status: 400,
    title: { zh: '参数有误', en: 'Bad option' },
    detail: {
      zh: county
        ? `--parcels ${text} 应为 1000 到 2000000 之间的整数。`
        : '--parcels 只能与 --county 一起使用。',
      en: county
        ? `--parcels ${text} must be a whole number from 1000 to 2000000.`
        : '--parcels goes with --county only.',
    },
    next: { zh: '用 npm run seed -- --help 查看用法。', en: 'See npm run seed -- --help.' },
    place: { field: '--parcels', value: text },
  });
}

async function makeRoom(database: Database, replace: boolean): Promise<void> {
  const contents = await contentsOf(database);
  if (contents === 'empty') return;
  if (replace) return clearDemonstration(database);
  const held = contents === 'demonstration';
  throw new Problem({
    type: 'database-not-empty',
    status: 409,
    title: { zh: '数据库不是空的', en: 'The database is not empty' },
    detail: held
      ? {
          zh: '数据库里已有示意数据；没有改动。',
          en: 'The database already holds a demonstration; nothing was changed.',
        }
      : {
          zh: '数据库里已有正式数据；没有改动。',
          en: 'The database already holds real data; nothing was changed.',
        },
    next: held
      ? {
          zh: '要换成另一份示意数据，加 --replace-demonstration。',
          en: 'To put another one in its place add --replace-demonstration.',
        }
      : {
          zh: '换一个空的数据库或目录（DATABASE_URL、GENGJIE_HOME）。',
          en: 'Use an empty database or folder (DATABASE_URL, GENGJIE_HOME).',
        },
  });
}
