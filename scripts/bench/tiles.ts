import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { Access } from '#server/access/access.ts';
import { Authenticator } from '#server/access/authenticate.ts';
import { readConfig } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { createTileHandler } from '#server/tiles/handler.ts';
import { type BenchPerson, benchPerson } from './person.ts';
import { percentiles, randomNumbers, table } from './statistics.ts';
import { cachedTileCpu } from './tiles-cached.ts';

const help = `用法 Usage: npx tsx scripts/bench/tiles.ts [--layer ID] [--count N] [--embedded] [--no-cached]

未缓存瓦片（经 HTTP）与同一瓦片的 ST_AsMVT 逐张交替计时，打印 Markdown 表。
Times uncached tiles over HTTP against raw ST_AsMVT of the same tile, alternating tile by tile; prints Markdown.

  DATABASE_URL   PostGIS with a seeded county (npm run seed -- --county)
  --embedded     also the embedded engine of GENGJIE_HOME: its layer is copied into a scratch table of DATABASE_URL for ST_AsMVT
  --layer ID     default land_parcels
  --count N      tiles a zoom, default 40 (a quarter below z12)
  --no-cached    leave out the CPU of cached tiles
`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    embedded: { type: 'boolean' },
    'no-cached': { type: 'boolean' },
    layer: { type: 'string', default: 'land_parcels' },
    count: { type: 'string', default: '40' },
  },
});
const config = readConfig();
if (values.help || !config.databaseUrl) {
  console.log(help);
  process.exit(values.help ? 0 : 1);
}
const layer = values.layer;
if (!/^[a-z_]+$/.test(layer)) throw new Error(`no layer: ${layer}`);
const scratch = 'gengjie_bench_tiles';
// As a browser does.
const agent = new Agent({ keepAlive: true });
// Tiles a zoom before the clock starts: workers and compiler warm up.
const warm = 8;
const postgis = await openDatabase({ url: config.databaseUrl, home: config.home });

console.log(`\n### PostGIS ${postgis.version.postgis}, ${layer}\n`);
console.log(await compare(postgis, `gengjie.${layer}`));
if (values.embedded) {
  // Beside a running server its engine is used; else this process owns the folder.
  const embedded = await openDatabase({ home: config.home, attach: true }).catch(() =>
    openDatabase({ home: config.home }),
  );
  await copyToScratch(embedded);
  console.log(`\n### Embedded PostGIS ${embedded.version.postgis}, ${layer}, against ST_AsMVT of PostGIS\n`);
  console.log(await compare(embedded, scratch));
  await postgis.query(`drop table ${scratch}`);
  await embedded.close();
}
if (!values['no-cached']) {
  console.log('\n### Cached tile, server CPU a request\n');
  const person = await planner(postgis);
  const { authorization } = person;
  console.log(await cachedTileCpu(config.databaseUrl, layer, await places(postgis, 14, 24), authorization));
  await person.remove();
}
await postgis.close();
agent.destroy();

interface Place {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** Every tile once through our handler (nothing cached) and once through ST_AsMVT, in turns. */
async function compare(db: Database, nativeTable: string): Promise<string> {
  const handler = createTileHandler({
    db,
    access: new Access(db),
    authenticator: new Authenticator(db, config),
    config: { ...config, tileCacheBytes: 1 },
  });
  const person = await planner(db);
  const headers = { 'accept-encoding': 'gzip', authorization: person.authorization };
  const server = createServer((asked, answer) => void handler.handle(asked, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = ({ z, x, y }: Place) => `http://127.0.0.1:${port}/tiles/${layer}/${z}/${x}/${y}.mvt`;
  for (let zoom = 8; zoom <= 16; zoom += 1)
    for (const place of await places(db, zoom, warm)) await fetchTile(url(place), headers);
  const rows: (string | number)[][] = [];
  for (let zoom = 8; zoom <= 16; zoom += 1) {
    const count = zoom < 12 ? Math.ceil(Number(values.count) / 4) : Number(values.count);
    const ours: number[] = [];
    const native: number[] = [];
    const bytes: number[] = [];
    const packed: number[] = [];
    const nativeBytes: number[] = [];
    for (const place of await places(db, zoom, count)) {
      let began = performance.now();
      const tile = await fetchTile(url(place), headers);
      ours.push(performance.now() - began);
      packed.push(tile.length / 1000);
      bytes.push(tile.length === 0 ? 0 : gunzipSync(tile).length / 1000);
      began = performance.now();
      nativeBytes.push((await nativeTile(nativeTable, place)) / 1000);
      native.push(performance.now() - began);
    }
    const [own, raw] = [percentiles(ours), percentiles(native)];
    rows.push([
      zoom,
      ours.length,
      raw.p50.toFixed(1),
      raw.p95.toFixed(1),
      own.p50.toFixed(1),
      own.p95.toFixed(1),
      (own.p50 / raw.p50).toFixed(2),
      percentiles(ours.map((each, index) => each / native[index]!)).p50.toFixed(2),
      `${percentiles(nativeBytes).p50.toFixed(0)} / ${percentiles(nativeBytes).max.toFixed(0)}`,
      `${percentiles(bytes).p50.toFixed(0)} / ${percentiles(bytes).max.toFixed(0)}`,
      percentiles(packed).max.toFixed(0),
    ]);
  }
  await new Promise((resolve) => server.close(resolve));
  await handler.close();
  await person.remove();
  return table(
    [
      'z',
      'tiles',
      'ST_AsMVT p50 ms',
      'p95',
      'ours p50 ms',
      'p95',
      'ratio of p50',
      'median ratio',
      'ST_AsMVT KB p50 / max',
      'ours KB p50 / max',
      'gzip KB max',
    ],
    rows,
  );
}

async function nativeTile(source: string, { z, x, y }: Place): Promise<number> {
  const tile = await postgis.queryBytes(
    `select st_asmvt(t, 'layer', 4096, 'g', 'id') from (
       select id, land_class, parcel_number, st_asmvtgeom(geom_3857, st_tileenvelope($1, $2, $3), 4096, 64, true) as g
       from ${source}
       where in_force and geom_3857 && st_tileenvelope($1, $2, $3, margin => 64.0 / 4096)) t`,
    [z, x, y],
  );
  return tile?.length ?? 0;
}

/** Tiles round the same random features on every run: where people look. */
async function places(db: Database, zoom: number, count: number): Promise<Place[]> {
  const next = randomNumbers(zoom);
  const [range] = await db.query<{ low: number; high: number }>(
    `select min(id) as low, max(id) as high from gengjie.${layer}`,
  );
  if (!range?.high) throw new Error(`${layer} is empty`);
  const found: Place[] = [];
  while (found.length < count) {
    const id = Math.floor(range.low + next() * (range.high - range.low));
    const [at] = await db.query<{ x: number; y: number }>(
      `select st_x(p) as x, st_y(p) as y from (select st_centroid(geom_3857) as p from gengjie.${layer}
       where in_force and id >= $1 order by id limit 1) q`,
      [id],
    );
    if (!at) continue;
    const size = 40075016.685578488 / 2 ** zoom;
    found.push({
      z: zoom,
      x: Math.floor((at.x + 20037508.342789244) / size),
      y: Math.floor((20037508.342789244 - at.y) / size),
    });
  }
  return found;
}

/** Somebody who sees the whole of what lies in the database. */
async function planner(db: Database): Promise<BenchPerson> {
  const { region } = await workspaceSetting(db);
  return benchPerson(db, [{ role: 'planner', regionCode: region }]);
}

async function copyToScratch(from: Database): Promise<void> {
  await postgis.script(
    `drop table if exists ${scratch};
     create unlogged table ${scratch} (id bigint, land_class text, parcel_number text,
       geom_3857 geometry(MultiPolygon, 3857), in_force boolean default true)`,
  );
  for await (const rows of from.stream<{ id: number; c: string; n: string; g: string }>(
    `select id, land_class as c, parcel_number as n, encode(st_asewkb(geom_3857), 'hex') as g
     from gengjie.${layer} where in_force`,
  )) {
    await postgis.query(
      `insert into ${scratch} (id, land_class, parcel_number, geom_3857)
       select i, c, n, g::geometry from unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) as u(i, c, n, g)`,
      [
        rows.map((row) => row.id),
        rows.map((row) => row.c),
        rows.map((row) => row.n),
        rows.map((row) => row.g),
      ],
    );
  }
  await postgis.script(
    `create index on ${scratch} using gist (geom_3857) where in_force; analyze ${scratch}`,
  );
}

function fetchTile(url: string, headers: Record<string, string>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        answer.statusCode === 200 || answer.statusCode === 204
          ? resolve(Buffer.concat(chunks))
          : reject(new Error(`${url}: ${answer.statusCode} ${Buffer.concat(chunks)}`)),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}
