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

/** The layer with the symbols it has on a light or a dark ground. */
export function themed(layer: LayerDefinition, theme: 'light' | 'dark'): LayerDefinition {
  const { symbology } = layer;
  if (theme === 'light') return layer;
  if (symbology.kind === 'single') {
    return { ...layer, symbology: { ...symbology, symbol: onDark(symbology.symbol) } };
  }
  const classes = symbology.classes.map((item) => ({ ...item, symbol: onDark(item.symbol) }));
  return { ...layer, symbology: { ...symbology, classes, otherwise: onDark(symbology.otherwise) } };
}

/** Lines and patterns must stand out from a dark ground; fills keep the colours that staff know. */
export function onDark(symbol: SymbolDefinition): SymbolDefinition {
  return {
    ...symbol,
    ...(symbol.line ? { line: lighten(symbol.line) } : {}),
    ...(symbol.patternColor ? { patternColor: lighten(symbol.patternColor) } : {}),
  };
}

/** Mixes a dark `#rrggbb` with white until it reads on the dark ground; other notations and light colours stay. */
function lighten(color: string): string {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (!match) return color;
  const rgb = match.slice(1).map((part) => Number.parseInt(part, 16));
  const [red = 0, green = 0, blue = 0] = rgb;
  const light = (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
  const share = Math.max(0, Math.min(0.6, 0.62 - light));
  return `#${rgb
    .map((part) =>
      Math.round(part + (255 - part) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
