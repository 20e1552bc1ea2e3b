import { askFieldSession, useFieldSession } from '../app/session.ts';
import { freeBytes, measureStorage, useStorage } from '../app/storage.ts';
import { fieldStore } from '../store/db.ts';
import { KEEP } from '../store/keys.ts';
import { makerOf, newId } from '../store/make-operation.ts';
import { makeThumbnail } from '../store/thumbnail.ts';
import { aloneOn } from './alone.ts';
import { type EngineDeps, type Outcome, runSync } from './engine.ts';
import { followStore } from './follow-store.ts';
import type { Http } from './http.ts';
import { problemText } from './problem-text.ts';
import { useSyncState } from './sync-state.ts';

/** Bytes of room under which the person is warned. */
const LITTLE_ROOM = 300 * 1024 * 1024;
const DAY_MS = 86_400_000;
/** Days for which original photographs stay on the phone after their receipts, unless the person says otherwise. */
export const KEEP_PHOTO_DAYS = 30;

const http: Http = (path, init) => {
  const headers = new Headers(init.headers);
  headers.set('accept-language', document.documentElement.lang || 'zh-CN');
  return fetch(path, { ...init, headers, cache: 'no-store' });
};

const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const alone = aloneOn(
  fieldStore,
  newId({ now: Date.now, random }),
  typeof navigator === 'undefined' ? undefined : navigator.locks,
);

const deps: EngineDeps = {
  store: fieldStore,
  http,
  person: () => useFieldSession.getState().person?.id ?? null,
  device: async () => (await makerOf(fieldStore, '')).device,
  now: Date.now,
  chance: Math.random,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  alone,
  stepped: followStore,
};

let running: Promise<Outcome> | null = null;

/** 立即同步; whoever asks while it runs gets the same run. What came of it is in `useSyncState`. */
export function syncNow(): Promise<Outcome> {
  running ??= run().finally(() => {
    running = null;
  });
  return running;
}

async function run(): Promise<Outcome> {
  useSyncState.setState({ syncing: true });
  try {
    const outcome = await runSync(deps);
    await tell(outcome);
    if (outcome.kind === 'done') await tidy().catch(() => undefined);
    return outcome;
  } catch (error) {
    useSyncState.setState({ problem: problemText({ type: '/problems/phone-bug' }), cause: null });
    throw error;
  } finally {
    useSyncState.setState({ syncing: false });
    followStore();
  }
}

async function tell(outcome: Outcome): Promise<void> {
  if (outcome.kind === 'busy' || outcome.kind === 'nobody') return;
  if (outcome.kind === 'done') {
    useSyncState.setState({ online: true, cause: null, problem: await standingProblem() });
    return;
  }
  const { hindrance, problem } = outcome;
  // Without signal everything is as it should be: the strip says offline, and nothing is wrong.
  const offline = hindrance === 'offline';
  useSyncState.setState({
    online: offline ? false : hindrance === 'phone-storage' ? useSyncState.getState().online : true,
    problem: offline ? await standingProblem() : problemText({ type: `/problems/phone-${hindrance}` }),
    cause: problem,
  });
  if (hindrance === 'sign-in') await askFieldSession();
}

/** What is wrong though everything was sent: little room, or a clock that is off. */
async function standingProblem(): Promise<string | null> {
  await measureStorage();
  const free = freeBytes(useStorage.getState());
  if (free !== null && free < LITTLE_ROOM) return problemText({ type: '/problems/phone-little-room' });
  const offset = await fieldStore.readKeep<number>(KEEP.clockOffset).catch(() => undefined);
  if (offset !== undefined && Math.abs(offset) > 10 * 60_000)
    return problemText({ type: '/problems/phone-clock-off' });
  return null;
}

/** 清理: originals that the server has confirmed leave the phone after some days; a small picture stays. */
async function tidy(): Promise<void> {
  const person = useFieldSession.getState().person?.id;
  const days = (await fieldStore.readKeep<number | null>(KEEP.keepPhotoDays)) ?? KEEP_PHOTO_DAYS;
  if (!person || days < 0) return;
  const before = Date.now() - days * DAY_MS;
  for (const { sha256, pieces, confirmedAt } of await fieldStore.filesOf(person, 'confirmed')) {
    if (pieces === 0 || (confirmedAt ?? Number.POSITIVE_INFINITY) > before) continue;
    if (await fieldStore.thumbnail(person, sha256)) continue;
    const blob = await fieldStore.photoBlob(person, sha256);
    const picture = blob && (await makeThumbnail(blob));
    if (picture) await fieldStore.keepThumbnail(person, sha256, picture);
  }
  await fieldStore.removeConfirmedBytes(person, before);
}
