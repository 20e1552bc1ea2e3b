import { beforeAll, describe, expect, it } from 'vitest';
import { withApp } from '../support/app.ts';
import { askAsDescribed } from '../support/ask.ts';
import { aSettledTown, OTHER_VILLAGE, TOWN, VILLAGE } from '../support/cast.ts';
import { databases, withDatabase } from '../support/database.ts';

describe.each(databases)('targets and measuring over HTTP on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  let ridge: number;
  let target: number;

  beforeAll(async () => {
    ({ ridge, target } = await aSettledTown(database()));
  });

  const ask = (path: string, template: string, init?: RequestInit) =>
    askAsDescribed(client(), path, template, init);

  it('measures farmland as Σ class area of 0101–0103 and judges the floor', async () => {
    const { body } = await ask(`/api/targets?region=${TOWN}&year=2023`, '/api/targets');
    const { targets } = body as {
      targets: {
        id: number;
        indicator: string;
        state: string;
        measured: { value: number; margin: number; rowCount: number } | null;
        byVillage: { code: string; value: number }[];
      }[];
    };
    const [farmland, income] = targets;
    const exact = await database().query<{ sum: number }>(
      `select sum(class_area) as sum from gengjie.land_parcels where land_class in ('0101', '0102', '0103') and in_force`,
    );
    expect(farmland?.measured?.value).toBe(exact[0]?.sum);
    expect(farmland?.measured?.margin).toBeCloseTo((exact[0]?.sum ?? 0) - 100_000, 6);
    expect(farmland?.state).toBe((exact[0]?.sum ?? 0) >= 100_000 ? 'holds' : 'breached');
    expect(farmland?.byVillage.map(({ code }) => code)).toEqual([VILLAGE, OTHER_VILLAGE]);
    expect(income, 'an indicator that nothing measures is never held').toMatchObject({
      indicator: 'collective_income',
      state: 'not-measured',
      measured: null,
      byVillage: [],
    });
  });

  it('takes the town by its 9 digits as well, and refuses a region that is not here', async () => {
    const short = (await ask('/api/targets?region=120111001&year=2023', '/api/targets')).body as {
      targets: unknown[];
    };
    expect(short.targets).toHaveLength(2);
    expect((await ask('/api/targets?region=120119', '/api/targets')).status).toBe(404);
    expect((await ask('/api/targets?region=12', '/api/targets')).status).toBe(400);
  });

  it('opens the figure to its rows, which sum to it to the last hundredth', async () => {
    const listed = (await client().get(`/api/targets?region=${TOWN}&year=2023`)) as {
      targets: { measured: { value: number } }[];
    };
    const rows: { id: number; value: number; landClassName: string; regionName: string }[] = [];
    let after: number | null = 0;
    while (after !== null) {
      const page = (await ask(`/api/targets/${target}/rows?limit=2&after=${after}`, '/api/targets/{id}/rows'))
        .body as { rows: typeof rows; next: number | null; total: number; count: number };
      expect(page.count).toBe(3);
      rows.push(...page.rows);
      after = page.next;
    }
    expect(rows.map(({ landClassName }) => landClassName)).toEqual(['水田', '旱地', '水浇地']);
    expect(rows.find(({ id }) => id === ridge)?.value, 'ridges are deducted').toBe(935.04);
    const cents = rows.reduce((sum, { value }) => sum + Math.round(value * 100), 0);
    expect(cents / 100).toBe(listed.targets[0]?.measured.value);
  });

  it('opens one village’s part, and no village of another town', async () => {
    const part = (
      await ask(`/api/targets/${target}/rows?region=${OTHER_VILLAGE}&geometry=true`, '/api/targets/{id}/rows')
    ).body as { total: number; rows: { geometry: { type: string } }[] };
    expect(part.total).toBe(2000.1);
    expect(part.rows.map(({ geometry }) => geometry.type)).toEqual(['MultiPolygon']);
    expect(
      (await ask(`/api/targets/${target}/rows?region=120119001001`, '/api/targets/{id}/rows')).status,
    ).toBe(404);
  });

  it('says that a target without a measure cannot be opened', async () => {
    expect((await ask('/api/targets/999/rows', '/api/targets/{id}/rows')).body).toMatchObject({
      type: '/problems/target-not-found',
    });
    const { targets } = (await client().get(`/api/targets?region=${TOWN}`)) as { targets: { id: number }[] };
    expect((await ask(`/api/targets/${targets[1]?.id}/rows`, '/api/targets/{id}/rows')).body).toMatchObject({
      type: '/problems/target-not-measured',
    });
  });

  const measure = (geometry: unknown) =>
    ask('/api/measure/area', '/api/measure/area', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ geometry }),
    });

  it('measures a polygon by the database and by the survey’s routine', async () => {
    const { body } = await measure({
      type: 'Polygon',
      coordinates: [
        [
          [117.08, 39.1],
          [117.09, 39.1],
          [117.09, 39.11],
          [117.08, 39.11],
          [117.08, 39.1],
        ],
      ],
    });
    const { databaseSquareMeters, surveySquareMeters } = body as {
      databaseSquareMeters: number;
      surveySquareMeters: number;
    };
    expect(databaseSquareMeters).toBeCloseTo(960281.5413446426, 3);
    expect(Math.abs(surveySquareMeters - databaseSquareMeters)).toBeLessThan(1);
  });

  it('refuses a bow-tie with the place of the crossing, and an unclosed ring, and half a JSON', async () => {
    const bowTie = await measure({
      type: 'Polygon',
      coordinates: [
        [
          [117, 39],
          [117.01, 39.01],
          [117.01, 39],
          [117, 39.01],
          [117, 39],
        ],
      ],
    });
    expect(bowTie).toMatchObject({ status: 422, body: { type: '/problems/invalid-geometry' } });
    expect((bowTie.body as { value: string }).value).toContain('117.005');
    expect(
      (
        await measure({
          type: 'Polygon',
          coordinates: [
            [
              [117, 39],
              [117.01, 39.01],
              [117.01, 39],
              [117.02, 39.2],
            ],
          ],
        })
      ).status,
    ).toBe(422);
    expect((await measure({ type: 'Point', coordinates: [117, 39] })).status).toBe(400);
    expect(
      (
        await client().request('/api/measure/area', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"geometry":',
        })
      ).status,
    ).toBe(400);
  });
});
