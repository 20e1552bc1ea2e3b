import type { SearchResult } from '#core/contract/search.ts';
import type { LonLat } from '#core/contract/shared.ts';
import { fitBounds, flyTo, showMarker } from '../map/highlight.ts';
import { useLayers } from '../state/layers.ts';
import { useSelection } from '../state/selection.ts';

/** 定位到坐标: flies there, drops a pin and asks what lies there. */
export function goToPosition(lonLat: LonLat): void {
  showMarker(lonLat);
  void flyTo(lonLat, 16);
  useSelection.getState().identify(lonLat);
}

/** 定位到检索结果: shows the feature whole, selects it, and switches its layer on. */
export function goToResult(result: SearchResult): void {
  showMarker(null);
  void fitBounds(result.bounds, { maxZoom: 17 });
  useLayers.getState().setVisible(result.layer, true);
  useSelection.getState().select({ layer: result.layer, id: result.id });
}
