import { beforeAll, describe, expect, test } from 'vitest';
import { verifyChain } from '#server/audit/verify-chain.ts';
import { type Client, withApp } from '../../support/app.ts';
import { aSettledTown } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { editing, type Whole } from '../edits/editing.ts';

describe.each(databases)('a clock that jumps, on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const parcels = editing(client, 'land_parcels');
  let paddy: number;
  beforeAll(async () => {
    ({ paddy } = await aSettledTown(database()));
  });

  const note = async (text: string): Promise<Whole> => {
    const before = await parcels.feature(paddy);
    const { status, body } = await parcels.edit(paddy, before.versionId, { properties: { note: text } });
    expect(status, JSON.stringify(body)).toBe(200);
    return body as Whole;
  };
  /** As if the machine's clock had been ahead until now: what was written last is in the future by the clock of today. */
  const clockGoesBack = (interval: string) =>
    database().query(`UPDATE gengjie.clock SET last = greatest(last, clock_timestamp() + $1::interval)`, [
      interval,
    ]);

  test('set back by a day: versions still follow each other, and each moment shows its own', async () => {
    const first = await note('跳变之前');
    const known = await knownFroms(client(), paddy);
    await clockGoesBack('1 day');
    const second = await note('拨回之后');
    const third = await note('再改一次');
    const after = await knownFroms(client(), paddy);
    expect(after.length).toBeGreaterThan(known.length);
    expect(after, 'newest first').toEqual([...after].sort().reverse());
    const { versions } = await parcels.history(paddy);
    const of = (whole: Whole) => versions.find(({ versionId }) => versionId === whole.versionId)!;
    for (const [whole, text] of [
      [first, '跳变之前'],
      [second, '拨回之后'],
      [third, '再改一次'],
    ] as const) {
      const then = await parcels.feature(paddy, `?asOf=${encodeURIComponent(of(whole).knownFrom)}`);
      expect(then.properties.note).toBe(text);
    }
    const [upsideDown] = await database().query<{ count: number }>(
      `SELECT count(*) AS count FROM gengjie.land_parcels
       WHERE isempty(known_during) OR isempty(valid_during) OR upper(known_during) <= lower(known_during)`,
    );
    expect(upsideDown?.count).toBe(0);
  });

  test('the audit log keeps its order and its chain', async () => {
    await clockGoesBack('2 days');
    await note('审计');
    expect(await verifyChain(database())).toMatchObject({ intact: true });
  });

  test('many writes at one instant of a clock that stands still get instants of their own', async () => {
    await clockGoesBack('3 days');
    const instants = await Promise.all(
      Array.from({ length: 20 }, () =>
        database().transaction((tx) => tx.query<{ at: string }>('SELECT gengjie.next_instant()::text AS at')),
      ),
    );
    expect(new Set(instants.map(([row]) => row?.at)).size).toBe(20);
  });
});

async function knownFroms(client: Client, id: number): Promise<string[]> {
  const { versions } = (await client.get(`/api/layers/land_parcels/features/${id}/history`)) as {
    versions: { knownFrom: string }[];
  };
  return versions.map(({ knownFrom }) => knownFrom);
}
