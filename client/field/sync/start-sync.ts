import { useFieldSession } from '../app/session.ts';
import { fieldStore, subscribe } from '../store/db.ts';
import { countConflicts, followStore } from './follow-store.ts';
import { syncNow } from './sync-now.ts';
import { useSyncState } from './sync-state.ts';

/** After something was recorded: soon, and once for what comes together. */
const SOON_MS = 1500;
/** While all is sent, what others did is asked for this often. */
const CALM_MS = 3 * 60_000;
const FIRST_RETRY_MS = 5000;
const LAST_RETRY_MS = 60_000;
/** While there is no signal, our own server is asked this often whether it is there: `navigator.onLine` only knows of a network. */
const PROBE_MS = 15_000;

let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;
let started = false;

/** 自动同步: as long as a page of the field app is open. */
export function startSync(): void {
  if (started) return;
  started = true;
  subscribe((change) => {
    followStore();
    if (change === 'operations' || change === 'photos' || change === 'patrols') wakeForWork();
  });
  useFieldSession.subscribe((now, before) => {
    if (
      now.person !== before.person ||
      (now.answer?.step === 'signed-in') !== (before.answer?.step === 'signed-in')
    )
      plan(0);
  });
  addEventListener('online', () => plan(0));
  addEventListener('offline', () => useSyncState.setState({ online: false }));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') plan(0);
  });
  setInterval(() => void probe(), PROBE_MS);
  followStore();
  void countConflicts().catch(() => undefined);
  plan(0);
}

/** New work is sent soon; while the server is away the plan for the next try stands. */
function wakeForWork(): void {
  const { unsentRecords, syncing } = useSyncState.getState();
  if (!syncing && failures === 0) plan(SOON_MS);
  else if (unsentRecords === 0) followStore();
}

function plan(ms: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => void go(), ms);
}

async function go(): Promise<void> {
  let again = CALM_MS;
  try {
    const outcome = await syncNow();
    failures = outcome.kind === 'ended' ? failures + 1 : 0;
    if (outcome.kind === 'busy') again = FIRST_RETRY_MS * 3;
    if (outcome.kind === 'done') {
      await countConflicts();
      if (await recordedMeanwhile()) again = SOON_MS;
    }
  } catch {
    failures += 1;
  }
  if (failures > 0) again = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
  plan(again * (0.8 + Math.random() * 0.4));
}

/** Whether something was stored that no run has tried to send yet. */
async function recordedMeanwhile(): Promise<boolean> {
  const person = useFieldSession.getState().person?.id;
  if (!person) return false;
  const [operations, files, patrols] = await Promise.all([
    fieldStore.operationsOf(person, 'queued'),
    fieldStore.filesOf(person, 'queued'),
    fieldStore.patrolsOf(person, 'queued'),
  ]);
  return [...operations, ...files, ...patrols].some(({ tries, problem }) => tries === 0 && !problem);
}

async function probe(): Promise<void> {
  if (useSyncState.getState().online !== false || document.visibilityState === 'hidden') return;
  const there = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(10_000) })
    .then(async (answer) => answer.ok && (await answer.json()).status === 'ok')
    .catch(() => false);
  if (there) plan(0);
}
