import type { LayerSpecification } from 'maplibre-gl';
import type { LayerId } from '#core/catalog/types.ts';
import type { FeatureRef } from '../../state/link.ts';
import type { MapColours } from './colours.ts';

/** 点亮: fill and ring over the features of each layer named by a panel; `match` finds an id at once among thousands. */
export function litLayers(lit: readonly FeatureRef[], colours: MapColours): LayerSpecification[] {
  return [...idsByLayer(lit)].flatMap(([layer, ids]): LayerSpecification[] => {
    const base = { source: layer, 'source-layer': layer } as const;
    // A row may have moved a figure twice, and `match` refuses a label that it has already.
    const filter = ['match', ['id'], [...new Set(ids)], true, false] as unknown as ['==', string, string];
    return [
      {
        ...base,
        id: `lit/${layer}/fill`,
        type: 'fill',
        filter,
        paint: { 'fill-color': colours.lit, 'fill-opacity': 0.3 },
      },
      {
        ...base,
        id: `lit/${layer}/line`,
        type: 'line',
        filter,
        layout: { 'line-join': 'round' },
        paint: { 'line-color': colours.lit, 'line-width': 1.8 },
      },
    ];
  });
}

export function idsByLayer(refs: readonly FeatureRef[]): Map<LayerId, number[]> {
  const byLayer = new Map<LayerId, number[]>();
  for (const { layer, id } of refs) {
    const ids = byLayer.get(layer);
    if (ids) ids.push(id);
    else byLayer.set(layer, [id]);
  }
  return byLayer;
}
