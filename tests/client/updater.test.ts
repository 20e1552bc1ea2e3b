import type { Map as MapLibreMap, StyleSpecification } from 'maplibre-gl';
import { describe, expect, it } from 'vitest';
import { applyDifference } from '../../client/map/updater.ts';

/** A map that only writes down what is asked of it. */
function recorder() {
  const steps: string[] = [];
  const note =
    (name: string) =>
    (...args: unknown[]) => {
      steps.push(
        [
          name,
          ...args.map((arg) =>
            typeof arg === 'object' ? ((arg as { id?: string })?.id ?? JSON.stringify(arg)) : String(arg),
          ),
        ].join(' '),
      );
    };
  const map = {
    addLayer: note('addLayer'),
    removeLayer: note('removeLayer'),
    addSource: (id: string) => steps.push(`addSource ${id}`),
    removeSource: note('removeSource'),
    setFilter: note('setFilter'),
    setPaintProperty: note('setPaintProperty'),
    setLayoutProperty: note('setLayoutProperty'),
    getSource: (id: string) => ({ setUrl: note(`setUrl ${id}`), setData: note(`setData ${id}`) }),
  };
  return { steps, map: map as unknown as MapLibreMap };
}

function style(layers: string[], opacity = 1, url = '/tiles/a.json'): StyleSpecification {
  return {
    version: 8,
    sources: Object.fromEntries(layers.map((id) => [id, { type: 'vector' as const, url }])),
    layers: layers.map((id) => ({
      id,
      type: 'fill' as const,
      source: id,
      'source-layer': id,
      paint: { 'fill-opacity': opacity },
    })),
  };
}

describe('updater', () => {
  it('does nothing when nothing has changed', () => {
    const { steps, map } = recorder();
    applyDifference(map, style(['a', 'b']), style(['a', 'b']));
    expect(steps).toEqual([]);
  });

  it('puts a new layer under the one that is drawn above it', () => {
    const { steps, map } = recorder();
    applyDifference(map, style(['a', 'c']), style(['a', 'b', 'c']));
    expect(steps).toEqual(['addSource b', 'addLayer b c']);
  });

  it('removes layers before the source they draw', () => {
    const { steps, map } = recorder();
    applyDifference(map, style(['a', 'b']), style(['a']));
    expect(steps).toEqual(['removeLayer b', 'removeSource b']);
  });

  it('changes only the property that differs', () => {
    const { steps, map } = recorder();
    applyDifference(map, style(['a']), style(['a'], 0.5));
    expect(steps).toEqual(['setPaintProperty a fill-opacity 0.5']);
  });

  it('asks for new tiles when a layer has a new version', () => {
    const { steps, map } = recorder();
    applyDifference(map, style(['a']), style(['a'], 1, '/tiles/a.json?v=2'));
    expect(steps).toEqual(['setUrl a /tiles/a.json?v=2']);
  });
});
