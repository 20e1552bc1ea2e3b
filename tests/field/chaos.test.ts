import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/database.ts';
import { nothingWasLost } from './chaos/invariants.ts';
import { type Played, play } from './chaos/schedule.ts';
import { World } from './chaos/world.ts';

/** A thousand in all, on as many engines as there are. */
const SCHEDULES = databases.includes('postgis')
  ? { embedded: 600, postgis: 400 }
  : { embedded: 1000, postgis: 0 };
const AT_ONCE = 10;
const FIRST_SEED = 20_261_123;

/** One schedule alone: `CHAOS_SEED=… npx vitest run tests/field/chaos.test.ts`. */
const only = Number(process.env.CHAOS_SEED) || null;

describe.each(databases)('chaos on %s', { timeout: 1_200_000 }, (engine) => {
  const world = new World(engine);
  beforeAll(() => world.start(8), 180_000);
  afterAll(() => world.stop(), 60_000);

  it('loses nothing, doubles nothing, calls nothing confirmed that is not there', async () => {
    const count = only ? 1 : SCHEDULES[engine];
    const seeds = Array.from({ length: count }, (_, i) => only ?? FIRST_SEED + i);
    const tally = { operations: 0, pictures: 0, kills: 0, quota: 0, faults: new Map<string, number>() };
    for (let from = 0; from < seeds.length; from += AT_ONCE) {
      const wave = Math.floor(from / AT_ONCE);
      const playing = Promise.allSettled(
        seeds.slice(from, from + AT_ONCE).map((seed) => playOne(world, seed)),
      );
      // The server falls over in the middle of every fourth wave, sometimes with its database; on PostGIS connections are cut under it.
      if (wave % 2 === 1 && !only) {
        await new Promise((resolve) => setTimeout(resolve, 150));
        if (wave % 4 === 1) await world.restart({ database: wave % 48 === 1 });
        else if (engine === 'postgis') await world.cutDatabase();
      }
      const results = await playing;
      if (wave % 10 === 9) console.info(`${engine}: ${from + AT_ONCE} schedules`);
      for (const result of results) {
        if (result.status === 'rejected') throw result.reason;
        countUp(tally, result.value.devices);
      }
    }
    console.info(
      `${engine}: ${seeds.length} schedules, ${tally.operations} operations, ${tally.pictures} pictures, ${tally.kills} pages killed, ` +
        `${tally.quota} full phones, ${JSON.stringify(Object.fromEntries(tally.faults))}`,
    );
    expect(tally.operations).toBeGreaterThan(seeds.length);
  });
});

async function playOne(world: World, seed: number): Promise<Played> {
  try {
    const played = await play(world, seed);
    await nothingWasLost(world, played);
    for (const device of played.devices) await device.store.close();
    return played;
  } catch (error) {
    (error as Error).message = `seed ${seed}: ${(error as Error).message}`;
    throw error;
  }
}

function countUp(
  tally: { operations: number; pictures: number; kills: number; quota: number; faults: Map<string, number> },
  devices: Played['devices'],
): void {
  for (const { saved, pictures, killed, quota, network } of devices) {
    tally.operations += saved.size;
    tally.pictures += pictures.size;
    tally.kills += killed;
    tally.quota += quota;
    for (const [fault, count] of network.seen)
      tally.faults.set(fault, (tally.faults.get(fault) ?? 0) + count);
  }
}
