// Identify, overlay and search through HTTP at random places: `npx tsx scripts/bench/identify.ts [ORIGIN] [COUNT]`,
// of a server on this machine that shows the demonstration area or county.
import { demonstrationCookie } from './server-process.ts';
import { percentiles, randomNumbers, table } from './statistics.ts';

const origin = process.argv[2] ?? 'http://localhost:8080';
const count = Number(process.argv[3] ?? 300);
const random = randomNumbers(7);
const signedIn = { headers: { cookie: await demonstrationCookie(origin) } };

interface Layer {
  id: string;
  count: number;
  bounds: [number, number, number, number] | null;
}

const { layers } = (await get('/api/layers')) as { layers: Layer[] };
const parcels = layers.find(({ id }) => id === 'land_parcels');
if (!parcels?.bounds) throw new Error('no parcels in this database');
const [west, south, east, north] = parcels.bounds;

const identify: number[] = [];
const overlay: number[] = [];
let hits = 0;
for (let i = 0; i < count; i += 1) {
  const lng = west + random() * (east - west);
  const lat = south + random() * (north - south);
  const asked = performance.now();
  const result = (await get(`/api/identify?lng=${lng}&lat=${lat}`)) as {
    hits: { layer: string; id: number }[];
  };
  identify.push(performance.now() - asked);
  hits += result.hits.length;
  const parcel = result.hits.find(({ layer }) => layer === 'land_parcels');
  if (!parcel || i % 3 !== 0) continue;
  const then = performance.now();
  await get(`/api/layers/land_parcels/features/${parcel.id}/overlay`);
  overlay.push(performance.now() - then);
}
const search: number[] = [];
for (const text of ['xymj', '小稍', 'xsz', '12', '西', '9999', 'dongzhuang', '南运河']) {
  for (let i = 0; i < 10; i += 1) {
    const asked = performance.now();
    await get(`/api/search?q=${encodeURIComponent(text)}`);
    search.push(performance.now() - asked);
  }
}
const row = (name: string, values: number[]) => {
  const { p50, p95, max } = percentiles(values);
  return [name, values.length, p50.toFixed(1), p95.toFixed(1), max.toFixed(1)];
};
console.log(`${parcels.count} parcels, ${(hits / count).toFixed(1)} hits a click`);
console.log(
  table(
    ['request', 'n', 'p50 ms', 'p95 ms', 'max ms'],
    [row('identify', identify), row('overlay of a parcel', overlay), row('search', search)],
  ),
);

async function get(path: string): Promise<unknown> {
  const response = await fetch(origin + path, signedIn);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
