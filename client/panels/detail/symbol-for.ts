import { layerById } from '#core/catalog/index.ts';
import type { SymbolDefinition } from '#core/catalog/types.ts';
import type { FeatureSummary } from '#core/contract/layers.ts';
import { legendOf } from '../../map/style/symbols.ts';

/** The symbol with which the map draws this very feature. */
export function symbolFor(feature: Pick<FeatureSummary, 'layer' | 'properties'>): SymbolDefinition {
  const layer = layerById(feature.layer);
  const legend = legendOf(layer);
  if (layer.symbology.kind === 'single') return legend[0]!.symbol;
  const value = String(feature.properties[layer.symbology.field] ?? '');
  return (legend.find((entry) => entry.values?.includes(value)) ?? legend.at(-1)!).symbol;
}
