import type { PulledPatch } from '#core/contract/field-patches.ts';
import type { Uuid } from '#core/patches/operation.ts';
import type { PatchStateCode } from '#core/patches/steps.ts';

/** 清单行: of a patch as it was pulled, what the list and the map's dots need. Everything else is in its detail. */
export interface ListedPatch
  extends Pick<PulledPatch, 'uid' | 'number' | 'register' | 'regionName' | 'mine' | 'deadline'> {
  readonly state: PatchStateCode;
  readonly patchClass: string;
  /** Where it is as somebody described it; empty: nobody did. */
  readonly location: string;
  readonly inConflict: boolean;
  readonly withdrawn: boolean;
  /** A point inside, degrees; null while it has no outline. */
  readonly lonLat: readonly [lon: number, lat: number] | null;
  /** The server does not list it any more; unsent work keeps it here. */
  readonly gone: boolean;
}

const BUCKETS = 32;

/** Which of the few dozen values of the list a patch is kept in. */
export function bucketOf(uid: Uuid): number {
  return Number.parseInt(uid.slice(-2), 16) % BUCKETS;
}

const COLUMNS = [
  ...['uid', 'number', 'register', 'regionName', 'state', 'patchClass', 'location', 'lonLat'],
  ...['mine', 'gone', 'inConflict', 'withdrawn', 'deadline'],
] as readonly (keyof ListedPatch)[];

/** Column by column, without their names in every row: ten thousand rows are read in a moment. */
export function packRows(rows: readonly ListedPatch[]): string {
  return JSON.stringify(COLUMNS.map((column) => rows.map((row) => row[column])));
}

/** What `packRows` made. */
export function unpackRows(packed: string): ListedPatch[] {
  const columns = JSON.parse(packed) as unknown[][];
  return (columns[0] ?? []).map((_, index) => {
    const row: Record<string, unknown> = {};
    for (let at = 0; at < COLUMNS.length; at += 1) row[COLUMNS[at]!] = columns[at]![index];
    return row as unknown as ListedPatch;
  });
}
