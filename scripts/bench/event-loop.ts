// Event-loop lag of the server's process while the embedded engine works: `npx tsx scripts/bench/event-loop.ts`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readConfig } from '#server/config.ts';
import { prepareDatabase } from '#server/operations/prepare-database.ts';
import { table } from './statistics.ts';

const home = mkdtempSync(join(tmpdir(), 'gengjie-bench-'));
const db = await prepareDatabase(readConfig({ GENGJIE_HOME: home }), () => {});
const heavy: [string, string][] = [
  [
    'overlay of all parcels with all layers of control lines',
    `select count(*) as n, sum(st_area(st_intersection(p.geom, c.geom)::geography)) from gengjie.permanent_farmland c,
     lateral (select geom from gengjie.land_parcels p where p.in_force and p.geom && c.geom offset 0) p`,
  ],
  ['three million rows', 'select count(*) as n from generate_series(1, 3000000) a where sqrt(a) > 1'],
];
const rows: (string | number)[][] = [];
try {
  for (const [name, text] of heavy) {
    const lag = monitorEventLoopDelay({ resolution: 5 });
    lag.enable();
    const asked = performance.now();
    await db.query(text);
    const took = performance.now() - asked;
    lag.disable();
    rows.push([
      name,
      took.toFixed(0),
      (lag.percentile(99) / 1e6 - 5).toFixed(1),
      (lag.max / 1e6 - 5).toFixed(1),
    ]);
  }
} finally {
  await db.close();
  rmSync(home, { recursive: true, force: true });
}
console.log(table(['work in the embedded engine', 'took ms', 'lag p99 ms', 'lag max ms'], rows));
