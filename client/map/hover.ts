import type { Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl';
import { catalog } from '#core/catalog/index.ts';

const sources = new Set<string>(catalog.map(({ id }) => id));

interface Hovered {
  readonly source: string;
  readonly sourceLayer: string;
  readonly id: number;
}

/** 悬停: marks the feature under the pointer. Generalised features of low zooms carry no id and stay unmarked. */
export function watchHover(map: MapLibreMap): void {
  let hovered: Hovered | null = null;
  let pending: MapMouseEvent | null = null;

  const mark = (next: Hovered | null) => {
    if (hovered && map.getSource(hovered.source)) map.setFeatureState(hovered, { hover: false });
    if (next) map.setFeatureState(next, { hover: true });
    hovered = next;
  };
  const look = () => {
    const event = pending;
    pending = null;
    if (!event || map.isMoving()) return;
    const feature = map
      .queryRenderedFeatures(event.point)
      .find((item) => sources.has(item.source) && item.source !== 'regions' && typeof item.id === 'number');
    if (!feature) return mark(null);
    if (hovered?.source === feature.source && hovered.id === feature.id) return;
    mark({ source: feature.source, sourceLayer: feature.sourceLayer ?? '', id: Number(feature.id) });
  };
  map.on('mousemove', (event) => {
    if (!pending) requestAnimationFrame(look);
    pending = event;
  });
  map.on('mouseout', () => mark(null));
}
