import { ApiProblem } from '../../api/problem.ts';
import { changeArea, followArea, lookForNewer, openAreas, replanArea, usePackAreas } from './areas.ts';
import { downloadArea, PlanIsOld, TileRefused } from './download-area.ts';
import { type PackArea, packDatabase } from './pack-db.ts';

/** Why a download stands still, as a key of the text. */
export type PackProblem = 'network' | 'sign-in' | 'full' | 'refused' | 'changing';

/** Plans made anew for one area before it is given up: its layers change faster than they are loaded. */
const REPLANS = 5;

const LOCK = 'gengjie-field-pack';

/** The area that is being loaded, how to stop it, and its end. */
let current: { readonly id: string; readonly stop: AbortController; readonly end: Promise<void> } | null =
  null;
let stopped: string | null = null;
let running = false;

/** Opens the list and goes on with what was interrupted; call once, when the person is known. */
export async function startPackQueue(): Promise<void> {
  await openAreas();
  for (const { id, status } of usePackAreas.getState().areas) {
    if (status === 'loading') await changeArea(id, (area) => ({ ...area, status: 'queued' }));
  }
  addEventListener('online', () => void resumeAfterNetwork());
  void runQueue();
  await lookForNewer().catch(() => undefined);
}

/** Loads one area after the other until none waits; several pages of one phone take turns. */
export async function runQueue(): Promise<void> {
  if (running) return;
  running = true;
  try {
    // Locks are not there on plain http; there one page is all there is.
    if (navigator.locks) await navigator.locks.request(LOCK, loadAll);
    else await loadAll();
  } finally {
    running = false;
  }
}

async function loadAll(): Promise<void> {
  for (;;) {
    const waiting = usePackAreas.getState().areas.filter(({ status }) => status === 'queued');
    const next = waiting.toSorted((a, b) => a.addedAt - b.addedAt)[0];
    if (!next) return;
    const stop = new AbortController();
    stopped = null;
    const end = loadArea(next, stop.signal);
    current = { id: next.id, stop, end };
    await end;
    current = null;
  }
}

async function loadArea(area: PackArea, signal: AbortSignal): Promise<void> {
  for (let replans = 0; ; replans += 1) {
    try {
      const database = await packDatabase();
      const started = await changeArea(area.id, (known) => ({ ...known, status: 'loading', problem: null }));
      if (!started) return;
      followArea(await downloadArea(database, started, signal, followArea));
      return;
    } catch (error) {
      if (error instanceof PlanIsOld && replans < REPLANS) {
        const planned = await replanArea(area.id).then(
          () => true,
          () => false,
        );
        if (planned) continue;
      }
      // Stopped by the person: whoever stopped it says what it is now.
      if (stopped === area.id) return;
      const problem = problemOf(error);
      await changeArea(area.id, (known) => ({
        ...known,
        status: problem === 'network' || problem === 'sign-in' ? 'paused' : 'failed',
        problem,
      }));
      return;
    }
  }
}

export function problemOf(error: unknown): PackProblem {
  if (error instanceof PlanIsOld) return 'changing';
  const status =
    error instanceof TileRefused ? error.status : error instanceof ApiProblem ? error.body.status : null;
  if (status === 401) return 'sign-in';
  if (status !== null && status >= 400 && status < 500) return 'refused';
  return error instanceof DOMException && error.name === 'QuotaExceededError' ? 'full' : 'network';
}

/** Stops it where it is; what is loaded stays. */
export async function pauseArea(id: string): Promise<void> {
  await halt(id);
  await changeArea(id, (area) => ({ ...area, status: 'paused', problem: null }));
}

/** Stops it, and resolves when nothing of it is written any more. */
export async function halt(id: string): Promise<void> {
  if (current?.id !== id) return;
  stopped = id;
  current.stop.abort();
  await current.end;
}

/** Goes on from where it stopped. */
export async function resumeArea(id: string): Promise<void> {
  await changeArea(id, (area) => ({ ...area, status: 'queued', problem: null }));
  void runQueue();
}

async function resumeAfterNetwork(): Promise<void> {
  for (const { id, status, problem } of usePackAreas.getState().areas) {
    if (status === 'paused' && problem === 'network') await resumeArea(id);
  }
}
