import { isLonLat } from '#core/field/local-plane.ts';
import { emptyTrack, type Track, type TrackPoint, takeFix } from '#core/field/track.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import type { DeviceFix } from '#core/patches/operation.ts';

/** 巡查记录, as it grows; plain data, kept on the phone as it is. */
export interface PatrolRecord {
  readonly id: string;
  readonly startedAt: number;
  readonly track: Track;
  readonly points: readonly TrackPoint[];
  readonly paused: boolean;
  /** Patches flagged on the way. */
  readonly flags: readonly string[];
}

/** Standing still is noted so often, and no oftener. */
const STILL_MS = 60_000;
const STILL_METERS = 3;

export function startRecord(id: string, startedAt: number): PatrolRecord {
  return { id, startedAt, track: emptyTrack, points: [], paused: false, flags: [] };
}

/** Takes a fix; the same record comes back while the person stands still, or the fix is no use: then there is nothing to write. */
export function takePatrolFix(record: PatrolRecord, fix: DeviceFix): PatrolRecord {
  if (record.paused || !isLonLat(fix.lonLat)) return record;
  const last = record.track.last;
  if (last && fix.at - last.at < STILL_MS && geodesicDistance(last.lonLat, fix.lonLat) < STILL_METERS) {
    return record;
  }
  const { track, point, refusal } = takeFix(record.track, fix);
  if (refusal === 'duplicate') return record;
  return { ...record, track, points: point ? [...record.points, point] : record.points };
}

/** Minutes on the way, breaks left out. */
export function minutesOf({ track }: PatrolRecord): number {
  return track.milliseconds / 60_000;
}
