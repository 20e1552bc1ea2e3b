import { beforeAll, describe, expect, it } from 'vitest';
import { seedDemonstration } from '#server/demonstration/seed-demonstration.ts';
import { withApp } from '../../support/app.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { batching, cents, farmland } from './course.ts';

describe.each(databases)('the batch of 南运河片区 on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const batches = batching(client);
  beforeAll(async () => {
    await seedDemonstration(database(), () => {});
  }, 120_000);

  it('goes from planned to carried out and back: farmland falls by what its pieces say, and is whole again', async () => {
    const { batches: list } = (await client().get('/api/batches')) as {
      batches: { id: number; reportedText: string }[];
    };
    expect(list).toMatchObject([{ number: 'XYM-2021-01', reportedText: '23.33' }]);
    const id = list[0]!.id;
    const planned = await batches.read(id);
    // It may be done, but the floor would break, the ground lies outside the boundary, and nothing makes the farmland good.
    expect(
      planned.checks.filter(({ result }) => result !== 'pass').map(({ code, result }) => [code, result]),
    ).toEqual([
      ['outside-urban-boundary', 'warning'],
      ['floor', 'warning'],
      ['balance', 'warning'],
    ]);
    expect(planned.checks.find(({ code }) => code === 'floor')!.findings[0]!.message.zh).toMatch(
      /西营门街道2023年“耕地保有量”将不达标，差 [\d.]+ m²/,
    );
    expect(planned.parcels.map(({ landClassAfter }) => landClassAfter)).toEqual(['0701', '08H2', '0810']);
    const before = await farmland(database());
    await batches.approve(id);
    const done = await batches.step(id, 'carried-out');
    expect(before - (await farmland(database()))).toBe(cents(done.areas.farmlandSquareMeters));
    await batches.step(id, 'undone');
    expect(await farmland(database())).toBe(before);
  });
});
