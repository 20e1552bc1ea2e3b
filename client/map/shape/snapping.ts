import type { Position } from 'geojson';
import { type Map as MapLibreMap, Marker } from 'maplibre-gl';
import { layerById } from '#core/catalog/index.ts';
import type { Outlined } from '#core/contract/topology.ts';
import { call } from '../../api/call.ts';
import { useLayers } from '../../state/layers.ts';
import { usePreferences } from '../../state/preferences.ts';
import { movedNeighbours, useShape } from '../../state/shape.ts';
import { SnapIndex, type SnapTarget } from './snap.ts';

/** Pixels within which a point is taken: a finger is wider than a mouse. */
const PIXELS = matchMedia('(pointer: coarse)').matches ? 18 : 12;
/** Outlines are fetched from this zoom on; below it a pixel is wider than what one would snap to. */
const NEAREST_ZOOM = 14;

export interface Snapping {
  /** Where a point goes: exactly the vertex or the place on the edge; undefined where nothing is near. */
  take(at: {
    readonly lng: number;
    readonly lat: number;
    readonly heldKeys: readonly string[];
  }): Position | undefined;
  /** A hand takes hold of a vertex here; null: it lets go. */
  hold(position: Position | null): void;
  stop(): void;
}

/** 捕捉: to vertices and edges of the outline itself and of every visible layer, at full precision. Alt suspends it. */
export function startSnapping(map: MapLibreMap): Snapping {
  let fetched: readonly Outlined[] = [];
  let index: SnapIndex | null = null;
  let held: Position | null = null;
  let asking: AbortController | null = null;
  const mark = document.createElement('div');
  mark.className = 'snap-mark';
  let marker: Marker | null = null;

  const build = () => {
    const { shape, neighbours } = useShape.getState();
    const moved = movedNeighbours(neighbours);
    const others = fetched.filter(
      ({ layer, id }) => layer !== 'land_parcels' || !moved.some((other) => other.id === id),
    );
    const targets: SnapTarget[] = [
      ...others.map(({ layer, label, id, coordinates }) => ({
        label: `${layerById(layer).title[usePreferences.getState().language]} ${label || id}`,
        shape: coordinates,
      })),
      ...moved.map(({ label, shape: outline }) => ({ label, shape: outline })),
      { label: '', shape },
    ];
    index = new SnapIndex(targets);
  };
  const fetchView = async () => {
    asking?.abort();
    if (!useShape.getState().snapping || map.getZoom() < NEAREST_ZOOM) return;
    const { settings } = useLayers.getState();
    const layers = Object.entries(settings).filter(([id, { visible }]) => visible && id !== 'regions');
    if (layers.length === 0) return;
    asking = new AbortController();
    const bounds = map.getBounds();
    const bbox = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
      .map((value) => value.toFixed(7))
      .join(',');
    try {
      const { outlines } = await call('GET /api/outlines', {
        query: { bbox, layers: layers.map(([id]) => id).join(',') },
        signal: asking.signal,
      });
      fetched = outlines;
      index = null;
    } catch {
      // Snapping helps a hand; without it one draws as before.
    }
  };
  const show = (position: Position | null, kind: 'vertex' | 'edge' = 'vertex') => {
    if (!position) {
      marker?.remove();
      marker = null;
      return;
    }
    mark.dataset.kind = kind;
    marker ??= new Marker({ element: mark }).setLngLat([position[0]!, position[1]!]).addTo(map);
    marker.setLngLat([position[0]!, position[1]!]);
  };
  const tell = (hit: ReturnType<SnapIndex['nearest']>) => {
    const { snapped } = useShape.getState();
    show(hit?.position ?? null, hit?.kind);
    if (hit === null ? snapped !== null : snapped?.position !== hit.position) {
      useShape.setState({ snapped: hit });
    }
  };

  map.on('moveend', fetchView);
  const forgetShape = useShape.subscribe((state, before) => {
    if (state.shape !== before.shape || state.neighbours !== before.neighbours) index = null;
    if (state.snapping !== before.snapping) {
      if (state.snapping) void fetchView();
      else tell(null);
    }
    if (state.snapped === null && before.snapped !== null) show(null);
  });
  const forgetLayers = useLayers.subscribe(() => void fetchView());
  void fetchView();
  return {
    take: ({ lng, lat, heldKeys }) => {
      if (!useShape.getState().snapping || heldKeys.includes('Alt')) {
        tell(null);
        return undefined;
      }
      if (!index) build();
      const at = map.project([lng, lat]);
      const corner = map.unproject([at.x + PIXELS, at.y - PIXELS]);
      const hit = index!.nearest({
        project: (position) => map.project([position[0]!, position[1]!]),
        at,
        position: [lng, lat],
        reach: [Math.abs(corner.lng - lng), Math.abs(corner.lat - lat)],
        pixels: PIXELS,
        without: held,
      });
      tell(hit);
      return hit?.position;
    },
    hold: (position) => {
      held = position;
      if (!position) tell(null);
    },
    stop: () => {
      asking?.abort();
      forgetShape();
      forgetLayers();
      show(null);
      useShape.setState({ snapped: null });
      if (!map._removed) map.off('moveend', fetchView);
    },
  };
}
