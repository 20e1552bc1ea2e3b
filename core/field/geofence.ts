import type { FencePlace } from '#core/field/fence-index.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import type { DeviceFix } from '#core/patches/operation.ts';

/** How the alarm of a fence judges fixes. */
export interface FenceRules {
  /** Fixes worse than this say nothing. */
  readonly maxAccuracyMeters: number;
  /** A receiver that claims to be better than this is not believed. */
  readonly minAccuracyMeters: number;
  /** The error of a fix is taken to be at most so many times its accuracy (a 68 % radius). */
  readonly errorFactor: number;
  /** Fixes in a row that must be outside before it is said so. */
  readonly fixesToLeave: number;
  /** What must have been walked between being told two opposite things. */
  readonly marginMeters: number;
  /** After so long without a fix what was known is forgotten. */
  readonly forgetAfterMs: number;
}

export const ownFenceRules: FenceRules = {
  maxAccuracyMeters: 30,
  minAccuracyMeters: 3,
  errorFactor: 2,
  fixesToLeave: 3,
  marginMeters: 1,
  forgetAfterMs: 300_000,
};

/** certain: in by more than the accuracy; likely: the fix is in; possible: out by less than the accuracy; leaving: out by more, not yet for long. */
export type FenceCertainty = 'certain' | 'likely' | 'possible' | 'leaving';

export interface LayerWatch extends Omit<FencePlace, 'inside' | 'layer'> {
  readonly inside: boolean;
  /** While inside. */
  readonly certainty: FenceCertainty | null;
  /** Two fixes in a row, or one beyond doubt, were in. */
  readonly confirmed: boolean;
  /** While inside: how far in the person has surely been since they entered (metres, least error); outside: how far out since they left. */
  readonly bound: number | null;
  readonly fixesOut: number;
}

/** Plain data: may be stored and gone on with. */
export interface GeofenceState {
  readonly at: number | null;
  /** The last fix was too poor to say anything. */
  readonly blind: boolean;
  readonly layers: Readonly<Record<string, LayerWatch>>;
}

export interface GeofenceEvent {
  /** entered: alarm, once a visit; confirmed: it is sure now, when it was not at first; left. */
  readonly kind: 'entered' | 'confirmed' | 'left';
  readonly layer: string;
  readonly zone: string | null;
  /** Positive inside; null when no edge is within reach. */
  readonly signedMeters: number | null;
  readonly edge: LonLat | null;
  readonly bearing: number | null;
  readonly accuracyMeters: number;
  readonly certainty: FenceCertainty | null;
  readonly at: number;
}

export const startOfWatch: GeofenceState = { at: null, blind: true, layers: {} };

/**
 * 围栏报警: the next state, and what is to be said. Alarm comes with the first fix that may be inside (by its accuracy): not late at all while fixes
 * are as good as they claim, and a fix or two late when they are worse. It never flaps: after one message the opposite one comes only when the person
 * has surely moved, that is when what the fixes before and after allow (± error factor × accuracy) no longer meets.
 *
 * @param places from `Fence.at` at the fix
 */
export function watchFence(
  state: GeofenceState,
  fix: DeviceFix,
  places: readonly FencePlace[],
  rules: FenceRules = ownFenceRules,
): { readonly state: GeofenceState; readonly events: readonly GeofenceEvent[] } {
  if (fix.at === state.at) return { state, events: [] };
  const known = fix.accuracyMeters >= 0 && fix.accuracyMeters <= rules.maxAccuracyMeters;
  if (!known) return { state: { ...state, blind: true }, events: [] };
  const forgotten = state.at !== null && Math.abs(fix.at - state.at) > rules.forgetAfterMs;
  const events: GeofenceEvent[] = [];
  const layers: Record<string, LayerWatch> = {};
  for (const place of places) {
    const before = state.layers[place.layer] ?? outside(place);
    const watch = nextWatch(forgotten ? { ...before, bound: null } : before, place, fix, rules, forgotten);
    layers[place.layer] = watch;
    const kind = messageOf(before, watch);
    if (kind === null) continue;
    const { zone, signedMeters, edge, bearing, certainty } = watch;
    const { layer } = place;
    const { accuracyMeters, at } = fix;
    events.push({ kind, layer, zone, signedMeters, edge, bearing, accuracyMeters, certainty, at });
  }
  return { state: { at: fix.at, blind: false, layers }, events };
}

function messageOf(before: LayerWatch, now: LayerWatch): GeofenceEvent['kind'] | null {
  if (before.inside !== now.inside) return now.inside ? 'entered' : 'left';
  return now.inside && now.confirmed && !before.confirmed ? 'confirmed' : null;
}

function nextWatch(
  before: LayerWatch,
  place: FencePlace,
  fix: DeviceFix,
  rules: FenceRules,
  forgotten: boolean,
): LayerWatch {
  const { zone, edge, bearing, signedMeters } = place;
  const accuracy = Math.max(fix.accuracyMeters, rules.minAccuracyMeters);
  const error = rules.errorFactor * accuracy;
  const signed = signedMeters ?? -Infinity;
  const [least, most] = [signed - error, signed + error];
  const seen = { zone, edge, bearing, signedMeters };

  if (!before.inside) {
    const moved = before.bound === null || least > before.bound + rules.marginMeters;
    if (signed < -accuracy || !moved) {
      const bound = before.bound === null ? null : finite(Math.min(before.bound, most));
      return { ...outside(place), bound };
    }
    const certainty = certaintyOf(signed, accuracy);
    return {
      ...seen,
      inside: true,
      certainty,
      confirmed: certainty === 'certain',
      bound: finite(least),
      fixesOut: 0,
    };
  }

  const surelyOut = most < Math.min(0, (before.bound ?? Infinity) - rules.marginMeters);
  const fixesOut = surelyOut ? before.fixesOut + 1 : 0;
  if (fixesOut >= rules.fixesToLeave || (forgotten && signed < -accuracy)) {
    return { ...outside(place), bound: finite(most) };
  }
  const certainty = certaintyOf(signed, accuracy);
  const twice = signed >= 0 && (before.signedMeters ?? -1) >= 0;
  return {
    ...seen,
    inside: true,
    certainty,
    confirmed: before.confirmed || certainty === 'certain' || twice,
    bound: finite(Math.max(before.bound ?? -Infinity, least)),
    fixesOut,
  };
}

/** Beyond reach there is no bound that could be stored; far out is as good as never there. */
function finite(bound: number): number | null {
  return Number.isFinite(bound) ? bound : null;
}

function outside({ zone, edge, bearing, signedMeters }: FencePlace): LayerWatch {
  const none = { certainty: null, confirmed: false, bound: null, fixesOut: 0 };
  return { zone, edge, bearing, signedMeters, inside: false, ...none };
}

function certaintyOf(signed: number, accuracy: number): FenceCertainty {
  if (signed >= accuracy) return 'certain';
  if (signed >= 0) return 'likely';
  return signed >= -accuracy ? 'possible' : 'leaving';
}
