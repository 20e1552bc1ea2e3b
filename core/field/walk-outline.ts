import type { Polygon } from 'geojson';
import { isLonLat } from '#core/field/local-plane.ts';
import { areaUncertainty, type MeasuredOutline, measureOutline } from '#core/field/measure-outline.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import type { DeviceFix } from '#core/patches/operation.ts';

export interface WalkRules {
  readonly maxAccuracyMeters: number;
  /** Fixes nearer to the last corner than this (or than their accuracy) are the same corner. */
  readonly minSpacingMeters: number;
  /** 合拢: so near the start the outline may be closed. */
  readonly joinMeters: number;
}

export const ownWalkRules: WalkRules = { maxAccuracyMeters: 20, minSpacingMeters: 2, joinMeters: 15 };

export interface WalkCorner {
  readonly lonLat: LonLat;
  /** Of the mean: fixes follow each other with much the same error, so it is never taken as better than half of the best. */
  readonly accuracyMeters: number;
  readonly fixes: number;
  /** Sum of 1/accuracy². */
  readonly weight: number;
  readonly bestAccuracyMeters: number;
}

/** Plain data: may be stored and gone on with. */
export interface Walk {
  readonly corners: readonly WalkCorner[];
  /** The last corner is finished: the next fix begins another. */
  readonly finished: boolean;
  /** Instant of the last fix. */
  readonly at: number | null;
}

export const emptyWalk: Walk = { corners: [], finished: false, at: null };

/** 走绘: takes a fix into the outline. Fixes of one place become their mean, weighted by 1/accuracy². */
export function walkOn(
  walk: Walk,
  fix: DeviceFix,
  rules: WalkRules = ownWalkRules,
): { readonly walk: Walk; readonly refusal: 'not-a-position' | 'accuracy' | 'duplicate' | null } {
  if (!isLonLat(fix.lonLat)) return { walk, refusal: 'not-a-position' };
  if (!(fix.accuracyMeters >= 0 && fix.accuracyMeters <= rules.maxAccuracyMeters)) {
    return { walk, refusal: 'accuracy' };
  }
  if (fix.at === walk.at) return { walk, refusal: 'duplicate' };
  const accuracy = Math.max(fix.accuracyMeters, 0.01);
  const last = walk.corners.at(-1);
  const same = last && geodesicDistance(last.lonLat, fix.lonLat) < Math.max(rules.minSpacingMeters, accuracy);
  if (!last || !same || walk.finished) {
    // Standing on after a finished corner adds nothing.
    if (walk.finished && same) return { walk: { ...walk, at: fix.at }, refusal: null };
    const corner = {
      lonLat: fix.lonLat,
      accuracyMeters: accuracy,
      fixes: 1,
      weight: accuracy ** -2,
      bestAccuracyMeters: accuracy,
    };
    return { walk: { corners: [...walk.corners, corner], finished: false, at: fix.at }, refusal: null };
  }
  const corner = merged(last, {
    lonLat: fix.lonLat,
    weight: accuracy ** -2,
    fixes: 1,
    bestAccuracyMeters: accuracy,
  });
  return { walk: { ...walk, corners: [...walk.corners.slice(0, -1), corner], at: fix.at }, refusal: null };
}

/** 定点: the corner where one stands is done. */
export function finishCorner(walk: Walk): Walk {
  return { ...walk, finished: walk.corners.length > 0 };
}

/** 退一点: the last corner is taken back; the next fix begins another. */
export function takeBackCorner(walk: Walk): Walk {
  return { ...walk, corners: walk.corners.slice(0, -1), finished: true };
}

/** 接合点: the end of the last corner is put exactly on a point of another outline. */
export function joinCorner(walk: Walk, point: LonLat): Walk {
  const last = walk.corners.at(-1);
  return last
    ? { ...walk, corners: [...walk.corners.slice(0, -1), { ...last, lonLat: point }], finished: true }
    : walk;
}

/** The nearest of some points within a distance: where an outline may join another. */
export function joinPoint(
  from: LonLat,
  points: readonly LonLat[],
  withinMeters: number,
): { readonly lonLat: LonLat; readonly index: number; readonly meters: number } | null {
  let best: { lonLat: LonLat; index: number; meters: number } | null = null;
  points.forEach((lonLat, index) => {
    const meters = geodesicDistance(from, lonLat);
    if (meters <= (best?.meters ?? withinMeters)) best = { lonLat, index, meters };
  });
  return best;
}

/** Metres from the last corner to the first, and whether the outline may be closed. */
export function closingOf(
  walk: Walk,
  rules: WalkRules = ownWalkRules,
): { readonly meters: number; readonly mayClose: boolean } | null {
  const [first, last] = [walk.corners[0], walk.corners.at(-1)];
  if (!first || !last || walk.corners.length < 3) return null;
  const meters = geodesicDistance(first.lonLat, last.lonLat);
  return { meters, mayClose: meters <= rules.joinMeters };
}

export interface WalkedOutline extends MeasuredOutline<Polygon> {
  readonly corners: readonly WalkCorner[];
  /** ± (95 %), from the accuracies of the corners. */
  readonly plusMinusSquareMeters: number;
}

/** 合拢成面: the outline closed from the last corner to the first; where these are one place, they become one corner. */
export function closeWalk(walk: Walk, subject: string, rules: WalkRules = ownWalkRules): WalkedOutline {
  const corners = [...walk.corners];
  const [first, last] = [corners[0], corners.at(-1)];
  if (first && last && corners.length > 3) {
    const meters = geodesicDistance(first.lonLat, last.lonLat);
    const near = Math.max(rules.minSpacingMeters, first.accuracyMeters, last.accuracyMeters);
    if (meters < near) {
      corners.pop();
      corners[0] = merged(first, last);
    }
  }
  const ring = corners.map(({ lonLat }) => [...lonLat]);
  const outline: Polygon | null =
    corners.length < 3 ? null : { type: 'Polygon', coordinates: [[...ring, [...ring[0]!]]] };
  return {
    ...measureOutline(outline, subject),
    corners,
    plusMinusSquareMeters: areaUncertainty(corners),
  };
}

function merged(a: WalkCorner, b: Omit<WalkCorner, 'accuracyMeters'>): WalkCorner {
  const weight = a.weight + b.weight;
  const share = b.weight / weight;
  const bestAccuracyMeters = Math.min(a.bestAccuracyMeters, b.bestAccuracyMeters);
  return {
    lonLat: [
      a.lonLat[0] + (b.lonLat[0] - a.lonLat[0]) * share,
      a.lonLat[1] + (b.lonLat[1] - a.lonLat[1]) * share,
    ],
    accuracyMeters: Math.max(weight ** -0.5, bestAccuracyMeters / 2),
    fixes: a.fixes + b.fixes,
    weight,
    bestAccuracyMeters,
  };
}
