import type { LayerDefinition, SymbolDefinition } from '#core/catalog/types.ts';
import type { Bilingual } from '#core/problem.ts';

/** One row of a legend: a symbol with the values it stands for; `values` null is "everything else". */
export interface LegendEntry {
  readonly values: readonly string[] | null;
  readonly title: Bilingual;
  readonly symbol: SymbolDefinition;
}

const other: Bilingual = { zh: '其他', en: 'Other' };

/** 图例: the rows of a layer's symbology, the only reading of it: legend and map both use this list. */
export function legendOf(layer: LayerDefinition): readonly LegendEntry[] {
  const { symbology } = layer;
  if (symbology.kind === 'single') return [{ values: null, title: layer.title, symbol: symbology.symbol }];
  return [...symbology.classes, { values: null, title: other, symbol: symbology.otherwise }];
}
