import type {
  LayerSpecification,
  Map as MapLibreMap,
  SourceSpecification,
  StyleSpecification,
} from 'maplibre-gl';

/**
 * 更新器: the one place that changes what the map draws. It compares the style that is shown with the style that is wanted and applies
 * the difference, one cycle at a time; wishes that come quickly are merged into the last one.
 */
export class Updater {
  readonly #map: MapLibreMap;
  #shown: StyleSpecification;
  #wanted: StyleSpecification;
  #scheduled = false;

  /** @param shown the style the map was created with */
  constructor(map: MapLibreMap, shown: StyleSpecification) {
    this.#map = map;
    this.#shown = shown;
    this.#wanted = shown;
  }

  want(style: StyleSpecification): void {
    this.#wanted = style;
    if (this.#scheduled) return;
    this.#scheduled = true;
    const run = () => {
      this.#scheduled = false;
      if (this.#map._removed) return;
      applyDifference(this.#map, this.#shown, this.#wanted);
      this.#shown = this.#wanted;
    };
    // `style.load` fires once; afterwards layers may be changed at any time, also while tiles are coming.
    if (this.#map.style?._loaded) requestAnimationFrame(run);
    else this.#map.once('style.load', run);
  }
}

/** Applies the steps from one style to another; layers keep a fixed order, so they are added and removed but never moved. */
export function applyDifference(
  map: MapLibreMap,
  shown: StyleSpecification,
  wanted: StyleSpecification,
): void {
  const before = new Map(shown.layers.map((layer) => [layer.id, layer]));
  const after = new Map(wanted.layers.map((layer) => [layer.id, layer]));
  for (const [id, layer] of before) {
    const next = after.get(id);
    if (next && sameKind(layer, next)) continue;
    map.removeLayer(id);
    before.delete(id);
  }
  changeSources(map, shown.sources, wanted.sources);
  let above: string | undefined;
  for (const layer of [...wanted.layers].reverse()) {
    const old = before.get(layer.id);
    if (old) changeLayer(map, old, layer);
    else map.addLayer(layer, above);
    above = layer.id;
  }
}

function sameKind(a: LayerSpecification, b: LayerSpecification): boolean {
  const part = (layer: LayerSpecification, key: 'source' | 'source-layer') =>
    key in layer ? (layer as Record<string, unknown>)[key] : undefined;
  return a.type === b.type && part(a, 'source') === part(b, 'source');
}

function changeSources(
  map: MapLibreMap,
  shown: Record<string, SourceSpecification>,
  wanted: Record<string, SourceSpecification>,
): void {
  for (const id of Object.keys(shown)) if (!(id in wanted)) map.removeSource(id);
  for (const [id, source] of Object.entries(wanted)) {
    const old = shown[id];
    if (!old) map.addSource(id, source);
    else if (source.type === 'vector' && old.type === 'vector' && source.url !== old.url) {
      map.getSource<import('maplibre-gl').VectorTileSource>(id)?.setUrl(source.url!);
    } else if (source.type === 'geojson' && old.type === 'geojson' && source.data !== old.data) {
      map.getSource<import('maplibre-gl').GeoJSONSource>(id)?.setData(source.data);
    }
  }
}

function changeLayer(map: MapLibreMap, old: LayerSpecification, layer: LayerSpecification): void {
  const a = old as unknown as LooseLayer;
  const b = layer as unknown as LooseLayer;
  if (differ(a.filter, b.filter)) map.setFilter(layer.id, (b.filter ?? null) as null);
  for (const key of keysOf(a.paint, b.paint)) {
    if (differ(a.paint?.[key], b.paint?.[key]))
      map.setPaintProperty(layer.id, key as never, b.paint?.[key] as never);
  }
  for (const key of keysOf(a.layout, b.layout)) {
    if (differ(a.layout?.[key], b.layout?.[key]))
      map.setLayoutProperty(layer.id, key as never, b.layout?.[key] as never);
  }
}

interface LooseLayer {
  readonly filter?: unknown;
  readonly paint?: Record<string, unknown>;
  readonly layout?: Record<string, unknown>;
}

function keysOf(...parts: (Record<string, unknown> | undefined)[]): Set<string> {
  return new Set(parts.flatMap((part) => Object.keys(part ?? {})));
}

function differ(a: unknown, b: unknown): boolean {
  return a !== b && JSON.stringify(a) !== JSON.stringify(b);
}
