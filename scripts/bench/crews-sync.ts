import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidV7 } from '#core/patches/operation.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { openBench } from './open-bench.ts';
import { benchPerson } from './person.ts';
import { startServer } from './server-process.ts';
import { percentiles, table } from './statistics.ts';

const help = `用法 Usage: npx tsx scripts/bench/crews-sync.ts [--count N] [--embedded]

外业同步：N 个班组各一人同时上报，每组一条新图斑；每条从请求到回执计时，连做五轮。服务端为单独的进程。打印 Markdown，并留下所报的图斑和人员。
Field sync: N crews, a person each, send a new patch each, all at once, five rounds, to a server of its own process; the time of each from the request to its receipt. Prints Markdown and leaves the
patches and people it made.

  DATABASE_URL   PostGIS with the demonstration (npm run seed)
  --count N      crews, default 200
`;

const { db, count: crews } = await openBench(help, 200);
const { region, bounds } = await workspaceSetting(db);
const people = await Promise.all(
  Array.from({ length: crews }, () => benchPerson(db, [{ role: 'field', regionCode: region }], 'write')),
);
const agent = new Agent({ keepAlive: true, maxSockets: crews });
const home = mkdtempSync(join(tmpdir(), 'gengjie-crews-'));
const server = await startServer({ GENGJIE_HOME: home, HOST: '127.0.0.1' });
const { port } = new URL(server.origin);
try {
  const rounds: number[][] = [];
  for (let round = 0; round < 5; round += 1) {
    rounds.push(await Promise.all(Array.from({ length: crews }, (_, crew) => flag(round * crews + crew))));
  }
  const row = (name: string, times: readonly number[]) => {
    const { p50, p95, max } = percentiles(times);
    return [name, times.length, p50.toFixed(0), p95.toFixed(0), max.toFixed(0)];
  };
  console.log(
    `\n### ${db.engine}, PostGIS ${db.version.postgis}, ${crews} crews at once (bar: p95 ≤ 1000 ms)\n`,
  );
  console.log(
    table(
      ['round', 'flags', 'p50 ms', 'p95 ms', 'max ms'],
      [row('first, of a server just started', rounds[0]!), row('those after it', rounds.slice(1).flat())],
    ),
  );
} finally {
  agent.destroy();
  await server.stop();
  rmSync(home, { recursive: true });
  await db.close();
}

/** Sends one flag; its time in ms. */
async function flag(index: number): Promise<number> {
  const [west, south, east, north] = bounds;
  const person = people[index % crews]!;
  // A grid of small squares well inside the region.
  const x = west + (east - west) * (0.4 + 0.2 * ((index % 40) / 40));
  const y = south + (north - south) * (0.4 + 0.2 * (Math.floor(index / 40) / 40));
  const ring = [
    [x, y],
    [x + 1e-4, y],
    [x + 1e-4, y + 1e-4],
    [x, y + 1e-4],
    [x, y],
  ];
  const [id, patch, device] = [0, 1, 2].map(() => uuidV7(Date.now(), randomBytes(10)));
  const body = JSON.stringify({
    device,
    operations: [
      {
        ...{
          form: 1,
          kind: 'flag',
          id,
          patch,
          device,
          person: person.actor.id,
          madeAt: Date.now(),
          clockOffset: 0,
          app: 'bench',
        },
        register: 'field-flag',
        writes: [
          { field: 'patch_class', value: 'residential', seen: [] },
          { field: 'outline', value: { type: 'MultiPolygon', coordinates: [[ring]] }, seen: [] },
        ],
      },
    ],
  });
  const began = performance.now();
  const answer = await post('/api/patch-operations', person.authorization, body);
  const took = performance.now() - began;
  const [receipt] = JSON.parse(answer).receipts ?? [];
  if (receipt?.outcome !== 'applied') throw new Error(answer.slice(0, 500));
  return took;
}

async function post(path: string, authorization: string, body: string): Promise<string> {
  const sent = request({
    ...{ agent, host: '127.0.0.1', port, path, method: 'POST' },
    headers: { authorization, 'content-type': 'application/json' },
  });
  sent.end(body);
  const [response] = await once(sent, 'response');
  let text = '';
  for await (const chunk of response) text += chunk;
  return text;
}
