import { beforeAll, describe, expect, test } from 'vitest';
import { clearDemonstration, contentsOf } from '#server/demonstration/clear-demonstration.ts';
import { seedDemonstration } from '#server/demonstration/seed-demonstration.ts';
import { readTargets } from '#server/demonstration/seed-files.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { coverageFaults } from './coverage-faults.ts';

const hectare = 10_000;
/** 0.01 ha, the precision of the documents' figures. */
const tolerance = 100;

describe.each(databases)('the demonstration area on %s', (engine) => {
  const database = withDatabase(engine);
  beforeAll(async () => {
    await seedDemonstration(database(), () => {});
  }, 120_000);
  const area = async (text: string): Promise<number> => {
    const [row] = await database().query<{ area: number }>(text);
    return row?.area ?? Number.NaN;
  };

  test.each([
    ['健康医疗大数据产业园', 29.54 * hectare],
    ['创新基地', 856 / 0.0015],
    ['王顶堤新经济产业园', 500 / 0.0015],
    ['京杭大运河（西青）大型文旅项目（西营门片区）', 47.98 * hectare],
  ])('%s measures what the plan says', async (name, expected) => {
    const measured = await area(
      `select st_area(geom::geography) as area from gengjie.project_sites where name = '${name}'`,
    );
    expect(Math.abs(measured - expected)).toBeLessThan(50);
  });

  test('the conversion parcels of 南运河片区 measure 23.33 ha and make up their batch', async () => {
    const parcels = await area(
      'select sum(st_area(geom::geography)) as area from gengjie.conversion_parcels',
    );
    const batch = await area('select sum(st_area(geom::geography)) as area from gengjie.conversion_batches');
    expect(Math.abs(parcels - 23.33 * hectare)).toBeLessThan(50);
    expect(Math.abs(parcels - batch)).toBeLessThan(0.01);
  });

  test.each([
    [2021, 4.84],
    [2022, 33.68],
    [2023, 88.89],
  ])('green space of %i measures %f ha and keeps its target', async (year, hectares) => {
    const measured = await area(
      `select sum(st_area(geom::geography)) as area from gengjie.green_plans where plan_year = ${year}`,
    );
    expect(Math.abs(measured - hectares * hectare)).toBeLessThan(50);
    expect(measured).toBeGreaterThanOrEqual(hectares * hectare);
  });

  test('green space measures 127.41 ha in all', async () => {
    const measured = await area('select sum(st_area(geom::geography)) as area from gengjie.green_plans');
    expect(Math.abs(measured - 127.41 * hectare)).toBeLessThan(tolerance);
  });

  test('farmland and permanent farmland stand above their floors', async () => {
    const farmland = await area(
      `select sum(class_area) as area from gengjie.land_parcels where land_class in ('0101', '0102', '0103')`,
    );
    const permanent = await area('select sum(class_area) as area from gengjie.permanent_farmland');
    expect(farmland).toBeGreaterThan(55.28 * hectare);
    expect(permanent).toBeGreaterThan(9.1 * hectare);
  });

  test('parcels cover the town: no pair overlaps, and they add up to it', async () => {
    const [sums] = await database().query<{ parcels: number; town: number }>(
      `select sum(st_area(geom::geography)) as parcels,
         (select st_area(geom::geography) from gengjie.regions where level = 'town') as town
       from gengjie.land_parcels`,
    );
    expect(Math.abs(sums!.parcels - sums!.town)).toBeLessThan(0.01);
    expect(await coverageFaults(database())).toBe(0);
  });

  test('villages partition the town, and every parcel lies in its village', async () => {
    const villages = await area(
      `select sum(st_area(geom::geography)) as area from gengjie.regions where level = 'village'`,
    );
    const town = await area(
      `select st_area(geom::geography) as area from gengjie.regions where level = 'town'`,
    );
    expect(Math.abs(villages - town)).toBeLessThan(0.01);
    const [strays] = await database().query<{ count: number }>(
      `select count(*) as count from gengjie.land_parcels p
       join gengjie.regions r on r.code = p.region_code where not st_covers(r.geom, st_pointonsurface(p.geom))`,
    );
    expect(strays?.count).toBe(0);
  });

  test('the official parcel area differs from the ellipsoidal area by rounding alone', async () => {
    const worst = await area(
      `select max(abs(parcel_area - area_square_meters) / (0.02 + 2e-6 * area_square_meters)) as area from gengjie.land_parcels`,
    );
    expect(worst).toBeLessThan(1);
  });

  test('the town lies at its true place and inside its district', async () => {
    const [row] = await database().query<{ inside: boolean; place: boolean }>(
      `select st_covers(d.geom, t.geom) as inside,
         st_makeenvelope(117.055, 39.085, 117.125, 39.168, 4490) ~ t.geom as place
       from gengjie.regions d, gengjie.regions t where d.level = 'district' and t.level = 'town'`,
    );
    expect(row).toEqual({ inside: true, place: true });
  });

  test('some patches stand on permanent farmland, and most on farmland', async () => {
    const [row] = await database().query<{ permanent: number; farmland: number }>(
      `select count(*) filter (where exists (select from gengjie.permanent_farmland f where st_intersects(f.geom, p.geom))) as permanent,
         count(*) filter (where exists (select from gengjie.land_parcels l
           where l.land_class like '010%' and st_intersects(l.geom, p.geom))) as farmland
       from gengjie.patches p`,
    );
    expect(row!.permanent).toBeGreaterThanOrEqual(3);
    expect(row!.permanent).toBeLessThan(20);
    expect(row!.farmland).toBeGreaterThan(100);
  });

  test('every row says 示意数据, and so does the workspace', async () => {
    const [row] = await database().query<{
      unsaid: number;
      setting: { demonstration: boolean; region: string };
    }>(
      `select (select count(*) from gengjie.land_parcels where source is distinct from '示意数据（虚构）') as unsaid,
         (select value from gengjie.settings where key = 'workspace') as setting from (values (1)) v`,
    );
    expect(row?.unsaid).toBe(0);
    expect(row?.setting).toMatchObject({ demonstration: true, region: '120111001000' });
  });

  test('records: 14 duties with their units, every target with its text and unit, six steps finished in two villages', async () => {
    const duties = await database().query<{ units: number }>(
      `select cardinality(responsible_units) as units from gengjie.duties order by number`,
    );
    expect(duties).toHaveLength(14);
    expect(duties.every(({ units }) => units > 0)).toBe(true);
    const targets = await database().query(
      `select indicator, reported_text, reported_unit from gengjie.targets where region_code = '120111001000' order by id`,
    );
    expect(targets).toHaveLength(readTargets().filter(({ region }) => region === '120111001000').length);
    expect(targets[0]).toEqual({
      indicator: 'farmland_retention',
      reported_text: '55.28',
      reported_unit: '公顷',
    });
    const finished = await database().query<{ name: string }>(
      `select z.name from gengjie.demolition_zones z join gengjie.demolition_steps s on s.zone_id = z.id
       group by z.name having count(*) = 6 order by z.name`,
    );
    expect(finished.map(({ name }) => name).sort()).toEqual(['北菜园村', '小稍直口村']);
    const [counts] = await database().query<{ unsigned: number; totals: number }>(
      `select sum(households_unsigned) as unsigned, count(households_total) as totals from gengjie.demolition_counts`,
    );
    expect(counts).toEqual({ unsigned: 430, totals: 0 });
  });

  test('a demonstration may be cleared and drawn again, with new feature numbers', async () => {
    expect(await contentsOf(database())).toBe('demonstration');
    await clearDemonstration(database());
    expect(await contentsOf(database())).toBe('empty');
    await seedDemonstration(database(), () => {});
    expect(await area('select count(*) as area from gengjie.project_sites')).toBe(4);
  }, 120_000);

  test("somebody's work is never cleared", async () => {
    await database().query(
      `update gengjie.settings set value = value || '{"demonstration": false}'::jsonb where key = 'workspace'`,
    );
    await expect(clearDemonstration(database())).rejects.toMatchObject({ type: 'not-a-demonstration' });
    expect(await area('select count(*) as area from gengjie.project_sites')).toBe(4);
  });
});
