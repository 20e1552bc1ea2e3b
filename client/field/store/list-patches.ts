import type { MultiPolygon } from 'geojson';
import type { Uuid } from '#core/patches/operation.ts';
import type { Writing } from './handle.ts';
import { KEEP } from './keys.ts';
import { bucketOf, packRows, unpackRows } from './listed.ts';
import { listedOf, outlineOf, type ReducedPatch, reducedOf } from './reduced-patch.ts';

/** Brings the list and the outlines up to these patches; null: it is listed no more. */
export async function relist(
  tx: Writing,
  person: Uuid,
  changed: ReadonlyMap<Uuid, ReducedPatch | null>,
): Promise<void> {
  for (const bucket of new Set([...changed.keys()].map(bucketOf))) {
    const [before, drawn] = await Promise.all([
      tx.objectStore('buckets').get([person, bucket]),
      tx.objectStore('outlines').get([person, bucket]),
    ]);
    const rows = new Map(unpackRows(before?.rows ?? '[]').map((row) => [row.uid, row]));
    const outlines = JSON.parse(drawn?.json ?? '{}') as Record<Uuid, MultiPolygon>;
    for (const [uid, patch] of changed) {
      if (bucketOf(uid) !== bucket) continue;
      const outline = patch && outlineOf(patch.state);
      if (patch) rows.set(uid, listedOf(patch));
      else rows.delete(uid);
      if (outline) outlines[uid] = outline;
      else delete outlines[uid];
    }
    await tx.objectStore('buckets').put({ person, bucket, rows: packRows([...rows.values()]) });
    await tx.objectStore('outlines').put({ person, bucket, json: JSON.stringify(outlines) });
  }
}

/**
 * 重建清单 out of the patches themselves, after the list took another form. A patch that cannot be reduced is left out, and everything is asked of
 * the server once more.
 */
export async function relistAll(tx: Writing): Promise<void> {
  const keep = tx.objectStore('keep');
  const people = new Map<Uuid, Map<Uuid, ReducedPatch>>();
  let all = true;
  for (const row of await tx.objectStore('patches').getAll()) {
    const patches = people.get(row.person) ?? new Map<Uuid, ReducedPatch>();
    people.set(row.person, patches);
    try {
      patches.set(row.uid, reducedOf(row));
    } catch {
      all = false;
    }
  }
  for (const [person, patches] of people) await relist(tx, person, patches);
  if (!all) await keep.delete(IDBKeyRange.bound(KEEP.cursors, `${KEEP.cursors}\uffff`));
  await keep.delete(KEEP.relist);
}
