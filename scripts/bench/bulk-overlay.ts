import { parseArgs } from 'node:util';
import { layerById } from '#core/catalog/index.ts';
import { readConfig } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { overlaysOf } from '#server/db/tables/overlay-layer.ts';
import { percentiles, table } from './statistics.ts';

const help = `用法 Usage: npx tsx scripts/bench/bulk-overlay.ts [--rounds N] [--embedded]

整层套合（乱占图斑 × 地类图斑 × 永农）与最好的手写 SQL（LATERAL … OFFSET 0）逐轮交替计时，核对面积，打印 Markdown。
Every patch over parcels and permanent farmland, against the best plain SQL, alternating; checks that both say the same; prints Markdown.

  DATABASE_URL   PostGIS with a seeded county (npm run seed -- --county)
  --embedded     the embedded engine of GENGJIE_HOME instead
  --rounds N     default 5
`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    embedded: { type: 'boolean' },
    rounds: { type: 'string', default: '5' },
  },
});
const config = readConfig();
if (values.help || (!config.databaseUrl && !values.embedded)) {
  console.log(help);
  process.exit(values.help ? 0 : 1);
}

const longestStatementMs = 600_000;
const db = await openDatabase({
  home: config.home,
  queryTimeoutMs: longestStatementMs,
  ...(values.embedded ? {} : { url: config.databaseUrl }),
});
try {
  await run(db);
} finally {
  await db.close();
}

/** m² under each patch, by patch and land class, and of permanent farmland by patch. */
interface Sums {
  readonly rows: number;
  readonly parcels: number;
  readonly permanent: number;
}

async function run(database: Database): Promise<void> {
  const [product, plain]: [number[], number[]] = [[], []];
  let [ours, theirs] = [await byProduct(database), await byPlainSql(database)];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const productFirst = round % 2 === 0;
    if (productFirst) ours = await timed(product, () => byProduct(database));
    theirs = await timed(plain, () => byPlainSql(database));
    if (!productFirst) ours = await timed(product, () => byProduct(database));
  }
  const off = Math.max(Math.abs(ours.parcels - theirs.parcels), Math.abs(ours.permanent - theirs.permanent));
  if (off > 0.01 || ours.rows !== theirs.rows)
    throw new Error(`they differ: ${JSON.stringify({ ours, theirs })}`);
  // The quickest of each: what else the machine does only makes slower.
  const [best, bestPlain] = [Math.min(...product), Math.min(...plain)];
  console.log(
    table(
      ['', 'best s', 'median s', 'rows', 'parcels m²', '永农 m²'],
      [
        ['npx gengjie overlay patches', seconds(best), seconds(percentiles(product).p50), ...figures(ours)],
        [
          'plain SQL, LATERAL OFFSET 0',
          seconds(bestPlain),
          seconds(percentiles(plain).p50),
          ...figures(theirs),
        ],
      ],
    ),
  );
  console.log(
    `\nratio ${(best / bestPlain).toFixed(2)} (bar ≤ 1.1); sums agree to ${off.toExponential(1)} m²`,
  );
}

async function timed<T>(times: number[], work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  times.push(performance.now() - began);
  return result;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}

function figures({ rows, parcels, permanent }: Sums) {
  return [rows, parcels.toFixed(2), permanent.toFixed(2)];
}

async function byProduct(database: Database): Promise<Sums> {
  let [rows, parcels, permanent] = [0, 0, 0];
  for await (const batch of overlaysOf(database, layerById('patches'), '', null)) {
    for (const row of batch) {
      const classes = Object.values(row.byClass);
      rows += classes.length;
      parcels += classes.reduce((sum, area) => sum + area, 0);
      permanent += row.permanentSquareMeters;
    }
  }
  return { rows, parcels, permanent };
}

async function byPlainSql(database: Database): Promise<Sums> {
  const cut = 'st_area(st_collectionextract(st_intersection(l.geom, f.geom), 3)::geography)';
  const byClass = await database.query<{ area: number }>(
    `select f.id, l.land_class, sum(${cut}) as area from gengjie.patches f
     cross join lateral (select * from gengjie.land_parcels q where q.in_force and q.geom && f.geom offset 0) l
     where f.in_force group by f.id, l.land_class`,
  );
  const permanent = await database.query<{ area: number }>(
    `select f.id, sum(${cut}) as area from gengjie.patches f
     cross join lateral (select * from gengjie.permanent_farmland q where q.in_force and q.geom && f.geom offset 0) l
     where f.in_force group by f.id`,
  );
  const sum = (rows: readonly { area: number }[]) => rows.reduce((total, { area }) => total + area, 0);
  return {
    rows: byClass.filter(({ area }) => area > 0).length,
    parcels: sum(byClass),
    permanent: sum(permanent),
  };
}
