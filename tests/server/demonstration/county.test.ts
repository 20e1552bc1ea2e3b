import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { countyCodes } from '#server/demonstration/county/codes.ts';
import { readCountyFacts } from '#server/demonstration/county/facts.ts';
import { isFarmland, planCounty } from '#server/demonstration/county/plan.ts';
import { parcelRows } from '#server/demonstration/county/rows.ts';
import { seedCounty } from '#server/demonstration/county/seed-county.ts';
import { patchCounts } from '#server/demonstration/county/works.ts';
import { Ground } from '#server/demonstration/ground.ts';
import { openEdges } from '#server/demonstration/plane/outline.ts';
import { ringArea } from '#server/demonstration/plane/ring.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { coverageFaults } from './coverage-faults.ts';

const parcels = 2000;
const facts = readCountyFacts();

describe('the layout of a county', () => {
  const plan = planCounty(facts, parcels);
  const rings = Array.from(plan.mesh.cells, (cell) => plan.mesh.ring(cell));

  test('makes about as many parcels as asked, of 8 to 40 corners', () => {
    expect(Math.abs(rings.length - parcels)).toBeLessThan(parcels * 0.01);
    const corners = rings.map((ring) => ring.length);
    expect(Math.min(...corners)).toBeGreaterThanOrEqual(8);
    expect(Math.max(...corners)).toBeLessThanOrEqual(40);
  });

  test('is a clean coverage: inner borders cancel and the rest encloses the sum of the parcels', () => {
    const rim = openEdges(rings);
    const enclosed = rim.reduce((total, [a, b]) => total + a[0] * b[1] - a[1] * b[0], 0) / 2;
    expect(Math.abs(enclosed - rings.reduce((total, ring) => total + ringArea(ring), 0))).toBeLessThan(0.1);
    expect(rim.length).toBeLessThan(rings.length);
  });

  test('has 47 % farmland, three fifths of it permanent', () => {
    const farmland = plan.landClass.filter(isFarmland).length;
    expect(farmland / rings.length).toBeCloseTo(0.47, 2);
    expect(plan.permanent.reduce((sum, flag) => sum + flag, 0) / farmland).toBeCloseTo(0.6, 2);
  });

  test('is the same bytes every time', () => {
    const digest = () => {
      const again = planCounty(facts, parcels);
      const hash = createHash('sha256');
      for (const row of parcelRows(again, countyCodes(again), new Ground(facts.origin))) {
        hash.update(JSON.stringify(row.columns)).update(row.geometry);
      }
      return hash.digest('hex');
    };
    expect(digest()).toBe(digest());
  });

  test('scales the patches with the parcels and keeps their sum', () => {
    const { residential, public: services, industrial } = patchCounts(plan);
    expect(residential + services + industrial).toBe(Math.round((12_878 * rings.length) / facts.parcels));
    expect(industrial).toBeGreaterThan(residential);
    expect(residential).toBeGreaterThan(services);
  });
});

describe.each(databases)('a small county on %s', (engine) => {
  const database = withDatabase(engine);
  beforeAll(async () => {
    await seedCounty(database(), () => {}, parcels);
  }, 180_000);
  const one = async <Row extends object>(text: string) => (await database().query<Row>(text))[0]!;

  test('every table is filled, every geometry valid by the tables’ own checks', async () => {
    const row = await one<Record<string, number>>(
      `select (select count(*) from gengjie.land_parcels) as parcels, (select count(*) from gengjie.permanent_farmland) as permanent,
         (select count(*) from gengjie.patches) as patches, (select count(*) from gengjie.regions where level = 'town') as towns,
         (select count(*) from gengjie.regions where level = 'village') as villages from (values (1)) v`,
    );
    expect(row.towns).toBe(27);
    expect(row.villages).toBe(27);
    expect(row.permanent! / row.parcels!).toBeCloseTo(0.47 * 0.6, 2);
    expect(row.patches).toBe(Math.round((12_878 * row.parcels!) / 300_000));
  });

  test('parcels do not overlap and add up to the county, its towns and its villages', async () => {
    expect(await coverageFaults(database())).toBe(0);
    const sums = await one<Record<string, number>>(
      `select (select sum(area_square_meters) from gengjie.land_parcels) as parcels,
         (select sum(area_square_meters) from gengjie.regions where level = 'village') as villages,
         (select sum(area_square_meters) from gengjie.regions where level = 'town') as towns,
         (select sum(area_square_meters) from gengjie.regions where level = 'district') as county from (values (1)) v`,
    );
    for (const total of [sums.villages!, sums.towns!, sums.county!]) {
      expect(Math.abs(total / sums.parcels! - 1)).toBeLessThan(1e-9);
    }
  });

  test('parcel areas are the ellipsoidal ones to a millionth', async () => {
    const { worst } = await one<{ worst: number }>(
      `select max(abs(parcel_area - area_square_meters) / area_square_meters) as worst from gengjie.land_parcels`,
    );
    expect(worst).toBeLessThan(1e-6);
  });

  test('batches, filings and projects measure what the document says', async () => {
    const areas = await one<Record<string, number>>(
      `select (select sum(st_area(geom::geography)) from gengjie.conversion_batches) as batches,
         (select sum(st_area(geom::geography)) from gengjie.conversion_parcels) as parcels,
         (select sum(st_area(geom::geography)) from gengjie.facility_filings) as filings,
         (select sum(st_area(geom::geography)) from gengjie.farmland_projects) as projects,
         (select count(*) from gengjie.conversion_batches) as batch_count,
         (select count(*) from gengjie.facility_filings) as filing_count from (values (1)) v`,
    );
    expect(areas.batch_count).toBe(4);
    expect(areas.filing_count).toBe(48);
    expect(Math.abs(areas.batches! - 322_160.8)).toBeLessThan(5);
    expect(Math.abs(areas.parcels! - 322_160.8)).toBeLessThan(5);
    expect(Math.abs(areas.filings! - 297_230)).toBeLessThan(5);
    expect(Math.abs(areas.projects! * 0.0015 - 14_300)).toBeLessThan(0.1);
  });
});
