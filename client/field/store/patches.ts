import type { MultiPolygon } from 'geojson';
import type { PulledPatch } from '#core/contract/field-patches.ts';
import type { PatchOperation, Uuid } from '#core/patches/operation.ts';
import type { PatchBase } from '#core/patches/reduce.ts';
import type { StoreHandle } from './handle.ts';
import { KEEP, under } from './keys.ts';
import { relist } from './list-patches.ts';
import { type ListedPatch, unpackRows } from './listed.ts';
import {
  beganHere,
  byPatch,
  flaggedHere,
  listedOf,
  nothingOwn,
  type OwnWork,
  outlineOf,
  overlaid,
  type ReducedPatch,
  reducedOf,
} from './reduced-patch.ts';
import type { OutboxOperation, StoredPatch } from './schema.ts';

/** 本机图斑: what was pulled with what was done on this phone laid over it, as the list and the map's dots have it. */
export interface PatchOnPhone extends ListedPatch, OwnWork {}

/** One patch with all that is known of it here. */
export interface PatchDetail extends ReducedPatch, OwnWork {
  readonly base: PatchBase;
  readonly operations: readonly PatchOperation[];
  readonly own: readonly OutboxOperation[];
}

export interface PulledPage {
  readonly patches: readonly PulledPatch[];
  readonly removed: readonly Uuid[];
  readonly cursor: number;
}

/** 图斑: as pulled, reduced once when they come; ten thousand are read as a few dozen values. */
export function patchesPart(handle: StoreHandle) {
  const openOperations = (person: Uuid) =>
    handle.read(['operations'], (tx) =>
      tx
        .objectStore('operations')
        .index('by-open')
        .getAll(IDBKeyRange.only([person, 1])),
    );

  const stored = (person: Uuid, uid: Uuid) =>
    handle.read(['patches'], (tx) => tx.objectStore('patches').get([person, uid]));

  return {
    /** 本机图斑 of a person, those that were only flagged here among them. */
    async patchesOnPhone(person: Uuid): Promise<PatchOnPhone[]> {
      const [buckets, open] = await Promise.all([
        handle.read(['buckets'], (tx) => tx.objectStore('buckets').getAll(under(person))),
        openOperations(person),
      ]);
      const own = byPatch(open);
      const list: PatchOnPhone[] = [];
      for (const patch of buckets.flatMap(({ rows }) => unpackRows(rows))) {
        const mine = own.get(patch.uid);
        own.delete(patch.uid);
        const row = mine && (await stored(person, patch.uid));
        list.push(row ? listedOnPhone(overlaid(row, mine)) : { ...patch, ...nothingOwn });
      }
      for (const mine of own.values()) {
        const patch = beganHere(mine);
        if (patch) list.push(listedOnPhone(patch));
      }
      return list;
    },

    /** 本机轮廓 by patch, of what `patchesOnPhone` lists: read when the map is near enough to draw them. */
    async outlinesOnPhone(person: Uuid): Promise<Map<Uuid, MultiPolygon>> {
      const [pulled, open] = await Promise.all([
        handle.read(['outlines'], (tx) => tx.objectStore('outlines').getAll(under(person))),
        openOperations(person),
      ]);
      const outlines = new Map(
        pulled.flatMap(({ json }) => Object.entries(JSON.parse(json) as Record<Uuid, MultiPolygon>)),
      );
      for (const [uid, mine] of byPatch(open)) {
        const row = await stored(person, uid);
        const patch = row ? overlaid(row, mine) : beganHere(mine);
        const outline = patch && outlineOf(patch.state);
        if (outline) outlines.set(uid, outline);
        else outlines.delete(uid);
      }
      return outlines;
    },

    /** 一个图斑 with its operations; null when nothing of it is here. */
    async patchOnPhone(person: Uuid, uid: Uuid): Promise<PatchDetail | null> {
      const [row, all] = await Promise.all([
        stored(person, uid),
        handle.read(['operations'], (tx) =>
          tx
            .objectStore('operations')
            .index('by-patch')
            .getAll(IDBKeyRange.only([person, uid])),
        ),
      ]);
      const own = all.sort((a, b) => a.order - b.order);
      const pulled = (row?.patch.operations ?? []) as readonly PatchOperation[];
      const base = row ? (row.patch.base as PatchBase) : flaggedHere;
      const open = own.filter((each) => each.open === 1);
      const patch = row
        ? open.length > 0
          ? overlaid(row, open)
          : { ...reducedOf(row), ...nothingOwn }
        : beganHere(own);
      if (!patch) return null;
      const counted = row ? open.filter(({ state }) => state !== 'refused') : own;
      return { ...patch, base, operations: [...pulled, ...counted.map(({ operation }) => operation)], own };
    },

    cursor: async (person: Uuid, scope: string): Promise<number> =>
      ((await handle.read(['keep'], (tx) => tx.objectStore('keep').get(KEEP.cursor(person, scope)))) as
        | number
        | undefined) ?? 0,

    /**
     * 收下一页: patches, list and cursor in one transaction. Only what was pulled is ever replaced: operations, photographs and drafts are not
     * touched, and a patch on which there is unsent work stays though the server does not list it any more.
     */
    async applyPull(person: Uuid, scope: string, page: PulledPage): Promise<void> {
      await handle.write(['patches', 'buckets', 'outlines', 'operations', 'files', 'keep'], async (tx) => {
        const open = await tx
          .objectStore('operations')
          .index('by-open')
          .getAll(IDBKeyRange.only([person, 1]));
        const own = byPatch(open);
        const patches = tx.objectStore('patches');
        const changed = new Map<Uuid, ReducedPatch | null>();
        for (const patch of page.patches) {
          const row: StoredPatch = { person, uid: patch.uid, patch, gone: false };
          changed.set(patch.uid, reducedOf(row));
          await patches.put(row);
          const here = new Set(patch.operations.map(({ id }) => id));
          for (const each of own.get(patch.uid) ?? []) {
            if (here.has(each.id)) await tx.objectStore('operations').put({ ...each, open: 0 });
          }
        }
        for (const uid of page.removed) {
          const row = await patches.get([person, uid]);
          const mine = own.get(uid) ?? [];
          const files = await tx
            .objectStore('files')
            .index('by-patch')
            .getAll(IDBKeyRange.only([person, uid]));
          const unsent = [...mine, ...files].some(({ state }) => state !== 'confirmed');
          for (const each of mine) {
            if (each.state === 'confirmed') await tx.objectStore('operations').put({ ...each, open: 0 });
          }
          if (unsent && row) {
            const kept = { ...row, gone: true };
            changed.set(uid, reducedOf(kept));
            await patches.put(kept);
          } else {
            changed.set(uid, null);
            await patches.delete([person, uid]);
          }
        }
        await relist(tx, person, changed);
        const key = KEEP.cursor(person, scope);
        await tx.objectStore('keep').put(page.cursor, key);
      });
      handle.changes.tell('patches');
    },
  };
}

function listedOnPhone(patch: ReducedPatch & OwnWork): PatchOnPhone {
  const { queued, refused, onlyHere } = patch;
  return { ...listedOf(patch), queued, refused, onlyHere };
}
