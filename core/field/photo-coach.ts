import {
  angleBetween,
  type Bearing,
  type Heading,
  normalBearing,
  pointTowards,
  trueBearings,
  turnBetween,
} from '#core/field/bearing.ts';
import {
  isOpposite,
  type JudgedPhoto,
  missingPhotos,
  type PhotoJudgement,
  sideOf,
  type TakenPhoto,
} from '#core/field/judge-photos.ts';
import { isLonLat } from '#core/field/local-plane.ts';
import type { PhotoRole, PhotoRules } from '#core/field/photo-rules.ts';
import {
  bearingError,
  type PhotoTarget,
  type Sight,
  sightOf,
  wayIntoRange,
} from '#core/field/photo-target.ts';
import type { DeviceFix } from '#core/patches/operation.ts';

/** 拍照提示: codes and numbers; the sentences are the screen's. Bearings are true. */
export type CoachAdvice =
  | { readonly code: 'no-position' }
  /** Too poor to count without a typed reason. */
  | { readonly code: 'accuracy'; readonly accuracyMeters: number; readonly maxMeters: number }
  | {
      readonly code: 'too-far' | 'too-near';
      readonly role: PhotoRole;
      /** From the outline; 0 inside. */
      readonly distanceMeters: number;
      /** So far to go, in this direction. */
      readonly moveMeters: number;
      readonly bearing: Bearing;
    }
  | {
      readonly code: 'other-side';
      readonly role: 'opposite';
      /** Round the patch, seen from above. */
      readonly way: 'clockwise' | 'anticlockwise';
      readonly degrees: number;
      /** The side to photograph from: `one more from the east` is 90. */
      readonly from: Bearing;
      readonly point: readonly [lon: number, lat: number];
    }
  /** No earlier photograph tells the side it was taken from: one more of this role, by which one can. */
  | { readonly code: 'side-unknown'; readonly role: PhotoRole }
  /** Cannot be checked: needs a typed reason. */
  | { readonly code: 'heading-unknown' }
  | { readonly code: 'turn'; readonly side: 'left' | 'right'; readonly degrees: number }
  | { readonly code: 'missing'; readonly roles: readonly PhotoRole[] }
  /** Taken now, it counts for this role. */
  | { readonly code: 'ready'; readonly role: PhotoRole }
  | { readonly code: 'complete' };

export interface CoachInput {
  readonly target: PhotoTarget;
  readonly rules: PhotoRules;
  readonly fix: DeviceFix | null;
  readonly heading: Heading | null;
  /** 磁偏角 in degrees, east positive. */
  readonly declinationDegrees: number;
  readonly photos: readonly TakenPhoto[];
  /** Typed reason: excuses accuracy and a missing bearing, not distance, direction or side. */
  readonly reason?: string;
  /** The role the person chose; else the one that is nearest to being taken. */
  readonly role?: PhotoRole;
}

/**
 * 拍照教练: what stands between the person and the next photograph that counts, most urgent first. `ready` comes only when nothing does, and with exactly
 * the tests by which the photograph will be judged.
 */
export function coachPhoto(input: CoachInput): CoachAdvice[] {
  const { target, rules, fix, heading, photos, declinationDegrees } = input;
  const judgement = missingPhotos(target, rules, photos, declinationDegrees);
  if (judgement.complete) return [{ code: 'complete' }];
  const missing: CoachAdvice = { code: 'missing', roles: judgement.missing };
  if (fix === null || !isLonLat(fix.lonLat)) return [{ code: 'no-position' }, missing];

  const excused = (input.reason ?? '').trim() !== '';
  const sight = sightOf(target, fix.lonLat);
  const bearings = trueBearings(heading, declinationDegrees);
  const accuracy = fix.accuracyMeters >= 0 ? fix.accuracyMeters : Infinity;
  const side = sideOf(sight, accuracy, bearings, rules);
  const wanted = input.role && judgement.missing.includes(input.role) ? [input.role] : judgement.missing;
  const plans = wanted.map((role) => ({
    role,
    advice: adviceForRole(role, sight, side, judgement, input),
  }));
  // The role with the least left to do; among equals the order of the rules.
  const { role, advice } = plans.reduce((best, plan) =>
    effort(plan.advice) < effort(best.advice) ? plan : best,
  );

  const blocking: CoachAdvice[] = [];
  if (!(accuracy <= rules.maxAccuracyMeters) && !excused) {
    blocking.push({ code: 'accuracy', accuracyMeters: accuracy, maxMeters: rules.maxAccuracyMeters });
  }
  blocking.push(...advice);
  const beside = bearings.find((bearing) => bearingError(sight, bearing) > rules.maxBearingErrorDegrees);
  if (beside !== undefined) {
    const turn = turnBetween(beside, sight.centreBearing);
    blocking.push({ code: 'turn', side: turn < 0 ? 'left' : 'right', degrees: Math.abs(turn) });
  } else if (bearings.length === 0 && !excused) {
    blocking.push({ code: 'heading-unknown' });
  }
  if (blocking.length === 0) blocking.push({ code: 'ready', role });
  return [...blocking, missing];
}

function adviceForRole(
  role: PhotoRole,
  sight: Sight,
  side: Bearing | null,
  { photos }: PhotoJudgement,
  { target, rules }: CoachInput,
): CoachAdvice[] {
  if (role === 'other') return [];
  const advice: CoachAdvice[] = [];
  const way = wayIntoRange(sight, rules.range[role]);
  if (way !== 0) {
    // Out of a patch one goes to its nearest edge and on; outside, away from it.
    const inwards = way < 0 || sight.inside;
    advice.push({
      code: way < 0 ? 'too-far' : 'too-near',
      role,
      distanceMeters: sight.distanceMeters,
      moveMeters: Math.abs(way),
      bearing: inwards ? sight.edgeBearing : normalBearing(sight.edgeBearing + 180),
    });
  }
  if (role !== 'opposite' || (side !== null && isOpposite(side, photos, rules))) return advice;
  const from = oppositeSide(side ?? sight.side, photos, rules);
  if (from === null) {
    const other =
      rules.required.find((each) => each === 'panoramic') ?? rules.required.find((each) => each !== role);
    return [...advice, { code: 'side-unknown', role: other ?? role }];
  }
  const turn = turnBetween(sight.side, from);
  const distance = Math.max(sight.centreMeters, rules.range.opposite.minMeters);
  advice.push({
    code: 'other-side',
    role,
    way: turn < 0 ? 'anticlockwise' : 'clockwise',
    degrees: Math.abs(turn),
    from,
    point: pointTowards(target.centre, from, distance),
  });
  return advice;
}

/** The side nearest to where one stands that is opposite with some degrees to spare; null when no earlier photograph tells its side. */
function oppositeSide(side: Bearing, photos: readonly JudgedPhoto[], rules: PhotoRules): Bearing | null {
  const good = Array.from({ length: 72 }, (_, i) => i * 5).filter((each) => isOpposite(each, photos, rules));
  const spare = good.filter((each) => good.includes((each + 5) % 360) && good.includes((each + 355) % 360));
  return (spare.length > 0 ? spare : good).reduce<Bearing | null>(
    (best, each) => (best === null || angleBetween(each, side) < angleBetween(best, side) ? each : best),
    null,
  );
}

/** Metres to walk, roughly: who stands far away chooses by the distance. */
function effort(advice: readonly CoachAdvice[]): number {
  return advice.reduce((sum, each) => {
    if (each.code === 'too-far' || each.code === 'too-near') return sum + each.moveMeters;
    return sum + (each.code === 'other-side' ? each.degrees : each.code === 'side-unknown' ? 1000 : 0);
  }, 0);
}
