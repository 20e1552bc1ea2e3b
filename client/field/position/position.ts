import { create } from 'zustand';
import { type Heading, trueBearings } from '#core/field/bearing.ts';
import { judgeFix, worthOf } from '#core/field/position-gate.ts';
import type { Finding } from '#core/finding.ts';
import type { DeviceFix } from '#core/patches/operation.ts';
import { DECLINATION_DEGREES } from './declination.ts';

/** insecure: the page came without https, and the browser gives no position then. */
export type PositionStatus = 'idle' | 'asking' | 'watching' | 'denied' | 'unavailable' | 'insecure';

interface PositionState {
  readonly status: PositionStatus;
  readonly fix: DeviceFix | null;
  /** Fixes before it, newest last. */
  readonly recent: readonly DeviceFix[];
  readonly findings: readonly Finding[];
  readonly worth: 'good' | 'reason' | 'unusable';
  /** Server's clock minus the phone's, ms; null: they have not met. */
  readonly clockOffset: number | null;
}

/** 定位: the one place that knows where the phone is. */
export const usePosition = create<PositionState>()(() => ({
  status: 'idle',
  fix: null,
  recent: [],
  findings: [],
  worth: 'unusable',
  clockOffset: null,
}));

const KEPT = 12;
const listeners = new Set<(fix: DeviceFix) => void>();
let holders = 0;
let inBackground = 0;
let watch: number | null = null;
let clock: ReturnType<typeof setInterval> | undefined;

/**
 * Holds the receiver on until the returned function is called; one watch serves everybody. While the screen is off it rests, unless somebody holds it
 * for the background (a patrol).
 */
export function holdPosition({ background = false } = {}): () => void {
  holders += 1;
  if (background) inBackground += 1;
  if (holders === 1) document.addEventListener('visibilitychange', settle);
  settle();
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    holders -= 1;
    if (background) inBackground -= 1;
    if (holders === 0) document.removeEventListener('visibilitychange', settle);
    settle();
  };
}

/** Every new fix; the returned function stops. */
export function onFix(listener: (fix: DeviceFix) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Asks anew, after the person allowed it in the browser's settings. */
export function retryPosition(): void {
  stop();
  settle();
}

function settle(): void {
  const wanted = holders > 0 && (inBackground > 0 || document.visibilityState === 'visible');
  if (wanted && watch === null) start();
  if (!wanted) stop();
}

function start(): void {
  if (!window.isSecureContext || !navigator.geolocation) {
    usePosition.setState({ status: window.isSecureContext ? 'unavailable' : 'insecure' });
    return;
  }
  usePosition.setState(({ fix }) => ({ status: fix ? 'watching' : 'asking' }));
  watch = navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => {
      const { longitude, latitude, accuracy } = coords;
      take({ lonLat: [longitude, latitude], accuracyMeters: accuracy, at: Math.round(timestamp) });
    },
    (error) => {
      const denied = error.code === error.PERMISSION_DENIED;
      usePosition.setState(({ fix }) => ({
        status: denied ? 'denied' : fix || error.code === error.TIMEOUT ? 'watching' : 'unavailable',
      }));
      judge();
    },
    { enableHighAccuracy: true, maximumAge: 2000, timeout: 30_000 },
  );
  // A fix grows old without a word from the receiver.
  clock = setInterval(judge, 5000);
}

function stop(): void {
  if (watch !== null) navigator.geolocation.clearWatch(watch);
  clearInterval(clock);
  watch = null;
}

function take(fix: DeviceFix): void {
  usePosition.setState(({ fix: before, recent }) => ({
    status: 'watching',
    fix,
    recent: before && before.at !== fix.at ? [...recent, before].slice(-KEPT) : recent,
  }));
  judge();
  for (const tell of listeners) tell(fix);
}

function judge(): void {
  const { fix, recent, clockOffset, findings, worth } = usePosition.getState();
  const next = judgeFix(fix, { subject: 'position', deviceNow: Date.now(), clockOffset, recent });
  const changed = JSON.stringify(next) !== JSON.stringify(findings) || worthOf(next) !== worth;
  if (changed) usePosition.setState({ findings: next, worth: worthOf(next) });
}

/** Tells by how much the phone's clock is off, as the last exchange with the server showed. */
export function setClockOffset(clockOffset: number | null): void {
  usePosition.setState({ clockOffset });
  judge();
}

/** True bearing of a heading, where its north is known or one is as good as the other. */
export function trueHeading(heading: Heading | null): number | null {
  return trueBearings(heading, DECLINATION_DEGREES).at(-1) ?? null;
}
