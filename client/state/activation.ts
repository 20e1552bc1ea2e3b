import { create } from 'zustand';

/** 一次性链接 that this page was opened with (`#activate=<token>`). */
const useStore = create<{ readonly token: string | null }>()(() => ({ token: null }));

/** Token of a one-time link, for the page that uses it; null when there is none, or when it was used. */
export function useActivation(): string | null {
  return useStore((state) => state.token);
}

export function endActivation(): void {
  useStore.setState({ token: null });
}

/** Token in a fragment, or null. */
export function activationIn(hash: string): string | null {
  return /^#activate=([A-Za-z0-9_-]{20,100})$/.exec(hash)?.[1] ?? null;
}

/** Takes the token out of the address bar at once, so that nobody reads it over a shoulder or finds it in the history. */
function take(): void {
  const token = activationIn(location.hash);
  if (!token) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  useStore.setState({ token });
}

if (typeof location !== 'undefined') {
  take();
  addEventListener('hashchange', take);
}
