import { Map as MapLibreMap, type StyleSpecification, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { Bounds } from '#core/contract/shared.ts';
import { drawPattern, PATTERN_RATIO, parsePatternName } from './style/patterns.ts';

// The worker is a file of our own server: no blob worker, so CSP can stay at `default-src 'self'`.
setWorkerUrl(workerUrl);

/** Camera of the map that was there before, when the layout changes between desk and phone. */
let lastCamera: { center: [number, number]; zoom: number } | null = null;

/** Characters are drawn from the person's own fonts: no glyph file is asked from anybody. */
export const FONTS = '"Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

export interface EngineOptions {
  readonly container: HTMLElement;
  readonly style: StyleSpecification;
  /** View when the link names no camera. */
  readonly bounds: Bounds;
  /** Accessible name of the map region. */
  readonly name: string;
}

/** 地图引擎: a MapLibre map that asks no other host, keeps its camera in `#map=zoom/lat/lng`, and can be driven by keys. */
export function createMap({ container, style, bounds, name }: EngineOptions): MapLibreMap {
  const map = new MapLibreMap({
    container,
    style,
    ...(lastCamera ?? { bounds, fitBoundsOptions: { padding: 32 } }),
    hash: 'map',
    attributionControl: false,
    localIdeographFontFamily: FONTS,
    locale: { 'Map.Title': name },
    minZoom: 4,
    maxZoom: 20.5,
    maxPitch: 0,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 150,
    validateStyle: import.meta.env.DEV,
  });
  map.on('remove', () => {
    const { lng, lat } = map.getCenter();
    lastCamera = { center: [lng, lat], zoom: map.getZoom() };
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  drawPatternsFor(map);
  return map;
}

/** Patterns are drawn on a canvas when a layer first wants them: no sprite file. */
export function drawPatternsFor(map: MapLibreMap): void {
  map.setMissingStyleImageResolver((id) => {
    const pattern = parsePatternName(id);
    if (!pattern || map.hasImage(id)) return;
    map.addImage(id, drawPattern(pattern.pattern, pattern.color), { pixelRatio: PATTERN_RATIO });
  });
}
