import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import { takeClicks } from '../clicks.ts';
import { WORK_SOURCE, workLayers } from './patch-layers.ts';

export interface PatchMap {
  draw(work: FeatureCollection): void;
  /** Takes everything off the map. */
  stop(): void;
}

const CLICKABLE = ['patch-work/photo', 'patch-work/stop', 'patch-work/dot'];

/**
 * 图斑上图: what the register, the dispatch desk and the review screen draw (patch-layers.ts). A press on a dot, a stop or a photograph is told by the feature's
 * `id`; any other press goes on to the map.
 */
export function showPatchWork(
  map: MapLibreMap,
  theme: 'light' | 'dark',
  onPress: (id: string, kind: string) => void,
): PatchMap {
  const layers = workLayers(theme);
  let wanted: FeatureCollection = { type: 'FeatureCollection', features: [] };
  let stopped = false;
  const begin = () => {
    if (stopped || map._removed || map.getSource(WORK_SOURCE)) return;
    map.addSource(WORK_SOURCE, { type: 'geojson', data: wanted });
    for (const layer of layers) map.addLayer(layer);
  };
  if (map.style?._loaded) begin();
  else map.once('style.load', begin);
  const release = takeClicks(({ point }) => {
    if (!map.getSource(WORK_SOURCE)) return false;
    const [feature] = map.queryRenderedFeatures(point, { layers: CLICKABLE });
    const { id, kind } = feature?.properties ?? {};
    if (typeof id !== 'string') return false;
    onPress(id, String(kind));
    return true;
  });
  return {
    draw(work) {
      wanted = work;
      map.getSource<GeoJSONSource>(WORK_SOURCE)?.setData(work);
    },
    stop() {
      stopped = true;
      release();
      if (map._removed) return;
      map.off('style.load', begin);
      for (const { id } of layers) if (map.getLayer(id)) map.removeLayer(id);
      if (map.getSource(WORK_SOURCE)) map.removeSource(WORK_SOURCE);
    },
  };
}
