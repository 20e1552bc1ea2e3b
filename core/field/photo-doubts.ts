import { isLonLat } from '#core/field/local-plane.ts';
import type { PhotoFacts } from '#core/patches/operation.ts';
import { type PhotoTarget, sightOf } from './photo-target.ts';

/** 存疑: what a photograph says of itself that does not fit what it is evidence of. A mark for whoever looks at it, never a refusal. */
export type PhotoDoubt =
  | { readonly code: 'no-position' }
  /** Metres to the outline. */
  | { readonly code: 'other-place'; readonly meters: number }
  /** Whole days between the picture's own time and its record; negative: the picture is of later. */
  | { readonly code: 'other-time'; readonly days: number };

/** Farther than this, beside what the receiver may be off by, nothing of the patch is seen. */
const FAR_METERS = 500;
const DAY_MS = 86_400_000;

/**
 * @param target null while the patch has no outline: then no place is another
 * @param recordedAt when the photograph was put on record, ms; null where that is not known
 */
export function photoDoubts(
  { fix, takenAt }: Pick<PhotoFacts, 'fix' | 'takenAt'>,
  target: PhotoTarget | null,
  recordedAt: number | null,
): PhotoDoubt[] {
  const doubts: PhotoDoubt[] = [];
  if (fix === null || !isLonLat(fix.lonLat)) doubts.push({ code: 'no-position' });
  else if (target) {
    const meters = sightOf(target, fix.lonLat).distanceMeters;
    if (meters > FAR_METERS + Math.max(0, fix.accuracyMeters)) doubts.push({ code: 'other-place', meters });
  }
  if (recordedAt !== null && Math.abs(recordedAt - takenAt) > DAY_MS) {
    doubts.push({ code: 'other-time', days: Math.trunc((recordedAt - takenAt) / DAY_MS) });
  }
  return doubts;
}

/** What a sentence about a doubt counts: `km` to one decimal, or `count` days. */
export function figuresOf(doubt: PhotoDoubt): { readonly km?: string; readonly count?: number } {
  if (doubt.code === 'other-place') return { km: (doubt.meters / 1000).toFixed(1) };
  return doubt.code === 'other-time' ? { count: Math.abs(doubt.days) } : {};
}
