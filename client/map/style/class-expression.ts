import type { DataDrivenPropertyValueSpecification, ExpressionSpecification } from 'maplibre-gl';
import type { LayerDefinition, SymbolDefinition } from '#core/catalog/types.ts';
import { legendOf } from './symbols.ts';

/**
 * Value of a symbol's property for every class: a constant for single symbology, else one `match` over the class column.
 */
export function byClass<T extends string | number>(
  layer: LayerDefinition,
  read: (symbol: SymbolDefinition) => T,
): DataDrivenPropertyValueSpecification<T> {
  const { symbology } = layer;
  if (symbology.kind === 'single') return read(symbology.symbol);
  const branches = symbology.classes.flatMap((item) => [[...item.values], read(item.symbol)]);
  return [
    'match',
    ['to-string', ['get', symbology.field]],
    ...branches,
    read(symbology.otherwise),
  ] as unknown as DataDrivenPropertyValueSpecification<T>;
}

/** Filter for the features whose class symbol passes; undefined when all do, null when none does. */
export function whereClass(
  layer: LayerDefinition,
  test: (symbol: SymbolDefinition) => boolean,
): ExpressionSpecification | undefined | null {
  const entries = legendOf(layer);
  const passing = entries.filter((entry) => test(entry.symbol));
  if (passing.length === entries.length) return undefined;
  if (passing.length === 0 || layer.symbology.kind === 'single') return null;
  const value: ExpressionSpecification = ['to-string', ['get', layer.symbology.field]];
  const otherwise = passing.some((entry) => entry.values === null);
  const values = entries
    .filter((entry) => entry.values !== null && passing.includes(entry) !== otherwise)
    .flatMap((entry) => entry.values ?? []);
  return ['match', value, values, !otherwise, otherwise] as unknown as ExpressionSpecification;
}
