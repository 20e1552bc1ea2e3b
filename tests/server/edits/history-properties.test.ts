import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { withApp } from '../../support/app.ts';
import { aFeature, aTown } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { editing } from './editing.ts';

interface Step {
  readonly kind: 'edit' | 'withdraw' | 'restore';
  /** Days before today; null: from now on. */
  readonly back: number | null;
  /** Which version a restoration takes. */
  readonly choice: number;
}

interface Row {
  versionId: number;
  validFrom: string;
  validUntil: string | null;
  knownFrom: string;
  knownUntil: string | null;
}

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('edit', 'edit', 'withdraw', 'restore') as fc.Arbitrary<Step['kind']>,
    back: fc.option(fc.integer({ min: 0, max: 12 })),
    choice: fc.nat(),
  }),
  { minLength: 1, maxLength: 7 },
);

const holds = (from: string, until: string | null, at: string) =>
  from <= at && (until === null || at < until);

/** The version that a pair of instants shows; undefined where there is none. */
function shown(rows: readonly Row[], v: string, k: string): number[] {
  return rows
    .filter((row) => holds(row.validFrom, row.validUntil, v) && holds(row.knownFrom, row.knownUntil, k))
    .map(({ versionId }) => versionId);
}

describe.each(databases)('whatever is done to a feature on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const plans = editing(client, 'green_plans');
  beforeAll(() => aTown(database()));

  const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  let count = 0;

  it('at most one version is in force, each pair of instants shows at most one, and what was shown once stays shown', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const id = await aFeature(
          database(),
          'green_plans',
          { name: '绿地', plan_year: 2023 },
          [117.081, 39.111, 117.082, 39.112],
        );
        await database().query(
          `update gengjie.green_plans set valid_during = tstzrange(now() - interval '10 days', null) where id = $1`,
          [id],
        );
        const kept: { v: string; k: string; versions: number[] }[] = [];
        for (const { kind, back, choice } of sequence) {
          const { versions, current } = await plans.history(id);
          const newest = Math.max(...versions.map(({ versionId }) => versionId));
          const when = back === null ? {} : { trueFrom: dayBefore(back) };
          const chosen = versions[choice % versions.length]?.versionId ?? newest;
          count += 1;
          const { status, body } =
            kind === 'restore' || current === null
              ? await plans.restore(id, current ?? newest, chosen, when)
              : kind === 'withdraw'
                ? await plans.withdraw(id, current, when)
                : await plans.edit(id, current, { properties: { note: `第${count}次` }, ...when });
          expect([200, 422], JSON.stringify(body)).toContain(status);

          const after = await plans.history(id);
          expect(after.versions.length >= versions.length).toBe(true);
          if (status === 422) expect(after).toEqual({ versions, current });
          const open = after.versions.filter(
            ({ validUntil, knownUntil }) => validUntil === null && knownUntil === null,
          );
          expect(open.map(({ versionId }) => versionId)).toEqual(
            after.current === null ? [] : [after.current],
          );
          // Every corner of the plane of the two axes, and the moment itself.
          const instants = (ends: (string | null)[]) => [...new Set(ends.filter((end) => end !== null))];
          const ks = instants(after.versions.flatMap(({ knownFrom, knownUntil }) => [knownFrom, knownUntil]));
          const vs = instants(after.versions.flatMap(({ validFrom, validUntil }) => [validFrom, validUntil]));
          for (const v of vs) {
            for (const k of ks) {
              const versionsShown = shown(after.versions, v, k);
              expect(versionsShown.length, `${v} ${k}`).toBeLessThanOrEqual(1);
              kept.push({ v, k, versions: versionsShown });
            }
          }
          // What was seen at a past instant of knowledge is seen for ever.
          for (const { v, k, versions: before } of kept) expect(shown(after.versions, v, k)).toEqual(before);
        }
        // The database answers as the intervals say.
        const { versions } = await plans.history(id);
        const sample = kept.at(-1);
        if (sample) {
          const answer = await client().request(
            `/api/layers/green_plans/features/${id}?asOf=${sample.v}&knownAt=${sample.k}`,
          );
          const [expected] = shown(versions, sample.v, sample.k);
          expect(answer.status === 200 ? (answer.body as { versionId: number }).versionId : undefined).toBe(
            expected,
          );
        }
        const [row] = await database().query<{ count: number }>(
          'select count(*) as count from gengjie.green_plans where id = $1 and in_force',
          [id],
        );
        expect(row?.count).toBeLessThanOrEqual(1);
      }),
      { numRuns: 12, seed: 20261122 },
    );
  }, 240_000);

  it('an act of the audit log belongs to every version but those a change left behind', async () => {
    const [row] = await database().query<{ changes: number; acts: number }>(
      `select (select count(distinct known_during) from (select id, lower(known_during) as known_during from gengjie.green_plans where change_kind <> 'seed') c) as changes,
         (select count(*) from gengjie.audit_log where layer = 'green_plans') as acts`,
    );
    expect(row?.acts).toBe(row?.changes);
    expect(row?.acts).toBeGreaterThan(10);
  });
});
