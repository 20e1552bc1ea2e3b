import { Map as MapLibreMap, type StyleSpecification } from 'maplibre-gl';
import { drawPatternsFor, FONTS } from '../engine.ts';
import { Updater } from '../updater.ts';

export interface CompareMap {
  /** What the second map draws. */
  want(style: StyleSpecification): void;
  stop(): void;
}

/** 对比图: a second map in its own element over the first, which moves it; it takes no hand and no key of its own. */
export function showCompareMap(
  first: MapLibreMap,
  container: HTMLElement,
  style: StyleSpecification,
): CompareMap {
  const { lng, lat } = first.getCenter();
  const map = new MapLibreMap({
    container,
    style,
    center: [lng, lat],
    zoom: first.getZoom(),
    interactive: false,
    attributionControl: false,
    localIdeographFontFamily: FONTS,
    minZoom: 4,
    maxZoom: 20.5,
    fadeDuration: 0,
    validateStyle: import.meta.env.DEV,
  });
  drawPatternsFor(map);
  // What it shows is said beside the divider.
  map.getCanvas().setAttribute('aria-hidden', 'true');
  map.getCanvas().tabIndex = -1;
  map.on('error', ({ error }) => console.warn(error));
  const updater = new Updater(map, style);
  const follow = () => map.jumpTo({ center: first.getCenter(), zoom: first.getZoom() });
  const fit = () => {
    map.resize();
    follow();
  };
  first.on('move', follow);
  first.on('resize', fit);
  return {
    want: (next) => updater.want(next),
    stop() {
      first.off('move', follow);
      first.off('resize', fit);
      map.remove();
    },
  };
}
