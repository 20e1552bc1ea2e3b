import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { aTown, VILLAGE } from '../../support/cast.ts';
import { databases, freshDatabase, type TestDatabase } from '../../support/database.ts';
import { parcelShapefile, stateOf } from '../../support/import-flow.ts';

const program = fileURLToPath(new URL('../../../scripts/gengjie.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gengjie-cli-'));
const shp = join(folder, '图斑.shp');
beforeAll(() => {
  for (const [name, bytes] of Object.entries(parcelShapefile())) writeFileSync(join(folder, name), bytes);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function gengjie(words: readonly string[], environment: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH ?? '', LANG: 'zh_CN.UTF-8', ...environment };
    execFile(process.execPath, [program, ...words], { env, cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}

describe.each(databases)('the command line imports beside a running owner on %s', (engine) => {
  let fresh: TestDatabase;
  let db: Database;
  const home = mkdtempSync(join(tmpdir(), 'gengjie-cli-home-'));
  const environment = () => ({
    GENGJIE_DEMONSTRATION: 'off',
    ...(fresh.options.url
      ? { DATABASE_URL: fresh.options.url, GENGJIE_HOME: home }
      : { GENGJIE_HOME: fresh.options.home }),
  });
  beforeAll(async () => {
    fresh = await freshDatabase(engine);
    db = await openDatabase(fresh.options);
    await aTown(db);
  });
  afterAll(async () => {
    await db.close();
    await fresh.remove();
    rmSync(home, { recursive: true, force: true });
  });

  test('a GBK shapefile by its .shp, checked first, then stored, listed and undone', async () => {
    const before = await stateOf(db);
    const checked = await gengjie(['import', shp, '--layer', 'land_parcels'], environment());
    expect(checked).toMatchObject({ code: 0 });
    expect(checked.stdout).toContain('没有入库');
    expect(checked.stdout).toContain('EPSG:4527');
    expect(await stateOf(db)).toEqual(before);

    const stored = await gengjie(
      ['import', shp, '-l', 'land_parcels', '--name', '命令行批次', '--yes'],
      environment(),
    );
    expect(stored).toMatchObject({ code: 0 });
    const rows = await db.query(
      `select b.name, count(*)::integer as count, min(p.region_code) as village
       from gengjie.land_parcels p join gengjie.import_batches b on b.id = p.batch_id group by b.name`,
    );
    expect(rows).toEqual([{ name: '命令行批次', count: 14, village: VILLAGE }]);

    const listed = await gengjie(['batches'], environment());
    expect(listed.stdout).toMatch(/命令行批次\t地类图斑\t14 行/);
    const [id] = /^\d+/m.exec(listed.stdout)!;
    const undone = await gengjie(['undo', id, '--yes'], environment());
    expect(undone).toMatchObject({ code: 0 });
    expect(await db.query('select 1 from gengjie.land_parcels where in_force')).toEqual([]);
    expect(await gengjie(['undo', id, '--yes'], environment())).toMatchObject({ code: 1 });
  });

  test('a refusal exits with 1, says why and what to do, in English under LANG=en, and changes nothing', async () => {
    const before = await stateOf(db);
    const contradicted = await gengjie(['import', shp, '-l', 'land_parcels', '--crs', 'EPSG:4528', '--yes'], {
      ...environment(),
      LANG: 'en_GB.UTF-8',
    });
    expect(contradicted.code).toBe(1);
    expect(contradicted.stderr).toContain('contradicts the coordinates');
    expect(contradicted.stderr).toContain('→ Choose the right CRS');
    expect(await stateOf(db)).toEqual(before);
  });

  test('columns are mapped and fixed on the command line', async () => {
    const outcome = await gengjie(
      ['import', shp, '-l', 'green_plans', '--map', 'name=DLMC', '--set', 'plan_year=2024', '--yes'],
      environment(),
    );
    expect(outcome).toMatchObject({ code: 0 });
    expect(await db.query('select distinct plan_year from gengjie.green_plans')).toEqual([
      { plan_year: 2024 },
    ]);
  });
});

describe('the command line', () => {
  test('opens the embedded database by itself when no server runs', async () => {
    const fresh = await freshDatabase('embedded');
    const db = await openDatabase(fresh.options);
    await aTown(db);
    await db.close();
    const environment = { GENGJIE_HOME: fresh.options.home, GENGJIE_DEMONSTRATION: 'off' };
    expect(await gengjie(['import', shp, '-l', 'land_parcels', '-y'], environment)).toMatchObject({
      code: 0,
    });
    expect((await gengjie(['batches'], environment)).stdout).toContain('14 行');
    await fresh.remove();
  }, 180_000);

  test.each([
    [['nonsense'], 2],
    [['import'], 2],
    [['import', 'there-is-none.shp', '--layer', 'land_parcels'], 2],
    [['import', shp], 2],
    [['import', shp, '--layer', 'land_parcels', '--crs', 'WGS84'], 2],
    [['undo', 'x'], 2],
    [[], 2],
    [['--help'], 0],
    [['import', '--help'], 0],
  ])('exits as promised: %j → %i', async (words, code) => {
    expect((await gengjie(words)).code).toBe(code);
  });
});
