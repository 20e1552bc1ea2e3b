import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { catalog, layerById } from '#core/catalog/index.ts';
import { Access } from '#server/access/access.ts';
import { createApp } from '#server/app.ts';
import { readConfig } from '#server/config.ts';
import type { Database, Queryable } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { featuresAt } from '#server/db/tables/features.ts';
import { regionsAt } from '#server/db/tables/regions.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { fieldsAt, sqlRowSource } from '#server/tiles/row-source.ts';
import { benchPerson } from './person.ts';
import { percentiles, randomNumbers, table } from './statistics.ts';

const help = `用法 Usage: npx tsx scripts/bench/rights.ts [--count N] [--embedded]

同一查询在行级安全之下与之外逐次交替计时（县级数据），打印 Markdown 表。
Times the same questions with row-level security and without it (as the owner, outside any transaction), alternating; prints Markdown.

  DATABASE_URL   PostGIS with a seeded county (npm run seed -- --county)
  --embedded     the embedded engine of GENGJIE_HOME instead
  --count N      places a question, default 60
  --best N       asks N times at each place and takes the quickest, which leaves out what else the machine does; default 5
  --only TEXT    questions whose name holds this
`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    embedded: { type: 'boolean' },
    count: { type: 'string', default: '60' },
    best: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
  },
});
// Nothing is kept between two requests.
const config = { ...readConfig(), tileCacheBytes: 1 };
if (values.help || (!config.databaseUrl && !values.embedded)) {
  console.log(help);
  process.exit(values.help ? 0 : 1);
}
const db = await openDatabase({
  home: config.home,
  ...(values.embedded ? {} : { url: config.databaseUrl }),
});
const { region } = await workspaceSetting(db);
const person = await benchPerson(db, [{ role: 'planner', regionCode: region }]);
const agent = new Agent({ keepAlive: true });
const count = Number(values.count);
const best = Number(values.best);
try {
  console.log(
    `\n### ${db.engine}, PostGIS ${db.version.postgis}; a planner of the whole district ${region}\n`,
  );
  console.log(
    table(
      ['question', 'n', 'without p50 ms', 'with p50 ms', 'ratio of p50', 'median ratio'],
      [...(await bySql()), ...(await byHttp())].filter(({ length }) => length > 0),
    ),
  );
} finally {
  agent.destroy();
  await person.remove();
  await db.close();
}

/** The statements alone, planned once on both sides, in a transaction of the owner and in one of the person. */
async function bySql(): Promise<(string | number)[][]> {
  // The embedded engine has one session, so there are no two transactions at a time.
  if (db.engine === 'embedded') return [];
  const origin = { id: 'bench', address: '127.0.0.1' };
  const places = await somePlaces(count);
  const layer = layerById('land_parcels');
  const rows = (zoom: number) => (tx: Queryable, place: Place) => {
    const reader = {
      regions: region,
      scope: '',
      seesNothing: false,
      run: <T>(work: (own: Queryable) => Promise<T>) => work(tx),
    };
    return sqlRowSource().rows(
      { layer, ...tileOf(place, zoom), fields: fieldsAt(layer, zoom, true) },
      reader,
    );
  };
  const identify = async (tx: Queryable, [lng, lat]: Place) => {
    await featuresAt(tx, catalog, [lng, lat]);
    await regionsAt(tx, [lng, lat]);
  };
  const both = (owner: Queryable, own: Queryable) => async () => {
    const measured: (string | number)[][] = [];
    for (const [name, ask] of [
      ['statement: identify', identify],
      ['statement: rows of a tile z12', rows(12)],
      ['statement: rows of a tile z14', rows(14)],
      ['statement: rows of a tile z16', rows(16)],
    ] as const) {
      measured.push(
        await compare(
          name,
          places,
          (place) => ask(owner, place),
          (place) => ask(own, place),
        ),
      );
    }
    return measured;
  };
  return db.transaction(
    (owner) => new Access(db).run(person.actor, origin, (own) => both(owner, own)(), { planOnce: true }),
    { readOnly: true, planOnce: true },
  );
}

/** Two servers on one database, one of which asks as the owner. */
async function byHttp(): Promise<(string | number)[][]> {
  const apps = [createApp({ db: withoutRights(db), config }), createApp({ db, config })] as const;
  const ports: number[] = [];
  for (const { server } of apps) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ports.push((server.address() as AddressInfo).port);
  }
  const [open = 0, guarded = 0] = ports;
  const http = (name: string, places: readonly Place[], path: (place: Place) => string) =>
    compare(
      name,
      places,
      (place) => get(open, path(place)),
      (place) => get(guarded, path(place)),
    );
  try {
    const rows: (string | number)[][] = [];
    const tiles = (zoom: number) => (place: Place) => {
      const { z, x, y } = tileOf(place, zoom);
      return `/tiles/land_parcels/${z}/${x}/${y}.mvt`;
    };
    rows.push(
      await http('identify', await somePlaces(count), ([lng, lat]) => `/api/identify?lng=${lng}&lat=${lat}`),
    );
    for (const zoom of [8, 10, 11, 12, 13, 14, 15, 16]) {
      const some = await somePlaces(zoom < 13 ? Math.ceil(count / 6) : count);
      rows.push(await http(`tile z${zoom}, not cached`, some, tiles(zoom)));
    }
    rows.push(await http('layers', await somePlaces(30), () => '/api/layers'));
    rows.push(await http('targets', await somePlaces(10), () => `/api/targets?region=${region}`));
    rows.push(
      await http(
        'search by number',
        await somePlaces(30),
        ([lng]) => `/api/search?q=${Math.round(lng * 1e6) % 1000}`,
      ),
    );
    return rows;
  } finally {
    for (const app of apps) {
      app.server.close();
      app.server.closeAllConnections();
      await app.close();
    }
  }
}

/** Both ways at each place, in turns, each as quick as it gets there. */
async function compare(
  name: string,
  places: readonly Place[],
  without: (place: Place) => Promise<unknown>,
  under: (place: Place) => Promise<unknown>,
): Promise<(string | number)[]> {
  if (!name.includes(values.only)) return [];
  const bare: number[] = [];
  const own: number[] = [];
  for (const place of places.slice(0, 10)) await Promise.all([without(place), under(place)]);
  for (const place of places) {
    let [quickestBare, quickestOwn] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    // What takes long is disturbed less.
    for (let turn = 0; turn < best && (turn < 3 || quickestOwn < 20); turn += 1) {
      quickestBare = Math.min(quickestBare, await timed(() => without(place)));
      quickestOwn = Math.min(quickestOwn, await timed(() => under(place)));
    }
    bare.push(quickestBare);
    own.push(quickestOwn);
  }
  const [p50, p50Own] = [percentiles(bare).p50, percentiles(own).p50];
  const ratios = percentiles(own.map((each, index) => each / bare[index]!));
  return [
    name,
    places.length,
    p50.toFixed(2),
    p50Own.toFixed(2),
    (p50Own / p50).toFixed(2),
    ratios.p50.toFixed(2),
  ];
}

async function timed(ask: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await ask();
  return performance.now() - began;
}

type Place = readonly [number, number];

/** Points on random parcels, the same on every run. */
async function somePlaces(wanted: number): Promise<Place[]> {
  const next = randomNumbers(11);
  const [range] = await db.query<{ low: number; high: number }>(
    'select min(id) as low, max(id) as high from gengjie.land_parcels',
  );
  if (!range?.high) throw new Error('there are no parcels');
  const places: Place[] = [];
  while (places.length < wanted) {
    const [at] = await db.query<{ x: number; y: number }>(
      `select st_x(p) as x, st_y(p) as y from (select st_pointonsurface(geom) as p from gengjie.land_parcels
       where in_force and id >= $1 order by id limit 1) q`,
      [Math.floor(range.low + next() * (range.high - range.low))],
    );
    if (at) places.push([at.x, at.y]);
  }
  return places;
}

function tileOf([lng, lat]: Place, z: number): { z: number; x: number; y: number } {
  const radians = (lat * Math.PI) / 180;
  return {
    z,
    x: Math.floor(((lng + 180) / 360) * 2 ** z),
    y: Math.floor(((1 - Math.log(Math.tan(radians) + 1 / Math.cos(radians)) / Math.PI) / 2) * 2 ** z),
  };
}

/** The same database, but whoever asks is the owner, and no transaction is begun for them. */
function withoutRights(database: Database): Database {
  return new Proxy(database, {
    get(target, key) {
      if (key === 'transaction') {
        const transaction: Database['transaction'] = (work, options) =>
          options?.person ? work(target) : target.transaction(work, options);
        return transaction;
      }
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function get(port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'gzip', authorization: person.authorization };
    const asked = request({ port, host: '127.0.0.1', path, agent, headers }, (answer) => {
      const { statusCode = 0 } = answer;
      answer
        .resume()
        .on('end', () => (statusCode < 300 ? resolve() : reject(new Error(`${path}: ${statusCode}`))));
    });
    asked.on('error', reject);
    asked.end();
  });
}
