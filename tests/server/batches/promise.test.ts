import fc from 'fast-check';
import type { MultiPolygon, Position } from 'geojson';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Scenario } from '#core/contract/scenarios.ts';
import type { ScenarioItem, WhatIf } from '#core/contract/what-if.ts';
import type { Database } from '#server/db/database.ts';
import { withApp } from '../../support/app.ts';
import { aTown, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { batching, cents, farmland, surroundings } from './course.ts';

const [columns, rows] = [5, 4];
const [west, south, step] = [117.081, 39.101, 0.0015];
const unit = fc.double({ min: -0.3, max: 0.3, noNaN: true });
const count = columns * rows;

/** A small coverage: a grid with crooked corners, classes, areas that the survey states, ridges. */
const aCoverage = fc.record({
  corners: fc.array(fc.tuple(unit, unit), {
    minLength: (columns + 1) * (rows + 1),
    maxLength: (columns + 1) * (rows + 1),
  }),
  classes: fc.array(fc.constantFrom('0101', '0102', '0103', '0201', '0702', '1006', '1101'), {
    minLength: count,
    maxLength: count,
  }),
  stretch: fc.array(fc.double({ min: 0.97, max: 1.03, noNaN: true }), { minLength: count, maxLength: count }),
  rates: fc.array(fc.constantFrom(0, 0, 0.065, 0.1234), { minLength: count, maxLength: count }),
});

/** One to three plots with crooked outlines, in stripes of their own. */
const plots = fc.array(
  fc.record({
    at: fc.double({ min: 0.1, max: 0.5, noNaN: true }),
    width: fc.double({ min: 0.3, max: 0.8, noNaN: true }),
    from: fc.double({ min: 0.4, max: 1.2, noNaN: true }),
    to: fc.double({ min: 2.1, max: 3.6, noNaN: true }),
    lean: unit,
  }),
  { minLength: 1, maxLength: 3 },
);

async function layDown(db: Database, { corners, classes, stretch, rates }: CoverageOf): Promise<void> {
  const corner = (i: number, j: number): Position => {
    const inner = i > 0 && j > 0 && i < columns && j < rows;
    const [dx, dy] = inner ? corners[j * (columns + 1) + i]! : [0, 0];
    return [west + (i + dx) * step, south + (j + dy) * step];
  };
  for (let n = 0; n < count; n++) {
    const [i, j] = [n % columns, Math.floor(n / columns)];
    const ring = [corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1), corner(i, j)];
    await db.query(
      `insert into gengjie.land_parcels (parcel_number, land_class, region_code, geom, parcel_area, deduction_rate, deducted_area, class_area)
       select $1, $2, '${VILLAGE}', g, t, $5::numeric, round(t * $5::numeric, 2), t - round(t * $5::numeric, 2)
       from (select g, round((st_area(g::geography) * $4)::numeric, 2) as t from (
         select st_multi(st_setsrid(st_geomfromgeojson($3::text), 4490)) as g) q) p`,
      [
        String(n + 1).padStart(4, '0'),
        classes[n],
        JSON.stringify({ type: 'Polygon', coordinates: [ring] }),
        stretch[n],
        rates[n],
      ],
    );
  }
}

type CoverageOf = typeof aCoverage extends fc.Arbitrary<infer T> ? T : never;
type PlotsOf = typeof plots extends fc.Arbitrary<infer T> ? T : never;

const itemsOf = (drawn: PlotsOf): ScenarioItem[] =>
  drawn.map(({ at, width, from, to, lean }, stripe) => {
    const x = (value: number) => west + (stripe * 1.6 + value) * step;
    const y = (value: number) => south + value * step;
    const ring = [
      [x(at), y(from)],
      [x(at + width), y(from + lean)],
      [x(at + width * 0.9), y(to)],
      [x(at + width / 2), y(to - 0.2)],
      [x(at), y(to - lean)],
      [x(at), y(from)],
    ];
    const geometry: MultiPolygon = { type: 'MultiPolygon', coordinates: [[ring]] };
    return {
      id: `i${stripe}`,
      kind: 'conversion' as const,
      name: `地块${stripe + 1}`,
      geometry,
      landClassAfter: ['0701', '0601', '08H2'][stripe]!,
      expropriated: true,
    };
  });

describe.each(databases)('what a what-if promises on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const batches = batching(client);
  let round = 0;

  beforeAll(async () => {
    await aTown(database());
    await surroundings(database());
  });

  const withdraw = (layer: string) =>
    database().query(
      `update gengjie.${layer} set known_during = tstzrange(lower(known_during), gengjie.transaction_instant()) where in_force`,
    );
  const post = async (path: string, body: object) => {
    const { status, body: answer } = await client().request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  };

  it(
    'is what is measured once the batch made of it is carried out, to the cent, and an undo gives all of it back',
    () =>
      fc.assert(
        fc.asyncProperty(aCoverage, plots, async (coverage, drawn) => {
          for (const layer of ['land_parcels', 'conversion_batches', 'conversion_parcels'])
            await withdraw(layer);
          await layDown(database(), coverage);
          const items = itemsOf(drawn);
          const before = await farmland(database());
          const promise = (await post('/api/what-if', { region: TOWN, items })) as WhatIf;
          round++;
          const scenario = (await post('/api/scenarios', {
            region: TOWN,
            name: `情景${round}`,
            year: 2026,
            items,
          })) as Scenario;
          const { batch: id } = (await post(`/api/scenarios/${scenario.id}/batch`, {
            batchNumber: `Q-${round}`,
            name: `批次${round}`,
            reason: '由情景生成',
          })) as { batch: number };
          await batches.approve(id);
          const done = await batches.step(id, 'carried-out');
          const lost = cents(promise.total.farmlandLostSquareMeters);
          expect(before - (await farmland(database()))).toBe(lost);
          expect(cents(done.areas.farmlandSquareMeters)).toBe(lost);
          const faults = await database().query(
            `select id from gengjie.land_parcels where in_force and abs(parcel_area - class_area - coalesce(deducted_area, 0)) > 0
             union all
             select a.id from gengjie.land_parcels a join gengjie.land_parcels b on a.id < b.id and a.in_force and b.in_force and a.geom && b.geom
             where st_area(st_intersection(a.geom, b.geom, 1e-10)::geography) > 0.001`,
          );
          expect(faults).toEqual([]);
          await batches.step(id, 'undone');
          expect(await farmland(database())).toBe(before);
        }),
        { numRuns: 4, endOnFailure: true },
      ),
    240_000,
  );
});
