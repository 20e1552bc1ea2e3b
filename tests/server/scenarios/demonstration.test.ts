import { beforeAll, describe, expect, it } from 'vitest';
import type { Scenario } from '#core/contract/scenarios.ts';
import type { ScenarioItem } from '#core/contract/what-if.ts';
import { seedDemonstration } from '#server/demonstration/seed-demonstration.ts';
import { withApp } from '../../support/app.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { scenarios } from './asking.ts';

const region = '120111001000';
const floor = 552_800;
const classes = `land_class_scheme = 'sandiao' and land_class in ('0101', '0102', '0103')`;

describe.each(databases)('示意情景 on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const ask = scenarios(client);
  const named = new Map<string, Scenario>();

  beforeAll(async () => {
    await seedDemonstration(database(), () => {});
    const { scenarios: all } = (await client().get(`/api/scenarios?region=${region}`)) as {
      scenarios: Scenario[];
    };
    for (const { id, name } of all) {
      named.set(name.slice(0, 3), (await client().get(`/api/scenarios/${id}`)) as Scenario);
    }
  }, 120_000);

  const itemsOf = (name: string): ScenarioItem[] => named.get(name)?.items ?? [];

  it('there are two of them, nobody’s, shared, marked as invented', () => {
    expect([...named.keys()].sort()).toEqual(['方案乙', '方案甲']);
    for (const scenario of named.values()) {
      expect(scenario).toMatchObject({ owner: null, mine: false, shared: true, region });
      expect(scenario.name).toContain('示意');
    }
  });

  it('方案甲: converting all 23.33 ha breaks the floor of 55.28 ha, by exactly the farmland that lies under it', async () => {
    const answer = await ask.whatIf(itemsOf('方案甲'), { region });
    expect(answer.total.areaSquareMeters / 10_000).toBeCloseTo(23.33, 2);
    const target = answer.targets.find(
      ({ indicator, valueSquareMeters }) => indicator === 'farmland_retention' && valueSquareMeters === floor,
    );
    const [left] = await database().query<{ area: number }>(
      `select sum(class_area) as area from gengjie.land_parcels f where in_force and ${classes} and not exists (
         select from gengjie.conversion_parcels c where c.in_force and st_contains(c.geom, st_pointonsurface(f.geom)))`,
    );
    expect(target?.afterSquareMeters).toBe(left?.area);
    expect(target?.marginAfterSquareMeters).toBe(Math.round(((left?.area ?? 0) - floor) * 100) / 100);
    expect(target?.stateAfter).toBe('breached');
    expect(answer.touched.filter(({ blocks }) => blocks)).toEqual([]);
    expect(itemsOf('方案甲').map(({ origin }) => origin?.layer)).toEqual(Array(3).fill('conversion_parcels'));
  });

  it('方案乙 lies on permanent farmland, which blocks it; moved off, it does not', async () => {
    const items = itemsOf('方案乙');
    const blocked = (await ask.whatIf(items, { region })).touched.filter(({ blocks }) => blocks);
    expect(blocked.map(({ layer }) => layer)).toEqual(['permanent_farmland']);
    expect(blocked[0]?.areaSquareMeters).toBeGreaterThan(1000);
    const moved = items.map((item) =>
      item.origin ? item : { ...item, geometry: eastward(item.geometry, 0.0016) },
    );
    expect((await ask.whatIf(moved, { region })).touched.filter(({ blocks }) => blocks)).toEqual([]);
  });
});

function eastward(geometry: ScenarioItem['geometry'], degrees: number): ScenarioItem['geometry'] {
  const move = (rings: number[][][]) => rings.map((ring) => ring.map(([x = 0, y = 0]) => [x + degrees, y]));
  return geometry.type === 'Polygon'
    ? { type: 'Polygon', coordinates: move(geometry.coordinates) }
    : { type: 'MultiPolygon', coordinates: geometry.coordinates.map(move) };
}
