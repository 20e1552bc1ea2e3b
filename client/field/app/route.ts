import { create } from 'zustand';

const ROOT = '/field';

/** Where the field app is: `/field/patch/0198…` is `['patch', '0198…']`, the map alone is `[]`. */
export type FieldPath = readonly string[];

interface RouteState {
  readonly path: FieldPath;
  /** How many screens of ours lie under this one in the browser's history. */
  readonly depth: number;
}

/**
 * 路由: what is open is the address, and every step is one of the browser's history: the phone's own back button closes the
 * screen that was opened last. No hash: the server and the service worker answer every address below `/field`.
 */
export const useRoute = create<RouteState>()(() => current());

/** Opens a screen; with `replace` instead of the one that is open. */
export function navigate(path: FieldPath, { replace = false } = {}): void {
  const { depth } = useRoute.getState();
  const next = { path, depth: replace ? depth : depth + 1 };
  const address = [ROOT, ...path.map(encodeURIComponent)].join('/');
  history[replace ? 'replaceState' : 'pushState']({ depth: next.depth }, '', address);
  useRoute.setState(next);
}

/** Closes what is open, as the phone's back button does; a screen that the app was opened with gives way to the map. */
export function goBack(): void {
  const { path, depth } = useRoute.getState();
  if (depth > 0) history.back();
  else if (path.length > 0) navigate([], { replace: true });
}

/** Follows the browser's back and forward buttons; the returned function stops. */
export function followHistory(): () => void {
  const follow = () => useRoute.setState(current());
  addEventListener('popstate', follow);
  return () => removeEventListener('popstate', follow);
}

function current(): RouteState {
  const depth = (history.state as { depth?: number } | null)?.depth ?? 0;
  return { path: parsePath(location.pathname), depth };
}

/** Reads an address; one that is not below `/field`, or cannot be decoded, is the map. */
export function parsePath(pathname: string): FieldPath {
  if (pathname !== ROOT && !pathname.startsWith(`${ROOT}/`)) return [];
  try {
    return pathname
      .slice(ROOT.length)
      .split('/')
      .filter(Boolean)
      .map((part) => decodeURIComponent(part));
  } catch {
    return [];
  }
}
