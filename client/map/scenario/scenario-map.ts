import type { FeatureCollection, MultiPolygon } from 'geojson';
import type { GeoJSONSource, Map as MapLibreMap, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';
import type { LonLat } from '#core/contract/shared.ts';
import { useTool } from '../../state/tool.ts';
import { takeClicks } from '../clicks.ts';
import { carried } from './move-geometry.ts';
import { SCENARIO_FILL, SCENARIO_SOURCE, scenarioLayers } from './scenario-layers.ts';

/** What the panel hears from the map. */
export interface ScenarioHands {
  /** Outline of an item that may be dragged; null: it may not. */
  readonly grab: (item: string) => MultiPolygon | null;
  /** While the finger moves. */
  readonly move: (item: string, geometry: MultiPolygon) => void;
  /** The finger is gone: what `move` said last holds. */
  readonly drop: () => void;
  readonly select: (item: string) => void;
  readonly selected: () => string | null;
  /** Takes any click while features are picked; false: the click goes on. */
  readonly pick: (lonLat: LonLat) => boolean;
}

export interface ScenarioMap {
  draw(items: FeatureCollection): void;
  /** Takes everything off the map. */
  stop(): void;
}

/** 情景上图: items of the scenario on the map, to be chosen by a click and moved whole by a drag. */
export function showScenario(map: MapLibreMap, theme: 'light' | 'dark', hands: ScenarioHands): ScenarioMap {
  const layers = scenarioLayers(theme);
  let wanted: FeatureCollection = { type: 'FeatureCollection', features: [] };
  let stopped = false;
  const begin = () => {
    if (stopped || map._removed || map.getSource(SCENARIO_SOURCE)) return;
    map.addSource(SCENARIO_SOURCE, { type: 'geojson', data: wanted, promoteId: 'id' });
    for (const layer of layers) map.addLayer(layer);
  };
  if (map.style?._loaded) begin();
  else map.once('style.load', begin);

  const itemAt = (event: MapMouseEvent | MapTouchEvent): string | null => {
    if (!map.getLayer(SCENARIO_FILL)) return null;
    const [feature] = map.queryRenderedFeatures(event.point, { layers: [SCENARIO_FILL] });
    return feature ? String(feature.properties.id) : null;
  };
  const release = takeClicks((event) => {
    if (hands.pick([event.lngLat.lng, event.lngLat.lat])) return true;
    const item = itemAt(event);
    // A second click asks what lies under the item.
    if (item === null || item === hands.selected()) return false;
    hands.select(item);
    return true;
  });
  const stopDragging = watchDrag(map, itemAt, hands);
  const stopHover = watchHover(map, itemAt);
  return {
    draw(items) {
      wanted = items;
      map.getSource<GeoJSONSource>(SCENARIO_SOURCE)?.setData(items);
    },
    stop() {
      stopped = true;
      release();
      stopDragging();
      stopHover();
      if (map._removed) return;
      map.off('style.load', begin);
      for (const { id } of layers) if (map.getLayer(id)) map.removeLayer(id);
      if (map.getSource(SCENARIO_SOURCE)) map.removeSource(SCENARIO_SOURCE);
    },
  };
}

type PointerEventOfMap = MapMouseEvent | MapTouchEvent;

/** Only the selected item is dragged: everywhere else a drag moves the map. */
function watchDrag(
  map: MapLibreMap,
  itemAt: (event: PointerEventOfMap) => string | null,
  hands: ScenarioHands,
): () => void {
  let dragging: AbortController | null = null;
  const grab = (event: PointerEventOfMap) => {
    if (useTool.getState().tool !== 'none' || ('points' in event && event.points.length > 1)) return;
    const item = itemAt(event);
    if (item === null || item !== hands.selected()) return;
    const geometry = hands.grab(item);
    if (!geometry) return;
    event.preventDefault();
    const from: LonLat = [event.lngLat.lng, event.lngLat.lat];
    dragging?.abort();
    const drag = new AbortController();
    dragging = drag;
    let moved = false;
    const follow = ({ lngLat }: PointerEventOfMap) => {
      moved = true;
      hands.move(item, carried(geometry, from, [lngLat.lng, lngLat.lat]));
    };
    drag.signal.addEventListener('abort', () => {
      map.off('mousemove', follow);
      map.off('touchmove', follow);
      if (!map._removed) map.getCanvas().style.cursor = '';
    });
    const drop = () => {
      drag.abort();
      if (moved) hands.drop();
    };
    map.getCanvas().style.cursor = 'grabbing';
    map.on('mousemove', follow);
    map.on('touchmove', follow);
    // Also when the finger leaves the map.
    addEventListener('mouseup', drop, { once: true, signal: drag.signal });
    addEventListener('touchend', drop, { once: true, signal: drag.signal });
    addEventListener('touchcancel', drop, { once: true, signal: drag.signal });
  };
  map.on('mousedown', grab);
  map.on('touchstart', grab);
  return () => {
    dragging?.abort();
    map.off('mousedown', grab);
    map.off('touchstart', grab);
  };
}

function watchHover(map: MapLibreMap, itemAt: (event: MapMouseEvent) => string | null): () => void {
  let hovered: string | null = null;
  const mark = (item: string | null) => {
    if (item === hovered) return;
    if (!map.getSource(SCENARIO_SOURCE)) return;
    if (hovered !== null) map.setFeatureState({ source: SCENARIO_SOURCE, id: hovered }, { hover: false });
    if (item !== null) map.setFeatureState({ source: SCENARIO_SOURCE, id: item }, { hover: true });
    hovered = item;
    map.getCanvas().style.cursor = item === null ? '' : 'pointer';
  };
  const look = (event: MapMouseEvent) => {
    if (useTool.getState().tool === 'none' && !map.isMoving()) mark(itemAt(event));
  };
  const leave = () => mark(null);
  map.on('mousemove', look);
  map.on('mouseout', leave);
  return () => {
    map.off('mousemove', look);
    map.off('mouseout', leave);
    if (!map._removed) map.getCanvas().style.cursor = '';
  };
}
