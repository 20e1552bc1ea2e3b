import type { MapView } from '../../map/field/field-map.ts';

const KEY = 'gengjie.field.view';
const LATE_MS = 400;

type View = Pick<MapView, 'centre' | 'zoom'>;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Where the map was left on this phone; null when it never was. */
export function lastView(): View | null {
  try {
    const view = JSON.parse(localStorage.getItem(KEY) ?? 'null') as View | null;
    return view && [...view.centre, view.zoom].every(Number.isFinite) ? view : null;
  } catch {
    return null;
  }
}

/** Keeps the view, a moment after it came to rest. */
export function rememberView({ centre, zoom }: View): void {
  clearTimeout(timer);
  timer = setTimeout(() => localStorage.setItem(KEY, JSON.stringify({ centre, zoom })), LATE_MS);
}
