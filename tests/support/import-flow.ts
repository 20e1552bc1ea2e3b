import { setTimeout as wait } from 'node:timers/promises';
import { type ImportResource, type ImportState, importSchema } from '#core/contract/imports.ts';
import type { Database } from '#server/db/database.ts';
import { prjTexts } from '../../scripts/fixtures/coordinate-systems.ts';
import { inventedParcels, parcelFeatures, parcelFields } from '../../scripts/fixtures/parcels.ts';
import { writeShapefile } from '../../scripts/fixtures/shapefile-writer.ts';
import type { Client } from './app.ts';

export type Files = Readonly<Record<string, Uint8Array | string>>;

/** Fourteen invented parcels inside the village of `aTown`, as a GBK shapefile with a 3° Gauss–Krüger .prj. */
export const parcels = inventedParcels([39507200, 4330200]);

export function parcelShapefile(epsg: 4527 | 4548 | 4490 = 4527): Record<string, Uint8Array> {
  const { shp, dbf } = writeShapefile({ fields: parcelFields, features: parcelFeatures(parcels, { epsg }) });
  return { '图斑.shp': shp, '图斑.dbf': dbf, '图斑.prj': Buffer.from(prjTexts[epsg]) };
}

/** Sends files as a browser does. */
export function upload(client: Client, files: Files, settings: object = { layer: 'land_parcels' }) {
  const form = new FormData();
  form.set('settings', JSON.stringify(settings));
  for (const [name, bytes] of Object.entries(files)) {
    form.append('files', new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]), name);
  }
  return client.request('/api/imports', { method: 'POST', body: form });
}

/** Waits until an import leaves the states in which work is under way. */
export async function settled(client: Client, id: string): Promise<ImportResource> {
  const busy: ImportState[] = ['reading', 'committing'];
  for (let tries = 0; tries < 600; tries++) {
    const now = importSchema.parse(await client.get(`/api/imports/${id}`));
    if (!busy.includes(now.state)) return now;
    await wait(50);
  }
  throw new Error(`import ${id} does not come to an end`);
}

/** Uploads and waits for the preview or the failure. */
export async function read(client: Client, files: Files, settings?: object): Promise<ImportResource> {
  const { status, body } = await upload(client, files, settings);
  if (status !== 202) throw new Error(`upload: ${status} ${JSON.stringify(body)}`);
  return settled(client, (body as ImportResource).id);
}

export async function change(client: Client, id: string, changes: object): Promise<ImportResource> {
  const { status, body } = await json(client, `/api/imports/${id}`, 'PATCH', changes);
  if (status !== 200) throw new Error(`change: ${status} ${JSON.stringify(body)}`);
  return settled(client, id);
}

export function commit(client: Client, id: string, name = '测试批次') {
  return json(client, `/api/imports/${id}/commit`, 'POST', { name });
}

/** Commits and waits until the batch is there. */
export async function stored(client: Client, id: string, name?: string): Promise<ImportResource> {
  const { status, body } = await commit(client, id, name);
  if (status !== 202) throw new Error(`commit: ${status} ${JSON.stringify(body)}`);
  const end = await settled(client, id);
  if (end.state !== 'committed') throw new Error(`commit: ${JSON.stringify(end.problem)}`);
  return end;
}

export function json(client: Client, path: string, method: string, body?: object) {
  return client.request(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** What a refused import must leave as it was: rows, batches, versions. */
export async function stateOf(db: Database, layer = 'land_parcels') {
  const [row] = await db.query<{ rows: number; batches: number; version: number }>(
    `select (select count(*)::integer from gengjie.${layer}) as rows,
       (select count(*)::integer from gengjie.import_batches) as batches,
       (select version from gengjie.layer_versions where layer = $1) as version`,
    [layer],
  );
  return row;
}
