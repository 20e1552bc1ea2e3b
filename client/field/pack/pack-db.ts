import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { LayerId } from '#core/catalog/types.ts';
import type { FenceZone } from '#core/field/fence-index.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';

/** Whose it is, layer, zoom, column, row: what one person may see is never shown to the next who uses the phone. */
export type TileKey = [owner: string, layer: LayerId, z: number, x: number, y: number];

export interface StoredTile {
  /** Vector tile, not compressed; empty where the layer has nothing. */
  readonly data: ArrayBuffer;
  /** Version of the layer that it was made of. */
  readonly version: string;
  readonly etag: string | null;
}

/** queued → loading ⇄ paused → complete; `failed` says why in `problem`. Only `complete` is shown as downloaded. */
export type AreaStatus = 'queued' | 'loading' | 'paused' | 'failed' | 'complete';

export interface PackLayer {
  readonly layer: LayerId;
  readonly version: string;
  readonly minZoom: number;
  readonly maxZoom: number;
}

/** 离线区域: one area that a person downloads. */
export interface PackArea {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  /** Degrees, EPSG:4490. */
  readonly bounds: LonLatBox;
  readonly layers: readonly PackLayer[];
  readonly tiles: number;
  readonly estimatedBytes: number;
  readonly status: AreaStatus;
  /** Tiles stored, in the order of the plan: where it goes on after an interruption. */
  readonly done: number;
  /** Bytes of those tiles. */
  readonly bytes: number;
  readonly addedAt: number;
  /** null until the first complete download; a refresh that is under way leaves it. */
  readonly completedAt: number | null;
  /** Layers of which the server has a newer version, as last looked. */
  readonly stale: readonly LayerId[];
  readonly problem: string | null;
}

export interface StoredFence {
  readonly area: string;
  readonly zones: readonly FenceZone[];
}

interface PackSchema extends DBSchema {
  areas: { key: string; value: PackArea };
  tiles: { key: TileKey; value: StoredTile };
  /** 围栏 outlines of each area. */
  fences: { key: string; value: StoredFence };
}

export type PackDatabase = IDBPDatabase<PackSchema>;

export const PACK_DATABASE = 'gengjie-field-pack';

let opened: Promise<PackDatabase> | null = null;

/** 离线包: a database of its own, apart from the work of the person: deleting it loses nothing but time. */
export function packDatabase(): Promise<PackDatabase> {
  opened ??= openDB<PackSchema>(PACK_DATABASE, 1, {
    upgrade(database) {
      database.createObjectStore('areas', { keyPath: 'id' });
      database.createObjectStore('tiles');
      database.createObjectStore('fences', { keyPath: 'area' });
    },
    blocking(_current, _wanted, event) {
      (event.target as IDBDatabase).close();
      opened = null;
    },
    terminated() {
      opened = null;
    },
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

/** Closes it, so that the next call opens it anew. */
export async function closePackDatabase(): Promise<void> {
  const database = await opened?.catch(() => null);
  opened = null;
  database?.close();
}
