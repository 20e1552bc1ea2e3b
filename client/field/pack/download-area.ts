import { unpackRings } from '#core/field/pack-fence.ts';
import { call } from '../../api/call.ts';
import type { PackArea, PackDatabase, StoredTile } from './pack-db.ts';
import { batchesOfArea, type PlannedTile } from './pack-tile-list.ts';

/** Tiles that are stored together with the count that says so. */
const BATCH = 24;
/** Requests at once: more only make a phone's connection queue. */
const AT_ONCE = 6;
const PATIENCE_MS = 30_000;

/** The server has changed a layer since the plan was made: plan again and go on. */
export class PlanIsOld extends Error {
  override name = 'PlanIsOld';
}

/** The server refused a tile: `status` says why. */
export class TileRefused extends Error {
  override name = 'TileRefused';
  readonly status: number;

  constructor(status: number) {
    super(`the server answered ${status}`);
    this.status = status;
  }
}

/**
 * 下载一个区域 from where it stopped. Tiles and the count of them are stored in one transaction, so however it ends the count is true; the area becomes
 * `complete` in the last one, after its fence. Tiles that are here already in their version are not asked for again.
 *
 * @param tell hears of each stored batch
 * @returns the area as it is stored at the end
 * @throws PlanIsOld · TileRefused · DOMException `QuotaExceededError` or `AbortError` · TypeError when the network is gone
 */
export async function downloadArea(
  database: PackDatabase,
  start: PackArea,
  signal: AbortSignal,
  tell: (area: PackArea) => void,
): Promise<PackArea> {
  let area: PackArea = { ...start, status: 'loading', problem: null };
  for (const batch of batchesOfArea(area, area.done, BATCH)) {
    const before = await Promise.all(batch.map(({ key }) => database.get('tiles', key)));
    const fresh = await fetchAll(batch, before, signal);
    const transaction = database.transaction(['tiles', 'areas'], 'readwrite');
    const stored = await transaction.objectStore('areas').get(area.id);
    // Deleted meanwhile: nothing of it may come back.
    if (!stored) throw new DOMException('the area is gone', 'AbortError');
    for (const [index, tile] of fresh.entries()) {
      if (tile) void transaction.objectStore('tiles').put(tile, batch[index]!.key);
    }
    const bytes = batch.reduce(
      (sum, _, index) => sum + (fresh[index] ?? before[index])!.data.byteLength,
      area.bytes,
    );
    area = { ...area, done: area.done + batch.length, bytes };
    void transaction.objectStore('areas').put(area);
    await transaction.done;
    tell(area);
    signal.throwIfAborted();
  }
  return finish(database, area, signal);
}

async function finish(database: PackDatabase, area: PackArea, signal: AbortSignal): Promise<PackArea> {
  const fence = await call('GET /api/field/pack/geofence', {
    query: { bbox: area.bounds.join(',') },
    signal,
  });
  const zones = fence.zones.map(({ layer, id, label, rings }) => ({
    layer,
    id: String(id),
    label,
    outline: unpackRings(rings),
  }));
  const complete: PackArea = { ...area, status: 'complete', completedAt: Date.now(), stale: [] };
  const transaction = database.transaction(['areas', 'fences'], 'readwrite');
  void transaction.objectStore('fences').put({ area: area.id, zones });
  void transaction.objectStore('areas').put(complete);
  await transaction.done;
  return complete;
}

/** The tiles that are not here in their version yet; null where one is. */
async function fetchAll(
  batch: readonly PlannedTile[],
  before: readonly (StoredTile | undefined)[],
  signal: AbortSignal,
): Promise<(StoredTile | null)[]> {
  const fresh: (StoredTile | null)[] = batch.map(() => null);
  const missing = batch.flatMap((tile, index) => (before[index]?.version === tile.version ? [] : [index]));
  const worker = async () => {
    for (let index = missing.shift(); index !== undefined; index = missing.shift()) {
      fresh[index] = await fetchTile(batch[index]!, before[index], signal);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return fresh;
}

async function fetchTile(
  { key: [, layer], version, z, x, y }: PlannedTile,
  before: StoredTile | undefined,
  signal: AbortSignal,
): Promise<StoredTile> {
  const response = await fetch(`/tiles/${layer}/${z}/${x}/${y}.mvt?v=${encodeURIComponent(version)}`, {
    // Ours is the store: a second one in the browser would only take the room.
    cache: 'no-store',
    headers: before?.etag ? { 'if-none-match': before.etag } : {},
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
  });
  if (response.status === 304 && before) return { ...before, version };
  if (!response.ok) throw new TileRefused(response.status);
  // A tile that is good for ever is of the version that was asked for; any other is of a newer one.
  if (!response.headers.get('cache-control')?.includes('immutable')) throw new PlanIsOld(layer);
  return { data: await response.arrayBuffer(), version, etag: response.headers.get('etag') };
}
