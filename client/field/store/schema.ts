import { type DBSchema, type IDBPDatabase, openDB, type StoreNames } from 'idb';
import type { PulledPatch } from '#core/contract/field-patches.ts';
import type { Patrol, PhotoReceipt, Receipt } from '#core/contract/patch-operations.ts';
import type { PatchOperation, Uuid } from '#core/patches/operation.ts';
import { KEEP } from './keys.ts';

/**
 * 上报状态. `queued` waits to be sent (also after a page was closed while it was under way) · `waiting` the server keeps it until the patch it is
 * about has come · `confirmed` the server's receipt says that it has it · `refused` the server will not have it; it stays here.
 */
export type SendState = 'queued' | 'waiting' | 'confirmed' | 'refused';

/** Why something was not taken: the server's problem+json, or `/problems/phone-…` of this program's own. */
export interface SendProblem {
  readonly type: string;
  readonly status?: number;
  readonly title?: string;
  readonly detail?: string;
  readonly next?: string;
  /** The same in English, where the server gave both. */
  readonly en?: Readonly<Record<string, unknown>>;
  readonly [other: string]: unknown;
}

interface Sendable {
  readonly state: SendState;
  /** Times it was sent without a receipt coming back. */
  readonly tries: number;
  /** The last thing that stood in its way; null: nothing did. */
  readonly problem: SendProblem | null;
  /** When it was stored here, ms by this phone. */
  readonly recordedAt: number;
  /** When its receipt was stored here. */
  readonly confirmedAt: number | null;
  /** When it was last written into an exported file; null: never. */
  readonly exportedAt: number | null;
}

/** 待传操作. */
export interface OutboxOperation extends Sendable {
  readonly id: Uuid;
  readonly person: Uuid;
  readonly patch: Uuid;
  /** In the order in which they were recorded on this phone. */
  readonly order: number;
  readonly operation: PatchOperation;
  readonly receipt: Receipt | null;
  /** 1 while what was pulled does not contain it: it is laid over the patch. (Not a boolean: those cannot be searched.) */
  readonly open: 0 | 1;
}

/** 照片文件 of one person under its hash: an original, or the stamped copy of one. */
export interface PhotoFile extends Sendable {
  readonly person: Uuid;
  readonly sha256: string;
  readonly byteCount: number;
  readonly mediaType: string;
  readonly stamped: boolean;
  /** Operations that announce it, and the patches they are about. */
  readonly operations: readonly Uuid[];
  readonly patch: Uuid;
  readonly uploaded: number;
  readonly receipt: PhotoReceipt | null;
  /** Pieces that hold its bytes here; 0: they were removed after their receipt. */
  readonly pieces: number;
}

/** 巡查 that was walked. */
export interface OutboxPatrol extends Sendable {
  readonly id: Uuid;
  readonly person: Uuid;
  readonly patrol: Patrol;
  readonly receipt: Receipt | null;
}

/** 草稿: a form that is being filled. */
export interface Draft {
  readonly person: Uuid;
  readonly name: string;
  readonly value: unknown;
  readonly savedAt: number;
}

/** A patch as it was pulled. */
export interface StoredPatch {
  readonly person: Uuid;
  readonly uid: Uuid;
  readonly patch: PulledPatch;
  /** The server does not list it any more; it stays while work on it has not been sent. */
  readonly gone: boolean;
}

/** Many rows of the list make one value, so that ten thousand are read in a few requests. */
export interface PatchBucket {
  readonly person: Uuid;
  readonly bucket: number;
  /** Of `packRows`. */
  readonly rows: string;
}

/** Outlines of the same patches, which only a map that is near enough needs. */
export interface OutlineBucket {
  readonly person: Uuid;
  readonly bucket: number;
  /** JSON of MultiPolygons by patch. */
  readonly json: string;
}

export interface FieldSchema extends DBSchema {
  keep: { key: string; value: unknown };
  operations: {
    key: Uuid;
    value: OutboxOperation;
    indexes: { 'by-state': [string, string]; 'by-patch': [string, string]; 'by-open': [string, number] };
  };
  files: {
    key: [person: string, sha256: string];
    value: PhotoFile;
    indexes: { 'by-state': [string, string]; 'by-patch': [string, string] };
  };
  /** Bytes by person, hash and number; a piece has PIECE_BYTES, the last one less. */
  pieces: { key: [person: string, sha256: string, index: number]; value: ArrayBuffer };
  thumbnails: { key: [person: string, sha256: string]; value: ArrayBuffer };
  patrols: { key: Uuid; value: OutboxPatrol; indexes: { 'by-state': [string, string] } };
  drafts: { key: [person: string, name: string]; value: Draft };
  patches: { key: [person: string, uid: string]; value: StoredPatch };
  buckets: { key: [person: string, bucket: number]; value: PatchBucket };
  outlines: { key: [person: string, bucket: number]; value: OutlineBucket };
}

export type FieldDatabase = IDBPDatabase<FieldSchema>;
export type StoreName = StoreNames<FieldSchema>;

export const FIELD_DATABASE = 'gengjie-field';
export const FIELD_VERSION = 2;
export const PIECE_BYTES = 1024 * 1024;

/** Opens the phone's store, making or raising its form; work that is in it is carried over by every later version. */
export function openFieldDatabase(
  name: string,
  closed: { blocking: (database: FieldDatabase) => void; terminated: () => void },
): Promise<FieldDatabase> {
  return openDB<FieldSchema>(name, FIELD_VERSION, {
    upgrade(database, oldVersion, _newVersion, tx) {
      if (oldVersion < 1) firstForm(database);
      if (oldVersion < 2) {
        listForm(database);
        // Not made here: a list that could not be made would keep the store, and the work in it, shut.
        if (oldVersion > 0) void tx.objectStore('keep').put(true, KEEP.relist);
      }
    },
    blocking(_current, _wanted, event) {
      closed.blocking(event.target as unknown as FieldDatabase);
    },
    terminated: closed.terminated,
  });
}

function firstForm(database: FieldDatabase): void {
  database.createObjectStore('keep');
  const operations = database.createObjectStore('operations', { keyPath: 'id' });
  operations.createIndex('by-state', ['person', 'state']);
  operations.createIndex('by-patch', ['person', 'patch']);
  operations.createIndex('by-open', ['person', 'open']);
  const files = database.createObjectStore('files', { keyPath: ['person', 'sha256'] });
  files.createIndex('by-state', ['person', 'state']);
  files.createIndex('by-patch', ['person', 'patch']);
  database.createObjectStore('pieces');
  database.createObjectStore('thumbnails');
  const patrols = database.createObjectStore('patrols', { keyPath: 'id' });
  patrols.createIndex('by-state', ['person', 'state']);
  database.createObjectStore('drafts', { keyPath: ['person', 'name'] });
  database.createObjectStore('patches', { keyPath: ['person', 'uid'] });
}

/** 清单 in rows without outlines; before, one value held both. */
function listForm(database: FieldDatabase): void {
  if (database.objectStoreNames.contains('buckets')) database.deleteObjectStore('buckets');
  database.createObjectStore('buckets', { keyPath: ['person', 'bucket'] });
  database.createObjectStore('outlines', { keyPath: ['person', 'bucket'] });
}
