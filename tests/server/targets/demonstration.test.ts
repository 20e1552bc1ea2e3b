import { beforeAll, describe, expect, it } from 'vitest';
import type { Dashboard } from '#core/contract/indicators.ts';
import { seedDemonstration } from '#server/demonstration/seed-demonstration.ts';
import { withApp } from '../../support/app.ts';
import { TOWN } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';

describe.each(databases)('the targets of the demonstration on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const dashboard = async (year: number) =>
    (await client().get(`/api/dashboard?region=${TOWN}&year=${year}`)) as Dashboard;

  beforeAll(async () => {
    await seedDemonstration(database(), () => {});
  });

  it('measures every one that it has a layer for, the project sites to the digits their document prints', async () => {
    const { targets } = await dashboard(2023);
    const states = targets.map(({ indicator, place, state }) =>
      `${indicator} ${place ?? ''} ${state}`.trim(),
    );
    expect(states.filter((state) => state.startsWith('project_site_area'))).toEqual([
      'project_site_area 健康医疗大数据产业园 holds',
      'project_site_area 创新基地 holds',
      'project_site_area 王顶堤新经济产业园 holds',
      'project_site_area 京杭大运河 holds',
    ]);
    expect(targets.filter(({ state }) => state === 'not-measured')).toEqual([]);
    const [exact] = await database().query<{ area: number }>(
      `select sum(class_area) as area from gengjie.land_parcels where in_force and land_class in ('0101', '0102', '0103')`,
    );
    expect(targets[0]).toMatchObject({ indicator: 'farmland_retention', measured: exact?.area });
  });

  it('answers how much may still be converted in 南运河片区 in 2023', async () => {
    const { room } = await dashboard(2023);
    expect(room).toMatchObject([
      {
        place: '南运河片区',
        year: 2023,
        quotaSquareMeters: 233_300,
        usedSquareMeters: 0,
        leftSquareMeters: 233_300,
      },
    ]);
  });

  it('counts the households of each zone and of all, and shows that they are not cleared', async () => {
    const { targets } = await dashboard(2021);
    const households = targets.filter(({ indicator }) => indicator.startsWith('unsigned_households'));
    expect(households.map(({ place, measured, state }) => [place, measured, state])).toEqual([
      ['怡和村', 68, 'holds'],
      ['小稍直口村', 131, 'holds'],
      ['国有企业宿舍', 201, 'holds'],
      ['盼望里', 10, 'holds'],
      ['红房子', 20, 'holds'],
      [null, 430, 'holds'],
      [null, 430, 'breached'],
    ]);
  });

  it('forecasts what the plans take: first less farmland, then the breach of the floor or its margin', async () => {
    const { forecast, trend, targets } = await dashboard(2023);
    expect(trend.length).toBeGreaterThan(0);
    const now = trend.at(-1)!.farmlandSquareMeters;
    expect(now).toBe(targets[0]?.measured);
    const taken = forecast.reduce((sum, one) => sum + one.conversionSquareMeters + one.greenSquareMeters, 0);
    expect(forecast.at(-1)?.farmlandSquareMeters).toBeCloseTo(now - taken, 2);
    expect(taken).toBeGreaterThan(0);
  });
});
