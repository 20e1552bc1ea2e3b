import type { Map as MapLibreMap } from 'maplibre-gl';
import type { OwnSource } from './own-layers.ts';

/** Tells the moment at which what a source was given is first on the screen. */
export function whenDrawn(map: MapLibreMap, source: OwnSource, tell: () => void): void {
  const look = () => {
    if (!map.getSource(source) || !map.isSourceLoaded(source)) return;
    map.off('render', look);
    tell();
  };
  map.on('render', look);
}

/** Drawn, or still drawing: told to assistive tools, and waited for in tests. MapLibre leaves `idle` out at times, so it is asked too. */
export function tellBusy(map: MapLibreMap, container: HTMLElement): void {
  const busy = (drawing: boolean) => container.setAttribute('aria-busy', String(drawing));
  let check: ReturnType<typeof setTimeout> | undefined;
  const ask = () => {
    clearTimeout(check);
    check = setTimeout(() => {
      if (!map._removed && map.loaded() && !map.isMoving()) busy(false);
    }, 250);
  };
  busy(true);
  map.on('dataloading', () => busy(true));
  map.on('idle', () => busy(false));
  map.on('render', ask);
  map.on('data', ask);
}
