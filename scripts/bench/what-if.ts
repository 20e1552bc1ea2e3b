import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ScenarioItem, WhatIf } from '#core/contract/what-if.ts';
import { farmlandClasses } from '#core/targets/farmland.ts';
import { createApp } from '#server/app.ts';
import { readConfig } from '#server/config.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { openBench } from './open-bench.ts';
import { benchPerson } from './person.ts';
import { percentiles, randomNumbers, table } from './statistics.ts';

const help = `用法 Usage: npx tsx scripts/bench/what-if.ts [--count N] [--embedded]

试算：三个征转地块之一随手指移动，每一步从请求到服务器的精确答案计时；并与整体重算核对到 0.01 m²。打印 Markdown。
What-if over HTTP: one of three conversion outlines moves; the time from the request to the exact answer of each step; each tenth answer is compared with
the full recomputation to 0.01 m². Prints Markdown.

  DATABASE_URL   PostGIS with a seeded county (npm run seed -- --county)
  --embedded     the embedded engine of GENGJIE_HOME (the demonstration) instead
  --count N      steps, default 100
`;

const { db, count: steps } = await openBench(help, 100);
const setting = await workspaceSetting(db);
const person = await benchPerson(db, [{ role: 'planner', regionCode: setting.region }]);
const agent = new Agent({ keepAlive: true });
const app = createApp({ db, config: readConfig({ ...process.env, GENGJIE_RATE_LIMIT: '0' }) });
app.server.listen(0, '127.0.0.1');
await once(app.server, 'listening');
const { port } = app.server.address() as AddressInfo;
try {
  await run();
} finally {
  agent.destroy();
  app.server.close();
  app.server.closeAllConnections();
  await app.close();
  await person.remove();
  await db.close();
}

async function run(): Promise<void> {
  const places = await somePlaces(3);
  const next = randomNumbers(7);
  const times: number[] = [];
  const pieces: number[] = [];
  for (let step = -10; step < steps; step += 1) {
    const [x, y] = places[0]!;
    const moved: Place = [x + (next() - 0.5) * 0.004, y + (next() - 0.5) * 0.004];
    const items = [moved, ...places.slice(1)].map(outlineAt);
    const began = performance.now();
    const answer = await ask(items);
    const took = performance.now() - began;
    if (step >= 0) {
      times.push(took);
      pieces.push(answer.pieces.length);
    }
    if (step >= 0 && step % 10 === 0) await compare(items, answer);
  }
  const { p50, p95, max } = percentiles(times);
  const [count] = await db.query<{ parcels: number }>(
    'select count(*)::integer as parcels from gengjie.land_parcels where in_force',
  );
  console.log(`\n### ${db.engine}, PostGIS ${db.version.postgis}, ${count?.parcels} parcels\n`);
  console.log(
    table(
      ['steps', 'pieces (median)', 'p50 ms', 'p95 ms', 'max ms', 'bar'],
      [[times.length, percentiles(pieces).p50, p50.toFixed(0), p95.toFixed(0), max.toFixed(0), 'p95 ≤ 200']],
    ),
  );
}

/** Farmland of the region with the farmland of the ground under the items taken out, all of it measured anew. */
async function compare(items: readonly ScenarioItem[], answer: WhatIf): Promise<void> {
  const classes = farmlandClasses.map(({ code }) => code);
  const [whole] = await db.query<{ area: number }>(
    `with taken as materialized (
       select st_union(st_setsrid(st_geomfromgeojson(g), 4490), 1e-11) as geom from unnest($1::text[]) g)
     select coalesce(sum(l.class_area * st_area(st_collectionextract(st_intersection(l.geom, t.geom), 3)::geography) / l.area_square_meters), 0)::double precision as area
     from gengjie.land_parcels l, taken t
     where l.in_force and l.land_class_scheme = 'sandiao' and l.land_class = any ($2::text[]) and st_intersects(l.geom, t.geom)`,
    [items.map(({ geometry }) => JSON.stringify(geometry)), classes],
  );
  const off = Math.abs((whole?.area ?? 0) - answer.total.farmlandLostSquareMeters);
  // Each piece is rounded to 0.01 m² once more than the recomputation is.
  if (off > 0.01 * Math.max(1, answer.pieces.length)) {
    throw new Error(`the answer is off by ${off} m² of ${answer.total.farmlandLostSquareMeters}`);
  }
}

type Place = readonly [number, number];

/** A hexagon of about 8 ha. */
function outlineAt([x, y]: Place, index: number): ScenarioItem {
  const ring = [0, 1, 2, 3, 4, 5, 0].map((corner) => {
    const angle = (corner * Math.PI) / 3;
    return [x + 0.002 * Math.cos(angle), y + 0.0016 * Math.sin(angle)];
  });
  return {
    id: `item-${index}`,
    kind: 'conversion',
    name: `地块 ${index + 1}`,
    geometry: { type: 'Polygon', coordinates: [ring] },
    landClassAfter: '0701',
    expropriated: true,
  };
}

/** Points on farmland in the middle of the region, the same on every run. */
async function somePlaces(wanted: number): Promise<Place[]> {
  const rows = await db.query<{ x: number; y: number }>(
    `select st_x(p) as x, st_y(p) as y from (select st_pointonsurface(geom) as p from gengjie.land_parcels
     where in_force and land_class in ('0101', '0102', '0103') order by md5(id::text) limit $1) q`,
    [wanted],
  );
  return rows.map(({ x, y }) => [x, y]);
}

function ask(items: readonly ScenarioItem[]): Promise<WhatIf> {
  const body = JSON.stringify({ region: setting.region, items });
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: person.authorization,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const asked = request(
      { port, host: '127.0.0.1', path: '/api/what-if', method: 'POST', agent, headers },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if (answer.statusCode === 200) resolve(JSON.parse(text) as WhatIf);
          else reject(new Error(`${answer.statusCode}: ${text.slice(0, 500)}`));
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
