import { Access } from '#server/access/access.ts';
import type { Actor } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import { regionByCode } from '#server/db/tables/regions.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { targetsOf } from '#server/db/tables/targets.ts';
import { dashboardOf } from '#server/operations/dashboard.ts';
import { Measurements } from '#server/operations/measurements.ts';
import { targetEffectsBefore } from '#server/operations/target-effects.ts';
import { openBench } from './open-bench.ts';
import { benchPerson } from './person.ts';
import { percentiles, table } from './statistics.ts';

const help = `用法 Usage: npx tsx scripts/bench/dashboard.ts [--count N] [--embedded]

指标看板：整区的量算，初次（无记忆）与再次（有记忆）的毫秒数，并逐指标列出初次量算的时间；打印 Markdown 表。
Times the dashboard of the whole district, first (nothing remembered) and again, and the first measurement of each indicator; prints Markdown.

  DATABASE_URL   PostGIS with a seeded county (npm run seed -- --county)
  --embedded     the embedded engine of GENGJIE_HOME instead
  --count N      times asked again, default 40
`;

const { db, count } = await openBench(help, 40);
const { region: code } = await workspaceSetting(db);
const person = await benchPerson(db, [{ role: 'planner', regionCode: code }]);
const access = new Access(db);
try {
  const inRights = <T>(work: (tx: Queryable) => Promise<T>) =>
    access.run(person.actor, { id: 'bench', address: '127.0.0.1' }, work, { timeoutMs: 600_000 });
  const region = await inRights((tx) => regionByCode(tx, code));
  if (!region) throw new Error(`no region ${code}`);
  const actor: Actor = person.actor;
  const question = { region, year: undefined, moments: null };

  const measurements = new Measurements();
  const timed = async (work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  const ask = () => inRights((tx) => dashboardOf(tx, actor, question, measurements));
  const first = await timed(ask);
  const again: number[] = [];
  for (let i = 0; i < count; i++) again.push(await timed(ask));
  const effects: number[] = [];
  for (let i = 0; i < count; i++) {
    effects.push(
      await timed(() =>
        inRights((tx) =>
          targetEffectsBefore(tx, actor, { region: code, year: undefined, moments: null }, measurements),
        ),
      ),
    );
  }
  const ms = (value: number) => value.toFixed(1);
  const row = (name: string, all: readonly number[]) => {
    const { p50, p95, max } = percentiles(all);
    return [name, all.length, ms(p50), ms(p95), ms(max)];
  };
  console.log(`\n### ${db.engine}, PostGIS ${db.version.postgis}; ${region.name} ${code}\n`);
  console.log(
    table(
      ['question', 'n', 'p50 ms', 'p95 ms', 'max ms'],
      [
        row('dashboard, first', [first]),
        row('dashboard, again', again),
        row('targets before a scenario', effects),
      ],
    ),
  );

  const records = await inRights((tx) => targetsOf(tx, code, null));
  const rows = [];
  for (const record of records.filter(({ formula }) => formula !== null)) {
    let value: number | null = null;
    const spent = await timed(() =>
      inRights(async (tx) => {
        const measurer = await new Measurements().begin(tx, actor, null);
        value = (await measurer.measure(record, code)).measurement?.value ?? null;
      }),
    );
    rows.push([record.indicator, value ?? '–', ms(spent)]);
  }
  console.log(`\n${table(['indicator', 'measured', 'first ms'], rows)}`);
} finally {
  await person.remove();
  await db.close();
}
