import { create } from 'zustand';
import { whenNothingIsWritten } from './writing.ts';

interface UpdateState {
  /** `ready`: the whole program is on this phone and opens without a connection. */
  readonly offline: 'unsupported' | 'loading' | 'ready' | 'failed';
  /** A newer version is loaded and waits until the person takes it. */
  readonly waiting: boolean;
  readonly taking: boolean;
}

/** 版本与离线: what the service worker of this phone is at. */
export const useUpdate = create<UpdateState>()(() => ({ offline: 'loading', waiting: false, taking: false }));

/** A phone in a pocket asks for a new version this often, and when it is taken out. */
const ASK_AGAIN_MS = 60 * 60_000;

/** Gives a replaced page time to be replaced before writing may go on. */
const RELOAD_MS = 10_000;

let registration: ServiceWorkerRegistration | null = null;

/** Makes the field app open without a connection, from the next time on. */
export async function startUpdates(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) {
    useUpdate.setState({ offline: 'unsupported' });
    return;
  }
  let controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // Another page of this phone took the new version: what this one would load next is not there any more.
    if (controlled) void whenNothingIsWritten(reload);
    controlled = true;
  });
  try {
    registration = await navigator.serviceWorker.register('/field-worker.js', { scope: '/field' });
  } catch {
    // Without a connection there is nothing to compare with; what is installed goes on.
    registration = (await navigator.serviceWorker.getRegistration('/field')) ?? null;
    if (!registration?.active) useUpdate.setState({ offline: 'failed' });
  }
  if (!registration) return;
  watch(registration);
  const again = () => void registration?.update().catch(() => undefined);
  setInterval(again, ASK_AGAIN_MS);
  addEventListener('online', again);
}

function watch(known: ServiceWorkerRegistration): void {
  const look = () => {
    useUpdate.setState({
      ...(known.active ? { offline: 'ready' as const } : {}),
      // The first version takes over by itself: nothing runs that it could disturb.
      waiting: known.waiting !== null && known.active !== null,
    });
  };
  const follow = (worker: ServiceWorker | null) => {
    worker?.addEventListener('statechange', () => {
      look();
      if (worker.state === 'redundant' && !known.active) useUpdate.setState({ offline: 'failed' });
    });
  };
  follow(known.installing);
  follow(known.waiting);
  known.addEventListener('updatefound', () => follow(known.installing));
  look();
}

/** 更新到新版本, when nothing is being written; the page comes back as the new version. */
export async function takeNewVersion(): Promise<void> {
  const worker = registration?.waiting;
  if (!worker) return;
  useUpdate.setState({ taking: true });
  await whenNothingIsWritten(async () => {
    worker.postMessage('take-over');
    await new Promise<void>((resolve) => {
      worker.addEventListener('statechange', () => worker.state === 'activated' && resolve());
      setTimeout(resolve, RELOAD_MS);
    });
    await reload();
  });
}

/** Never returns in time: the page is gone first. */
async function reload(): Promise<void> {
  location.reload();
  await new Promise((resolve) => setTimeout(resolve, RELOAD_MS));
}
