// First start, later starts, first tile, memory, shutdown. `npx tsx scripts/bench/start.ts`; DATABASE_URL measures PostGIS instead.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demonstrationCookie, startServer } from './server-process.ts';
import { table } from './statistics.ts';

const home = mkdtempSync(join(tmpdir(), 'gengjie-bench-'));
const rows: (string | number)[][] = [];
try {
  for (const label of ['first start', 'later start', 'later start']) {
    const server = await startServer({ GENGJIE_HOME: home });
    const signedIn = { headers: { cookie: await demonstrationCookie(server.origin) } };
    const asked = performance.now();
    const { layers } = (await (await fetch(`${server.origin}/api/layers`, signedIn)).json()) as {
      layers: { id: string; bounds: [number, number, number, number] | null }[];
    };
    const parcels = layers.find(({ id }) => id === 'land_parcels');
    const tileJson = (await (await fetch(`${server.origin}/tiles/land_parcels.json`, signedIn)).json()) as {
      tiles: string[];
    };
    const template = tileJson.tiles[0] ?? '';
    const [x, y] = parcels?.bounds ? tileAt(parcels.bounds, 14) : [0, 0];
    const path = template.replace('{z}', '14').replace('{x}', String(x)).replace('{y}', String(y));
    const tile = await fetch(new URL(path, server.origin), signedIn);
    const bytes = (await tile.arrayBuffer()).byteLength;
    const firstTile = performance.now() - asked;
    const memory = server.memory();
    const stopMs = await server.stop();
    rows.push([
      label,
      (server.readyMs / 1000).toFixed(1),
      `${firstTile.toFixed(0)} (${tile.status}, ${bytes} B)`,
      memory.server.toFixed(0),
      memory.children.toFixed(0),
      (stopMs / 1000).toFixed(1),
    ]);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
console.log(
  table(
    ['', 'ready s', 'layers + first tile z14 ms', 'server RSS MB', 'child processes RSS MB', 'Ctrl+C s'],
    rows,
  ),
);

function tileAt([west, south, east, north]: [number, number, number, number], z: number): [number, number] {
  const latitude = (((south + north) / 2) * Math.PI) / 180;
  const n = 2 ** z;
  return [
    Math.floor((((west + east) / 2 + 180) / 360) * n),
    Math.floor(((1 - Math.asinh(Math.tan(latitude)) / Math.PI) / 2) * n),
  ];
}
