import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { LayerState } from './layer-state.ts';
import type { OverviewRaster } from './overview-raster.ts';

/** A layer's raster, the names of its classes, and the state of the layer it was drawn from. */
export interface Overview {
  readonly raster: OverviewRaster;
  readonly classes: readonly string[];
  readonly state: LayerState;
}

/** Pictures kept for the next start; the ones drawn longest ago go first. */
const MOST_FILES = 64;

/** Raised when the file's form or the way a raster is drawn changes: older files are then drawn anew. */
const FORMAT = 1;

/**
 * Reads the kept overview of what one data scope (hashed) holds of a layer; undefined when there is none or it cannot be read.
 *
 * It is a file under `<home>/cache`, not a table: it is derived, each server needs it in memory anyway, and megabytes of raster
 * in every backup and replica would help nobody. Its key is the layer's version together with the microsecond of that change, so
 * a file that another database left behind is never taken for ours.
 */
export async function readOverview(
  home: string,
  layer: string,
  scope: string,
): Promise<Overview | undefined> {
  try {
    const file = await readFile(pathOf(home, layer, scope));
    const headLength = file.readUInt32LE(0);
    const { format, raster, classes, state } = JSON.parse(file.toString('utf8', 4, 4 + headLength));
    if (format !== FORMAT) return undefined;
    const bytes = await promisify(gunzip)(file.subarray(4 + headLength));
    if (bytes.length !== raster.width * raster.height) return undefined;
    const cells = new SharedArrayBuffer(bytes.length);
    new Uint8Array(cells).set(bytes);
    return { raster: { ...raster, cells }, classes, state };
  } catch {
    return undefined;
  }
}

/** Keeps an overview for the next start; written aside and renamed, so a reader never sees half of it. */
export async function writeOverview(
  home: string,
  layer: string,
  scope: string,
  overview: Overview,
): Promise<void> {
  const { cells, ...place } = overview.raster;
  const head = Buffer.from(
    JSON.stringify({ format: FORMAT, raster: place, classes: overview.classes, state: overview.state }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  // A copy, because zlib takes no shared memory.
  const body = await promisify(gzip)(Uint8Array.from(new Uint8Array(cells)), { level: 1 });
  await mkdir(folderOf(home), { recursive: true });
  const aside = `${pathOf(home, layer, scope)}.${process.pid}`;
  await writeFile(aside, Buffer.concat([length, head, body]));
  await rename(aside, pathOf(home, layer, scope));
  await dropOldest(folderOf(home));
}

/** Scopes come and go with people's grants; their pictures shall not fill the disk. */
async function dropOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.overview'));
  if (names.length <= MOST_FILES) return;
  const files = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  for (const { name } of files.sort((a, b) => b.at - a.at).slice(MOST_FILES)) await rm(join(folder, name));
}

function folderOf(home: string): string {
  return join(home, 'cache', 'tiles');
}

function pathOf(home: string, layer: string, scope: string): string {
  return join(folderOf(home), `${layer}.${scope}.overview`);
}
