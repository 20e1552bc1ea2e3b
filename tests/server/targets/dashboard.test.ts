import { beforeAll, describe, expect, it } from 'vitest';
import type { Dashboard } from '#core/contract/indicators.ts';
import { withApp } from '../../support/app.ts';
import { aFeature, aSettledTown, OTHER_VILLAGE, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';

describe.each(databases)('the dashboard on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const dashboard = async (query = '') =>
    (await client().get(`/api/dashboard?region=${TOWN}${query}`)) as Dashboard;

  beforeAll(async () => {
    await aSettledTown(database());
    await database().query(
      `insert into gengjie.targets (indicator, region_code, year, comparator, value, reported_text, reported_unit, source_document, place)
       values ('conversion_area', $1, 2023, '<=', 50000, '5', '公顷', '示例文件', '河东片区'),
         ('farmland_retention', $2, 2023, '>=', 1, '0.0001', '公顷', '示例文件', null),
         ('green_space', $1, 2024, '>=', 1000, '0.1', '公顷', '示例文件', null)`,
      [TOWN, VILLAGE],
    );
  });

  it('shows every target of the year with its state, and the years there are', async () => {
    const { year, years, targets } = await dashboard();
    expect({ year, years }).toEqual({ year: 2023, years: [2023, 2024] });
    expect(targets.map(({ indicator }) => indicator)).toEqual([
      'farmland_retention',
      'collective_income',
      'conversion_area',
    ]);
    const [farmland, income, conversion] = targets;
    expect(farmland).toMatchObject({ state: 'holds', reason: null });
    expect(farmland!.margin).toBeCloseTo(farmland!.measured! - 100_000, 6);
    expect(income).toMatchObject({ state: 'not-measured', measured: null });
    expect(conversion?.reason?.zh, 'an empty layer is not a figure of zero').toContain('征转地块');
  });

  it('adds the parts up to the whole, and gives a part without a target no state', async () => {
    const { parts, targets } = await dashboard();
    expect(parts.map(({ code, worst }) => [code, worst])).toEqual([
      [VILLAGE, 'holds'],
      [OTHER_VILLAGE, null],
    ]);
    const cents = parts.reduce((sum, part) => sum + Math.round((part.farmlandSquareMeters ?? 0) * 100), 0);
    expect(cents / 100).toBe(targets[0]?.measured);
    expect(parts[1]?.permanentSquareMeters, 'none is recorded there, which is not zero').toBeNull();
  });

  it('counts the approved parcels of the place alone against the quota, and shows what is left', async () => {
    const parcel = (name: string, status: string, west: number) =>
      aFeature(database(), 'conversion_parcels', { parcel_number: name, name, status }, [
        west,
        39.111,
        west + 0.001,
        39.112,
      ]);
    await parcel('河东片区一号', 'planned', 117.081);
    await parcel('河东片区二号', 'approved', 117.083);
    await parcel('河西片区一号', 'approved', 117.085);
    const { room, targets } = await dashboard();
    const [exact] = await database().query<{ area: number }>(
      `select round(area_square_meters::numeric, 2) as area from gengjie.conversion_parcels where name = '河东片区二号'`,
    );
    expect(room).toEqual([
      {
        target: targets[2]?.target,
        place: '河东片区',
        year: 2023,
        quotaSquareMeters: 50_000,
        usedSquareMeters: exact?.area,
        leftSquareMeters: Math.round(5_000_000 - exact!.area * 100) / 100,
        floorMarginSquareMeters: targets[0]?.margin,
      },
    ]);
  });

  it('forecasts what plans take from the ledger, ground under two plans once', async () => {
    const before = await dashboard();
    expect(before.forecast, 'no plan lies on farmland yet').toEqual([]);
    const box = [117.081, 39.101, 117.083, 39.105] as const;
    await aFeature(
      database(),
      'conversion_parcels',
      { parcel_number: 'K', name: '某地', status: 'planned' },
      box,
    );
    await aFeature(
      database(),
      'green_plans',
      { name: '绿地', plan_year: 2025 },
      [117.082, 39.101, 117.085, 39.105],
    );
    const { forecast, trend } = await dashboard();
    const now = trend.at(-1)!.farmlandSquareMeters;
    const [paddy] = await database().query<{ area: number }>(
      `select class_area as area from gengjie.land_parcels where parcel_number = '0001' and land_class = '0101'`,
    );
    expect(forecast.map(({ year }) => year)).toEqual([2023, 2025]);
    const taken = forecast[0]!.conversionSquareMeters + forecast[1]!.greenSquareMeters;
    expect(taken, 'both together cover the whole parcel').toBeCloseTo(paddy!.area, 2);
    expect(forecast[0]!.conversionSquareMeters / paddy!.area).toBeCloseTo(0.5, 3);
    expect(forecast[1]!.farmlandSquareMeters).toBeCloseTo(now - paddy!.area, 2);
  });

  it('gives the same answer from memory, and another once a layer changed', async () => {
    const first = await dashboard();
    expect(await dashboard()).toEqual(first);
    await aFeature(
      database(),
      'land_parcels',
      { parcel_number: '9', land_class: '0101', parcel_area: 100, deducted_area: 0, class_area: 100 },
      [117.087, 39.107, 117.088, 39.108],
    );
    const second = await dashboard();
    expect(second.targets[0]!.measured! - first.targets[0]!.measured!).toBeCloseTo(100, 6);
  });

  it('refuses a region that is not there', async () => {
    expect((await client().request('/api/dashboard?region=120119')).status).toBe(404);
  });

  it('lists the indicators with their formula in words', async () => {
    const { indicators } = (await client().get('/api/indicators')) as {
      indicators: { code: string; own: boolean; formulaText: { zh: string } | null }[];
    };
    expect(indicators.find(({ code }) => code === 'farmland_retention')?.formulaText?.zh).toBe(
      'Σ “地类图斑”〔分类标准 = 三调工作分类，地类编码 = 0101 水田、0102 水浇地、0103 旱地〕的图斑地类面积',
    );
    expect(indicators.find(({ code }) => code === 'afforestation')?.formulaText).toBeNull();
    expect(indicators.some(({ own }) => own)).toBe(false);
  });
});
