import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importSettingsSchema } from '#core/contract/imports.ts';
import { Access, asSystem } from '#server/access/access.ts';
import { readConfig } from '#server/config.ts';
import type { Database, Queryable } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { exportedPatches } from '#server/db/tables/patches/patch-export.ts';
import { closeThreads } from '#server/imports/threads.ts';
import { analyseImport } from '#server/operations/analyse-import.ts';
import { commitImport } from '#server/operations/commit-import.ts';
import { patchesGpkg } from '#server/patches/export/patches-gpkg.ts';
import { keepLayerAccount } from '#server/patches/office/layer-account.ts';
import { patchPieces, patchStatistics } from '#server/patches/office/statistics.ts';
import { listPatches } from '#server/patches/office/summary.ts';
import { benchPerson } from './person.ts';
import { percentiles, table } from './statistics.ts';

const help = `用法 Usage: npx tsx scripts/bench/patch-import.ts [--rounds N]

把示意县的 12 878 个乱占图斑写成 GeoPackage，清空后按正式导入流程导入，核对分类、分镇、分村的数量与面积，再整层套合入账，与手写 SQL 逐轮
交替计时，并核对套合面积可逐块展开且合计相等；最后给出台账查询时间。打印 Markdown。
Writes the county's 12 878 patches as a GeoPackage, empties the layer, imports the file as a person would, checks counts and areas by class, town and
village, keeps the overlay of the whole layer against plain SQL in turns, checks that its areas open down to pieces, and times the register.

  DATABASE_URL   PostGIS with a seeded county (npm run seed -- --county); its patches are replaced
  --rounds N     default 5
`;

const { values } = parseArgs({
  options: { help: { type: 'boolean' }, rounds: { type: 'string', default: '5' } },
});
const config = readConfig();
if (values.help || !config.databaseUrl) {
  console.log(help);
  process.exit(values.help ? 0 : 1);
}

/** What the county's register must come to. */
const wanted = { residential: 3462, public: 1053, industrial: 8363 } as const;
const sorts = ['urgency', 'number', 'area', 'changed'] as const;

const home = mkdtempSync(join(tmpdir(), 'gengjie-bench-patches-'));
const db = await openDatabase({ home, url: config.databaseUrl, queryTimeoutMs: 600_000 });
try {
  await run(db);
} finally {
  await closeThreads();
  await db.close();
  rmSync(home, { recursive: true, force: true });
}

async function run(database: Database): Promise<void> {
  const system = asSystem(database);
  const files = await aFileOfPatches(database);
  await database.query('truncate gengjie.patches, gengjie.patch_dossiers');
  const steps: (string | number)[][] = [];
  const measured = async <T>(label: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work();
    steps.push([label, ((performance.now() - began) / 1000).toFixed(2)]);
    return result;
  };

  const upload = { files, sha256: '0'.repeat(64) };
  const settings = importSettingsSchema.parse({ layer: 'patches' });
  const analysed = await measured('preview: read, check, measure, locate', () =>
    analyseImport(system, upload, settings),
  );
  const batch = await measured('commit: read and check again, store, open dossiers', () =>
    commitImport(system, home, upload, analysed, '乱占耕地建房图斑'),
  );
  await database.query('analyze gengjie.patches');
  await database.query('analyze gengjie.patch_dossiers');
  same('patches imported', batch.rowCount, 12_878);

  for (const by of ['class', 'town', 'village'] as const) {
    const { rows, issued, verified } = await system((tx) => patchStatistics(tx, { by }));
    const plain = await plainSums(database, by);
    same(`keys by ${by}`, rows.length, plain.size);
    for (const row of rows) {
      const [count, area] = plain.get(row.key) ?? [Number.NaN, Number.NaN];
      same(`${by} ${row.key}`, row.issued.count, count);
      same(`${by} ${row.key} m²`, row.issued.areaSquareMeters, area);
      if (by === 'class') same(`class ${row.key}`, row.issued.count, wanted[row.key as keyof typeof wanted]);
    }
    same('issued', issued.count, 12_878);
    same('verified', verified.count, 12_878);
  }

  const [ours, theirs]: [number[], number[]] = [[], []];
  let pieces = 0;
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const ourTurn of round % 2 === 0 ? [true, false] : [false, true]) {
      const began = performance.now();
      if (ourTurn)
        ({ pieces } = await system((tx) => keepLayerAccount(tx), { write: true, timeoutMs: 600_000 }));
      else await plainOverlay(database);
      // The first of each fills the caches.
      if (round > 0) (ourTurn ? ours : theirs).push(performance.now() - began);
    }
  }
  await checkPieces(system);

  const lists = await timesInRights(database);
  console.log(table(['', 'seconds'], steps));
  console.log(
    `\n${table(
      ['overlay of the layer', 'best s', 'median s'],
      [
        [`kept with ${pieces} pieces`, seconds(Math.min(...ours)), seconds(percentiles(ours).p50)],
        ['plain SQL, LATERAL OFFSET 0', seconds(Math.min(...theirs)), seconds(percentiles(theirs).p50)],
      ],
    )}\n\nratio ${(Math.min(...ours) / Math.min(...theirs)).toFixed(2)}; sums by class 3 462 / 1 053 / 8 363, by town and by village equal plain sums; areas by class and village equal their pieces\n`,
  );
  console.log(table(['', 'best ms', 'p50 ms', 'p95 ms'], lists));
}

/** 台账与统计 as an inspector of the whole county asks for them, row-level security and all. */
async function timesInRights(database: Database): Promise<(string | number)[][]> {
  const [workspace] = await database.query<{ region: string }>(
    `select value->>'region' as region from gengjie.settings where key = 'workspace'`,
  );
  const person = await benchPerson(database, [
    { role: 'inspector', regionCode: workspace!.region.slice(0, 6) },
  ]);
  const access = new Access(database);
  const origin = { id: 'bench', address: '127.0.0.1' };
  const lines: (string | number)[][] = [];
  const timed = async (label: string, work: (tx: Queryable, i: number) => Promise<unknown>) => {
    const times: number[] = [];
    for (let i = 0; i < 25; i += 1) {
      const began = performance.now();
      await access.run(person.actor, origin, (tx) => work(tx, i));
      if (i >= 5) times.push(performance.now() - began);
    }
    const { p50, p95 } = percentiles(times);
    lines.push([label, Math.min(...times).toFixed(0), p50.toFixed(0), p95.toFixed(0)]);
  };
  try {
    for (const sort of sorts) {
      await timed(`register by ${sort}, 100 of 12 878`, (tx, i) =>
        listPatches(tx, {}, { sort, after: i * 100, limit: 100 }),
      );
    }
    await timed('statistics by village with farmland', (tx) => patchStatistics(tx, { by: 'village' }));
    await timed('statistics by class and state', (tx) =>
      patchStatistics(tx, { by: 'class', across: 'state' }),
    );
  } finally {
    await person.remove();
  }
  return lines;
}

/** The county's patches as they would be handed in. */
async function aFileOfPatches(database: Database) {
  const lines = await database.transaction((tx) => exported(tx));
  const bytes = await patchesGpkg({
    ...{
      format: 'gpkg',
      county: '示意县',
      mark: '示意数据',
      asOf: new Date().toISOString(),
      day: '',
      accountMadeAt: null,
    },
    lines: lines.map((line) => ({
      ...{ ...line, town: '', village: '', farmlandSquareMeters: null, permanentSquareMeters: null },
    })),
  });
  const path = join(home, 'patches.gpkg');
  writeFileSync(path, bytes);
  return [{ name: 'patches.gpkg', path, size: bytes.byteLength }];
}

async function exported(tx: Queryable) {
  // Rights to export are asked of a person, and here is none.
  await tx.query(`select set_config('gengjie.export', '{"patches": "{\\"\\"}"}', true)`);
  return exportedPatches(tx, {}, [], true);
}

async function plainSums(database: Database, by: 'class' | 'town' | 'village') {
  const key = { class: 'patch_class', town: `rpad(left(region_code, 9), 12, '0')`, village: 'region_code' }[
    by
  ];
  const rows = await database.query<{ key: string; count: number; area: number }>(
    `select ${key} as key, count(*)::integer as count, sum(round(area_square_meters::numeric, 2)) as area from gengjie.patches where in_force group by 1`,
  );
  return new Map(rows.map((row) => [row.key, [row.count, row.area] as const]));
}

async function plainOverlay(database: Database): Promise<void> {
  const cut = 'st_area(st_collectionextract(st_intersection(l.geom, f.geom), 3)::geography)';
  for (const layer of ['land_parcels', 'permanent_farmland']) {
    await database.query(
      `select f.id, l.land_class, sum(${cut}) as area from gengjie.patches f
       cross join lateral (select * from gengjie.${layer} q where q.in_force and q.geom && f.geom offset 0) l
       where f.in_force group by f.id, l.land_class`,
    );
  }
}

/** Every area by class and village opens down to pieces that sum to it. */
async function checkPieces(system: ReturnType<typeof asSystem>): Promise<void> {
  for (const by of ['class', 'village'] as const) {
    const { overlay } = await system((tx) => patchStatistics(tx, { by }));
    let sum = 0;
    for (const { key, farmlandSquareMeters } of overlay!.byKey) {
      sum += Math.round(farmlandSquareMeters * 100);
      const only = by === 'class' ? { patchClass: key } : { region: key };
      const { total } = await system((tx) =>
        patchPieces(tx, { ...only, layer: 'land_parcels', farmland: true, after: 0, limit: 1 }),
      );
      same(`pieces of ${key}`, total.areaSquareMeters, farmlandSquareMeters);
    }
    same(`farmland by ${by}`, sum / 100, overlay!.farmlandSquareMeters);
  }
}

function same(what: string, got: number, expected: number): void {
  if (got !== expected) throw new Error(`${what}: ${got}, not ${expected}`);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}
