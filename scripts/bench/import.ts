// Reading and storing a shapefile of N parcels: `npx tsx scripts/bench/import.ts [--parcels 20000]`; DATABASE_URL measures PostGIS instead of
// the embedded engine (the database gets the demonstration area and one batch, which is undone again).
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { importSettingsSchema } from '#core/contract/imports.ts';
import { openFiles } from '#core/formats/open-files.ts';
import { asSystem } from '#server/access/access.ts';
import { readConfig } from '#server/config.ts';
import { diskSource } from '#server/imports/disk-source.ts';
import { closeThreads } from '#server/imports/threads.ts';
import { analyseImport } from '#server/operations/analyse-import.ts';
import { commitImport } from '#server/operations/commit-import.ts';
import { prepareDatabase } from '#server/operations/prepare-database.ts';
import { undoImportBatch } from '#server/operations/undo-import-batch.ts';
import { prjTexts } from '../fixtures/coordinate-systems.ts';
import { inventedParcels, parcelFeatures, parcelFields } from '../fixtures/parcels.ts';
import { writeShapefile } from '../fixtures/shapefile-writer.ts';
import { table } from './statistics.ts';

const { values } = parseArgs({ options: { parcels: { type: 'string', default: '20000' } } });
const count = Number(values.parcels);
const home = mkdtempSync(join(tmpdir(), 'gengjie-bench-import-'));
const rows: (string | number)[][] = [];

try {
  const files = writeParcels();
  const upload = { files, sha256: '0'.repeat(64) };
  await measure('read: geometry and all attributes', async () => {
    const source = await openFiles(files.map(diskSource), {});
    for (const _ of source.features());
  });
  const config = { ...readConfig(), home };
  const db = await prepareDatabase(config, () => undefined);
  const run = asSystem(db);
  const settings = importSettingsSchema.parse({ layer: 'land_parcels' });
  // The first reading also starts the thread.
  const first = await analyseImport(run, upload, settings);
  const mapping = { ...first.preview.mapping, region_code: { value: '120111001000' } };
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const analysed = await measure('preview: read, project, check, measure, locate', () =>
    analyseImport(run, upload, { ...settings, mapping }),
  );
  const batch = await measure(`commit: read and check again, store (${db.engine})`, () =>
    commitImport(run, home, upload, analysed, 'bench'),
  );
  delay.disable();
  await measure('undo', () => undoImportBatch(run, batch.id));
  await closeThreads();
  await db.close();
  console.log(table(['', 'seconds', 'parcels/s'], rows));
  const lag = [50, 99, 100].map((share) => (delay.percentile(share) / 1e6).toFixed(0)).join(' / ');
  console.log(
    `\nevent-loop lag while reading and storing, p50 / p99 / max: ${lag} ms (${batch.rowCount} parcels)`,
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}

async function measure<T>(label: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  rows.push([label, seconds.toFixed(2), Math.round(count / seconds)]);
  return result;
}

/** Parcels of 11 × 8.5 m with twenty vertices, areas left to the importer: its dearest case. */
function writeParcels() {
  const origin = [39507000, 4329800] as const;
  const columns = Math.ceil(Math.sqrt(count));
  const parcels = inventedParcels(origin, columns, Math.ceil(count / columns)).slice(0, count);
  const features = parcelFeatures(parcels).map(({ rings, values: attributes }) => ({
    rings: rings!.map((ring) =>
      dense(ring.map(([x, y]) => [origin[0] + (x - origin[0]) / 10, origin[1] + (y - origin[1]) / 10])),
    ),
    values: attributes.map((value, index) => (/MJ$|KCXS/.test(parcelFields[index]!.name) ? null : value)),
  }));
  const { shp, dbf } = writeShapefile({ fields: parcelFields, features });
  const folder = join(home, 'source');
  mkdirSync(folder);
  return Object.entries({ 'a.shp': shp, 'a.dbf': dbf, 'a.prj': Buffer.from(prjTexts[4527]) }).map(
    ([name, bytes]) => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return { name, path, size: bytes.length };
    },
  );
}

function dense(ring: readonly (readonly [number, number])[]): [number, number][] {
  return ring.flatMap(([x, y], index): [number, number][] => {
    const next = ring[index + 1];
    if (!next) return [[x, y]];
    return [0, 0.2, 0.4, 0.6, 0.8].map((share) => [x + (next[0] - x) * share, y + (next[1] - y) * share]);
  });
}
