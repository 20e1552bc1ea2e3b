import { isLonLat } from '#core/field/local-plane.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import type { DeviceFix } from '#core/patches/operation.ts';

export interface TrackRules {
  readonly maxAccuracyMeters: number;
  /** Faster than any way of patrolling. */
  readonly maxMetersPerSecond: number;
  /** Smaller moves are the receiver's, not the person's; twice the accuracy counts where it is larger. */
  readonly minStepMeters: number;
  /** After so long without a fix the track is broken: neither time nor length is counted between. */
  readonly breakAfterMs: number;
  /** 停留: so long within so far. */
  readonly pauseMs: number;
  readonly pauseMeters: number;
}

export const ownTrackRules: TrackRules = {
  maxAccuracyMeters: 50,
  maxMetersPerSecond: 45,
  minStepMeters: 5,
  breakAfterMs: 300_000,
  pauseMs: 120_000,
  pauseMeters: 20,
};

/** Why a fix is not part of a track. */
export type TrackRefusal = 'not-a-position' | 'accuracy' | 'duplicate' | 'clock-back' | 'impossible-speed';

export interface TrackPoint extends DeviceFix {
  /** The way from the point before is not known: a break, or a jump. */
  readonly begins: boolean;
}

/** What is known of a track while it is recorded; plain data, small: the points themselves go where they are kept. */
export interface Track {
  readonly last: DeviceFix | null;
  readonly count: number;
  /** Counted so far, metres: from anchor to anchor, so that a receiver's noise adds little. */
  readonly meters: number;
  /** 时长 without breaks, ms. */
  readonly milliseconds: number;
  readonly anchor: DeviceFix | null;
  /** Refused for its speed: a second fix that agrees with it shows that the first ones were wrong. */
  readonly suspect: DeviceFix | null;
  readonly refused: Readonly<Record<TrackRefusal, number>>;
}

export const emptyTrack: Track = {
  last: null,
  count: 0,
  meters: 0,
  milliseconds: 0,
  anchor: null,
  suspect: null,
  refused: { 'not-a-position': 0, accuracy: 0, duplicate: 0, 'clock-back': 0, 'impossible-speed': 0 },
};

export type TakenFix =
  | { readonly track: Track; readonly point: TrackPoint; readonly refusal: null }
  | { readonly track: Track; readonly point: null; readonly refusal: TrackRefusal };

/** 巡查轨迹: takes a fix in as the next point, or says why not. */
export function takeFix(track: Track, fix: DeviceFix, rules: TrackRules = ownTrackRules): TakenFix {
  const { last, suspect } = track;
  const refusal = refusalOf(fix, last, rules);
  const agrees =
    refusal === 'impossible-speed' && suspect !== null && refusalOf(fix, suspect, rules) === null;
  if (refusal !== null && !agrees) {
    const refused = { ...track.refused, [refusal]: track.refused[refusal] + 1 };
    const next = { ...track, refused, suspect: refusal === 'impossible-speed' ? fix : suspect };
    return { track: next, point: null, refusal };
  }
  const begins = last === null || agrees || fix.at - last.at > rules.breakAfterMs;
  const point = { ...fix, begins };
  const taken = { ...track, last: fix, count: track.count + 1, suspect: null };
  if (begins || track.anchor === null) return { track: { ...taken, anchor: fix }, point, refusal: null };
  const milliseconds = track.milliseconds + fix.at - last.at;
  const step = geodesicDistance(track.anchor.lonLat, fix.lonLat);
  if (step < leastStep(fix, rules)) {
    return { track: { ...taken, milliseconds }, point, refusal: null };
  }
  const meters = track.meters + step;
  return { track: { ...taken, milliseconds, meters, anchor: fix }, point, refusal: null };
}

/** A whole recording at once. */
export function trackOf(
  fixes: readonly DeviceFix[],
  rules: TrackRules = ownTrackRules,
): { readonly track: Track; readonly points: readonly TrackPoint[] } {
  const points: TrackPoint[] = [];
  let track = emptyTrack;
  for (const fix of fixes) {
    const taken = takeFix(track, fix, rules);
    track = taken.track;
    if (taken.point) points.push(taken.point);
  }
  return { track, points };
}

export interface TrackStep {
  /** Indices of the points. */
  readonly from: number;
  readonly to: number;
  readonly meters: number;
}

/** The steps that a track's length counts, from anchor to anchor; their sum is `Track.meters`. */
export function stepsOf(points: readonly TrackPoint[], rules: TrackRules = ownTrackRules): TrackStep[] {
  const steps: TrackStep[] = [];
  let from = 0;
  points.forEach((point, to) => {
    if (point.begins) from = to;
    const meters = geodesicDistance(points[from]!.lonLat, point.lonLat);
    if (from === to || meters < leastStep(point, rules)) return;
    steps.push({ from, to, meters });
    from = to;
  });
  return steps;
}

export interface TrackPause {
  readonly lonLat: DeviceFix['lonLat'];
  readonly from: number;
  readonly until: number;
}

/** 停留: where the person stayed within `pauseMeters` of where they stopped for `pauseMs` or longer. */
export function pausesOf(points: readonly TrackPoint[], rules: TrackRules = ownTrackRules): TrackPause[] {
  const pauses: TrackPause[] = [];
  let first = 0;
  for (let i = 1; i <= points.length; i++) {
    const [start, last] = [points[first]!, points[i - 1]!];
    const point = points[i];
    const stays = point && !point.begins && geodesicDistance(start.lonLat, point.lonLat) <= rules.pauseMeters;
    if (stays) continue;
    if (last.at - start.at >= rules.pauseMs) {
      pauses.push({ lonLat: start.lonLat, from: start.at, until: last.at });
      first = i;
    } else {
      // The stop may have begun at any later point: try the next one.
      first++;
      i = first;
    }
    if (first >= points.length) break;
  }
  return pauses;
}

function leastStep({ accuracyMeters }: DeviceFix, { minStepMeters }: TrackRules): number {
  return Math.max(minStepMeters, 2 * accuracyMeters);
}

function refusalOf(fix: DeviceFix, last: DeviceFix | null, rules: TrackRules): TrackRefusal | null {
  if (!isLonLat(fix.lonLat) || !Number.isFinite(fix.at)) return 'not-a-position';
  if (!(fix.accuracyMeters >= 0 && fix.accuracyMeters <= rules.maxAccuracyMeters)) return 'accuracy';
  if (last === null) return null;
  if (fix.at === last.at) return 'duplicate';
  if (fix.at < last.at) return 'clock-back';
  const surely = geodesicDistance(last.lonLat, fix.lonLat) - fix.accuracyMeters - last.accuracyMeters;
  return surely > (rules.maxMetersPerSecond * (fix.at - last.at)) / 1000 ? 'impossible-speed' : null;
}
