import { create } from 'zustand';
import { Fence, type FenceZone } from '#core/field/fence-index.ts';
import { type GridVisit, visitsOf } from '#core/field/patrol.ts';
import { simplifyTrack } from '#core/field/simplify-track.ts';
import { deviceFacts, newUuid, recordPatrol } from '../patch/phone-store.ts';
import { holdPosition, onFix, usePosition } from '../position/position.ts';
import { forgetPatrol, keepPatrol, keptPatrol } from './keep-patrol.ts';
import { type PatrolRecord, startRecord, takePatrolFix } from './patrol-record.ts';

interface PatrolState {
  readonly loaded: boolean;
  readonly record: PatrolRecord | null;
  /** It was found on the phone after the program had ended: the person says whether it goes on. */
  readonly found: boolean;
  /** The phone could not write the last of it down. */
  readonly unkept: boolean;
}

/** 巡查: one at a time, written down at every step. */
export const usePatrol = create<PatrolState>()(() => ({
  loaded: false,
  record: null,
  found: false,
  unkept: false,
}));

let release: (() => void) | null = null;

export async function openPatrol(): Promise<void> {
  if (usePatrol.getState().loaded) return;
  const kept = await keptPatrol();
  if (!usePatrol.getState().loaded) {
    usePatrol.setState({ loaded: true, record: kept, found: kept !== null });
  }
}

export function startPatrol(): void {
  usePatrol.setState({ record: startRecord(newUuid(), Date.now()), found: false, loaded: true });
  follow();
  write();
}

/** Goes on after a pause, or after the program had ended. */
export function continuePatrol(): void {
  const { record } = usePatrol.getState();
  if (!record) return;
  usePatrol.setState({ record: { ...record, paused: false }, found: false });
  follow();
  write();
}

export function pausePatrol(): void {
  const { record } = usePatrol.getState();
  if (!record) return;
  usePatrol.setState({ record: { ...record, paused: true } });
  rest();
  write();
}

/** A patch was flagged on the way. */
export function notePatrolFlag(patch: string): void {
  const { record } = usePatrol.getState();
  if (!record || record.flags.includes(patch)) return;
  usePatrol.setState({ record: { ...record, flags: [...record.flags, patch] } });
  write();
}

/** 结束巡查: kept as a record to be sent; one without a single point is only dropped. @throws when it could not be written */
export async function finishPatrol(note: string): Promise<void> {
  const { record } = usePatrol.getState();
  if (!record) return;
  const points = simplifyTrack(record.points, 2);
  if (points.length > 0) {
    await recordPatrol({
      ...(await deviceFacts()),
      form: 1,
      id: record.id,
      startedAt: record.startedAt,
      endedAt: Date.now(),
      points: points.map(({ lonLat: [lon, lat], accuracyMeters, at }) => [lon, lat, accuracyMeters, at]),
      lengthMeters: Math.round(record.track.meters * 10) / 10,
      flags: [...record.flags],
      ...(note.trim() ? { note: note.trim() } : {}),
    });
  }
  rest();
  usePatrol.setState({ record: null, found: false, unkept: false });
  await forgetPatrol(record);
}

/** 履职计时: time and way in each responsibility grid that this phone has. */
export function dutyOf(record: PatrolRecord, grids: readonly FenceZone[]): GridVisit[] {
  return grids.length === 0 ? [] : visitsOf(record.points, new Fence(grids));
}

function follow(): void {
  if (release) return;
  const stop = onFix((fix) => {
    const { record } = usePatrol.getState();
    if (!record) return;
    const next = takePatrolFix(record, fix);
    if (next === record) return;
    usePatrol.setState({ record: next });
    write();
  });
  const letGo = holdPosition({ background: true });
  release = () => {
    stop();
    letGo();
  };
  const { fix } = usePosition.getState();
  const { record } = usePatrol.getState();
  if (fix && record) usePatrol.setState({ record: takePatrolFix(record, fix) });
}

function rest(): void {
  release?.();
  release = null;
}

function write(): void {
  const { record } = usePatrol.getState();
  if (record) keepPatrol(record, (kept) => usePatrol.setState({ unkept: !kept }));
}
