import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, withApp } from '../../support/app.ts';
import { aSettledTown, TOWN, withParcels } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { parcelShapefile, read, stored } from '../../support/import-flow.ts';
import { box, editing, type Whole } from './editing.ts';

const editCount = 500;

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

async function fingerprint(client: Client, path: string): Promise<string> {
  const response = await fetch(client.origin + path, {
    headers: { authorization: `Bearer ${client.token}` },
  });
  expect(response.status, path).toBe(200);
  return createHash('sha256')
    .update(new Uint8Array(await response.arrayBuffer()))
    .digest('hex');
}

describe.each(databases)('a report of a past moment on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const parcels = editing(client, 'land_parcels');
  let target: number;

  beforeAll(async () => {
    ({ target } = await aSettledTown(database()));
    await withParcels(
      database(),
      Array.from({ length: 20 }, (_, n) => ({
        number: `S${n}`,
        landClass: n % 2 ? '0101' : '0702',
        box: [117.081 + n * 2e-4, 39.11, 117.0812 + n * 2e-4, 39.111] as const,
      })),
    );
    await database().script(`
      update gengjie.land_parcels set valid_during = tstzrange(now() - interval '30 days', null);
      update gengjie.clock set last = greatest(last, clock_timestamp())`);
  });

  it(`is the same to the byte after ${editCount} later edits, withdrawals, restorations, imports and undone imports`, async () => {
    const random = numbers(7);
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
    const { moments } = (await client().get(`/api/targets?region=${TOWN}&asOf=9999-12-31`)) as {
      moments: { asOf: string; knownAt: string };
    };
    const at = `asOf=${moments.asOf}&knownAt=${moments.knownAt}`;
    const paths = [
      `/api/targets/export?region=${TOWN}&year=2023&${at}`,
      `/api/targets/${target}/export?${at}`,
      `/api/layers/land_parcels/export?${at}`,
      `/api/layers/land_parcels/export?format=csv&region=${TOWN}&${at}`,
      `/api/targets?region=${TOWN}&${at}`,
      `/api/identify?lng=117.083&lat=39.103&${at}`,
    ];
    const before = await Promise.all(paths.map((path) => fingerprint(client(), path)));
    const now = await client().get(`/api/targets?region=${TOWN}`);

    const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    const features = await database().query<{ id: number }>(
      'select id from gengjie.land_parcels where in_force',
    );
    const done: Record<string, number> = {};
    let batch: number | null = null;
    for (let n = 0; n < editCount; n++) {
      const { id } = pick(features);
      const { versions, current } = await parcels.history(id);
      const trueFrom = random() < 0.4 ? { trueFrom: dayBefore(Math.floor(random() * 25)) } : {};
      let answer: { status: number; body: unknown };
      let kind: string;
      if (current === null) {
        kind = 'restore';
        const newest = Math.max(...versions.map(({ versionId }) => versionId));
        answer = await parcels.restore(id, newest, pick(versions).versionId, trueFrom);
      } else if (random() < 0.12) {
        kind = 'withdraw';
        answer = await parcels.withdraw(id, current, trueFrom);
      } else if (random() < 0.3) {
        kind = 'outline';
        const [west, south] = [117.081 + random() * 0.006, 39.101 + random() * 0.01];
        answer = await parcels.edit(id, current, {
          geometry: box(west, south, west + 1e-3, south + 1e-3),
          ...trueFrom,
        });
      } else {
        kind = 'fields';
        answer = await parcels.edit(id, current, {
          properties: { land_class: pick(['0101', '0103', '0702', '0305']), note: `第${n}次` },
          ...trueFrom,
        });
      }
      // A day before the version in force began is refused, and so is a change that changes nothing.
      expect([200, 422], JSON.stringify(answer.body)).toContain(answer.status);
      if (answer.status === 422) {
        n--;
        continue;
      }
      done[kind] = (done[kind] ?? 0) + 1;
      if (n % 200 === 100)
        batch = (await stored(client(), (await read(client(), parcelShapefile())).id)).batchId;
      if (n % 200 === 150) {
        const { status } = await client().request(`/api/import-batches/${batch}/undo`, {
          method: 'POST',
        });
        expect(status).toBe(200);
      }
    }
    expect(Object.keys(done).sort()).toEqual(['fields', 'outline', 'restore', 'withdraw']);
    expect(await client().get(`/api/targets?region=${TOWN}`)).not.toEqual(now);
    expect(await Promise.all(paths.map((path) => fingerprint(client(), path)))).toEqual(before);
  }, 600_000);

  it('stays when a batch of edited features refuses to be undone', async () => {
    const imported = (await stored(client(), (await read(client(), parcelShapefile())).id)).batchId;
    const [row] = await database().query<{ id: number }>(
      'select min(id) as id from gengjie.land_parcels where batch_id = $1',
      [imported],
    );
    const feature = await parcels.feature(row?.id ?? 0);
    const edited = (await parcels.edit(feature.id, feature.versionId, { properties: { note: '改' } }))
      .body as Whole;
    expect(edited.batchId).toBeNull();
    const { status, body } = await client().request(`/api/import-batches/${imported}/undo`, {
      method: 'POST',
    });
    expect([status, (body as { type: string }).type]).toEqual([409, '/problems/batch-changed-since']);
  });
});
