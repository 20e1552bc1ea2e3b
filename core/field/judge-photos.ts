import { angleBetween, type Bearing, normalBearing, trueBearings } from '#core/field/bearing.ts';
import { isLonLat } from '#core/field/local-plane.ts';
import type { PhotoRole, PhotoRules } from '#core/field/photo-rules.ts';
import {
  bearingError,
  type PhotoTarget,
  type Sight,
  sightOf,
  wayIntoRange,
} from '#core/field/photo-target.ts';
import type { PhotoFacts } from '#core/patches/operation.ts';

export type TakenPhoto = Pick<
  PhotoFacts,
  'sha256' | 'role' | 'takenAt' | 'fix' | 'bearing' | 'bearingReference' | 'reason'
>;

/** Why a photograph does not count for its role. */
export type PhotoFault =
  | 'not-required'
  | 'no-position'
  | 'accuracy'
  | 'too-far'
  | 'too-near'
  | 'heading-unknown'
  | 'wrong-direction'
  | 'side-unknown'
  | 'same-side';

export interface JudgedPhoto {
  readonly sha256: string;
  readonly role: PhotoRole;
  /** Empty: it counts. */
  readonly faults: readonly PhotoFault[];
  /** From the centre of the patch to where it was taken; null where position or accuracy do not tell. */
  readonly side: Bearing | null;
}

export interface PhotoJudgement {
  /** The photographs suffice: only then may the form be handed in. */
  readonly complete: boolean;
  /** In the order of the rules. */
  readonly missing: readonly PhotoRole[];
  /** First taken first. */
  readonly photos: readonly JudgedPhoto[];
}

/**
 * 缺照片判定: which required photographs are still missing. What counts is judged by position, accuracy and bearing, never by the name of the role alone. A
 * photograph once counted is not lost by more photographs.
 * @param photos in any order; removed ones left out
 * @param declinationDegrees 磁偏角, east positive
 */
export function missingPhotos(
  target: PhotoTarget,
  rules: PhotoRules,
  photos: readonly TakenPhoto[],
  declinationDegrees: number,
): PhotoJudgement {
  const judged: JudgedPhoto[] = [];
  for (const photo of [...photos].sort((a, b) => a.takenAt - b.takenAt || compare(a.sha256, b.sha256))) {
    judged.push(judge(target, rules, photo, judged, declinationDegrees));
  }
  const missing = rules.required.filter(
    (role) => !judged.some((photo) => photo.role === role && photo.faults.length === 0),
  );
  return { complete: missing.length === 0, missing, photos: judged };
}

/**
 * The side on which one stands: by position, or where the accuracy leaves that open by the camera, which looks at the patch from its side; null
 * when there is no bearing either.
 */
export function sideOf(
  sight: Sight,
  accuracyMeters: number,
  bearings: readonly Bearing[],
  rules: PhotoRules,
): Bearing | null {
  const accuracy = Math.min(accuracyMeters, rules.maxAccuracyMeters);
  if (sight.centreMeters > Math.max(accuracy, 1)) return sight.side;
  const [bearing] = bearings;
  return bearing === undefined ? null : normalBearing(bearing + 180);
}

/**
 * 对面: whether a side is opposite to the earlier photographs that count, one of each role. Where two of those already look at the patch
 * from opposite sides, no place is left that is opposite to both: then a third side, half as far from either, is enough.
 */
export function isOpposite(side: Bearing, earlier: readonly JudgedPhoto[], rules: PhotoRules): boolean {
  const counted = earlier.filter(({ role, faults }) => role !== 'opposite' && faults.length === 0);
  const sides = [...new Set(counted.map(({ role }) => role))]
    .map((role) =>
      counted.flatMap((photo) => (photo.role === role && photo.side !== null ? [photo.side] : [])),
    )
    .filter((ofRole) => ofRole.length > 0);
  const apart = (degrees: number) => (other: Bearing) => angleBetween(side, other) >= degrees;
  if (sides.length === 0) return false;
  if (sides.every((ofRole) => ofRole.some(apart(rules.oppositeDegrees)))) return true;
  const third = sides.map((ofRole) => ofRole.filter(apart(rules.oppositeDegrees / 2)));
  return third.some((ofRole, i) =>
    third.some(
      (others, j) =>
        i < j && ofRole.some((a) => others.some((b) => angleBetween(a, b) >= rules.oppositeDegrees)),
    ),
  );
}

function judge(
  target: PhotoTarget,
  rules: PhotoRules,
  photo: TakenPhoto,
  earlier: readonly JudgedPhoto[],
  declinationDegrees: number,
): JudgedPhoto {
  const { sha256, role, fix } = photo;
  if (role === 'other' || !rules.required.includes(role)) {
    return { sha256, role, faults: ['not-required'], side: null };
  }
  if (fix === null || !isLonLat(fix.lonLat)) return { sha256, role, faults: ['no-position'], side: null };
  const faults: PhotoFault[] = [];
  const excused = (photo.reason ?? '').trim() !== '';
  // Written so that an accuracy that is no number is a poor one.
  if (!(fix.accuracyMeters >= 0 && fix.accuracyMeters <= rules.maxAccuracyMeters) && !excused) {
    faults.push('accuracy');
  }
  const sight = sightOf(target, fix.lonLat);
  const way = wayIntoRange(sight, rules.range[role]);
  if (way !== 0) faults.push(way < 0 ? 'too-far' : 'too-near');
  const heading =
    photo.bearing === null ? null : { degrees: photo.bearing, reference: photo.bearingReference };
  const bearings = trueBearings(heading, declinationDegrees);
  if (bearings.length === 0 && !excused) faults.push('heading-unknown');
  if (bearings.some((bearing) => bearingError(sight, bearing) > rules.maxBearingErrorDegrees)) {
    faults.push('wrong-direction');
  }
  const accuracy = Number.isFinite(fix.accuracyMeters) ? fix.accuracyMeters : Infinity;
  const side = sideOf(sight, accuracy, bearings, rules);
  if (role === 'opposite' && side === null) faults.push('side-unknown');
  if (role === 'opposite' && side !== null && !isOpposite(side, earlier, rules)) faults.push('same-side');
  return { sha256, role, faults, side };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
