import { create } from 'zustand';
import type { SendProblem } from '../store/schema.ts';

/** 同步状态, as the status strip shows it. Counts come from what is stored on this phone, never from what was intended. */
export interface SyncState {
  readonly unsentRecords: number;
  readonly unsentPhotos: number;
  /** Photographs with every receipt of the server, of those taken on this phone. */
  readonly confirmedPhotos: number;
  /** Photographs of which the server has all bytes of the original. */
  readonly sentPhotos: number;
  readonly takenPhotos: number;
  /** Records and photographs that the server will not have; they stay here. */
  readonly refused: number;
  /** Patches with something that the office must settle. */
  readonly conflicts: number;
  /** Whether our own server answered last; null while nobody has asked. */
  readonly online: boolean | null;
  readonly syncing: boolean;
  /** When everything had its receipt last, ms; null: never. */
  readonly lastSyncAt: number | null;
  /** What stands in the way, in the person's language; null: nothing. */
  readonly problem: string | null;
  /** What the server said about it. */
  readonly cause: SendProblem | null;
  /** Server's clock minus this phone's, ms; null: they have not met. */
  readonly clockOffset: number | null;
  /** Unsent work of others on this phone: it waits for them. */
  readonly othersUnsent: number;
}

export const useSyncState = create<SyncState>()(() => ({
  unsentRecords: 0,
  unsentPhotos: 0,
  confirmedPhotos: 0,
  sentPhotos: 0,
  takenPhotos: 0,
  refused: 0,
  conflicts: 0,
  online: null,
  syncing: false,
  lastSyncAt: null,
  problem: null,
  cause: null,
  clockOffset: null,
  othersUnsent: 0,
}));
