import { isLonLat } from '#core/field/local-plane.ts';
import type { Finding } from '#core/finding.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import type { DeviceFix, Instant } from '#core/patches/operation.ts';

export interface GateRules {
  readonly maxAccuracyMeters: number;
  /** A fix older than this is not where one is now. */
  readonly staleAfterMs: number;
  /** Clocks that differ by more are off. */
  readonly clockOffAfterMs: number;
  /** So many fixes in a row with the very same coordinates look made. */
  readonly repeats: number;
}

export const ownGateRules: GateRules = {
  maxAccuracyMeters: 20,
  staleAfterMs: 30_000,
  clockOffAfterMs: 120_000,
  repeats: 5,
};

/** What is known beside the fix. Left out: not known. */
export interface GateContext {
  /** What the finding is about, e.g. `photo 3`. */
  readonly subject: string;
  /** The device's clock when the fix was handed over. */
  readonly deviceNow: Instant;
  /** Server's clock minus the device's, ms, from the last exchange (see `estimateClockOffset`). */
  readonly clockOffset?: number | null;
  /** The latest instant known for certain to have passed: the last answer of the server, the making of the program. */
  readonly notBefore?: Instant | null;
  /** Fixes before this one, newest last. */
  readonly recent?: readonly DeviceFix[];
  /** The district, west south east north. */
  readonly district?: LonLatBox | null;
  readonly rules?: GateRules;
}

export type PositionCode =
  | 'position.fix.missing'
  | 'position.fix.not-a-position'
  | 'position.fix.zero'
  | 'position.fix.outside-district'
  | 'position.fix.stale'
  | 'position.fix.repeated'
  | 'position.accuracy.missing'
  | 'position.accuracy.zero'
  | 'position.accuracy.poor'
  | 'position.clock.off'
  | 'position.clock.behind-known'
  | 'position.clock.differs-from-fix';

/**
 * 定位质检: what a fix is worth. Findings, all warnings: a record is kept whatever its position. `clock.*` findings mean 时钟不准: times need the offset.
 * Never throws.
 */
export function judgeFix(fix: DeviceFix | null, context: GateContext): Finding[] {
  const { subject, deviceNow, clockOffset, notBefore, recent = [], district, rules = ownGateRules } = context;
  const findings: Finding[] = [];
  const add = (code: PositionCode, values: Record<string, number> = {}) => {
    findings.push({
      code,
      severity: 'warning',
      subject,
      id: `${code}:${subject}`,
      ...(fix && isLonLat(fix.lonLat) ? { lonLat: [fix.lonLat[0], fix.lonLat[1]] as const } : {}),
      context: values,
    });
  };

  if (typeof clockOffset === 'number' && !(Math.abs(clockOffset) <= rules.clockOffAfterMs)) {
    add('position.clock.off', { offsetMs: clockOffset });
  }
  if (typeof notBefore === 'number' && deviceNow < notBefore - rules.clockOffAfterMs) {
    add('position.clock.behind-known', { behindMs: notBefore - deviceNow });
  }
  if (!fix) {
    add('position.fix.missing');
    return findings;
  }

  const age = deviceNow - fix.at;
  // Hours of difference, or a fix of the future, are clocks; less is a fix that was kept.
  const clocksDiffer = !(age <= 6 * 3_600_000) || age < -rules.clockOffAfterMs;
  if (clocksDiffer) add('position.clock.differs-from-fix', Number.isFinite(age) ? { differenceMs: age } : {});
  else if (age > rules.staleAfterMs) add('position.fix.stale', { ageMs: age });

  const { accuracyMeters } = fix;
  if (!(accuracyMeters >= 0 && accuracyMeters < Infinity)) add('position.accuracy.missing');
  else if (accuracyMeters === 0) add('position.accuracy.zero');
  else if (accuracyMeters > rules.maxAccuracyMeters) {
    add('position.accuracy.poor', { accuracyMeters, maxMeters: rules.maxAccuracyMeters });
  }

  if (!isLonLat(fix.lonLat)) {
    add('position.fix.not-a-position');
    return findings;
  }
  const [lon, lat] = fix.lonLat;
  // Around 0, 0, not only on it: what is missing is sometimes rounded or shifted.
  if (Math.abs(lon) < 1e-3 && Math.abs(lat) < 1e-3) add('position.fix.zero');
  else if (
    district &&
    !(lon >= district[0] && lon <= district[2] && lat >= district[1] && lat <= district[3])
  ) {
    const nearest = [clamp(lon, district[0], district[2]), clamp(lat, district[1], district[3])] as const;
    add('position.fix.outside-district', { meters: Math.round(geodesicDistance(fix.lonLat, nearest)) });
  }
  const same = sameInARow(fix, recent);
  if (same >= rules.repeats) add('position.fix.repeated', { count: same });
  return findings;
}

/** unusable: there is no position; reason: counts with a typed reason; good. */
export function worthOf(findings: readonly Finding[]): 'good' | 'reason' | 'unusable' {
  const codes = findings.map(({ code }) => code);
  const none: PositionCode[] = ['position.fix.missing', 'position.fix.not-a-position', 'position.fix.zero'];
  if (codes.some((code) => (none as string[]).includes(code))) return 'unusable';
  return codes.some((code) => code.startsWith('position.')) ? 'reason' : 'good';
}

/** One exchange with the server: sent and received by the device's clock, answered by the server's. */
export interface ClockExchange {
  readonly sentAt: Instant;
  readonly serverAt: Instant;
  readonly receivedAt: Instant;
}

/**
 * 时钟差: server's clock minus the device's, ms, from the quickest exchange; right to half its duration. Null when there was none, or when the clock was set
 * meanwhile in each.
 */
export function estimateClockOffset(
  exchanges: readonly ClockExchange[],
): { readonly offsetMs: number; readonly uncertaintyMs: number } | null {
  let best: { offsetMs: number; uncertaintyMs: number } | null = null;
  for (const { sentAt, serverAt, receivedAt } of exchanges) {
    const uncertaintyMs = (receivedAt - sentAt) / 2;
    const offsetMs = serverAt - (sentAt + receivedAt) / 2;
    if (!(uncertaintyMs >= 0) || !Number.isFinite(offsetMs)) continue;
    if (best === null || uncertaintyMs < best.uncertaintyMs) best = { offsetMs, uncertaintyMs };
  }
  return best;
}

/** Receivers never repeat themselves to the last digit; a fix handed over twice (same instant) is one. */
function sameInARow(fix: DeviceFix, recent: readonly DeviceFix[]): number {
  let [count, at] = [1, fix.at];
  for (const other of [...recent].reverse()) {
    if (other.at === at) continue;
    if (other.lonLat[0] !== fix.lonLat[0] || other.lonLat[1] !== fix.lonLat[1]) break;
    count++;
    at = other.at;
  }
  return count;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
