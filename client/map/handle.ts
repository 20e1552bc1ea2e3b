import type { Map as MapLibreMap } from 'maplibre-gl';

/** The one map of the page, for commands that move its camera; types only, so asking for it does not load MapLibre. */
let current: MapLibreMap | null = null;
let waiting: ((map: MapLibreMap) => void)[] = [];

export function provideMap(map: MapLibreMap | null): void {
  current = map;
  if (!map) return;
  for (const tell of waiting) tell(map);
  waiting = [];
}

/** Resolves as soon as the map exists. */
export function whenMap(): Promise<MapLibreMap> {
  return current ? Promise.resolve(current) : new Promise((resolve) => waiting.push(resolve));
}

/** The map when it exists already. */
export function currentMap(): MapLibreMap | null {
  return current;
}
