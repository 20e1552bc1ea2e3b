import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { PatternName } from '#core/catalog/types.ts';
import type { ItemKind } from '#core/contract/what-if.ts';
import { mapColours } from '../style/colours.ts';
import { patternName } from '../style/patterns.ts';

export const SCENARIO_SOURCE = 'scenario';
export const SCENARIO_FILL = 'scenario/fill';

/** 事项符号: each kind has a colour and a pattern of its own, so that it is told apart without colour. */
export const kindSymbols: Readonly<
  Record<ItemKind, { readonly light: string; readonly dark: string; readonly pattern: PatternName }>
> = {
  conversion: { light: '#b3261e', dark: '#ff9a90', pattern: 'hatch' },
  green: { light: '#1b7a34', dark: '#7fdc97', pattern: 'dots' },
  demolition: { light: '#6a3fa0', dark: '#cdb0ff', pattern: 'cross' },
  reclamation: { light: '#8a5a00', dark: '#f3bf63', pattern: 'horizontal' },
};

/** 情景图层, above every layer of the catalogue: fill, pattern by kind, line, name. A faulty item has a broken line. */
export function scenarioLayers(theme: 'light' | 'dark'): LayerSpecification[] {
  const colours = mapColours[theme];
  const colour = [
    'match',
    ['get', 'kind'],
    ...Object.entries(kindSymbols).flatMap(([kind, symbol]) => [kind, symbol[theme]]),
    colours.selection,
  ] as unknown as ExpressionSpecification;
  const source = SCENARIO_SOURCE;
  const emphasised: ExpressionSpecification = [
    'any',
    ['==', ['get', 'selected'], true],
    ['boolean', ['feature-state', 'hover'], false],
  ];
  return [
    {
      id: SCENARIO_FILL,
      type: 'fill',
      source,
      paint: { 'fill-color': colour, 'fill-opacity': ['case', emphasised, 0.34, 0.2] },
    },
    ...(Object.keys(kindSymbols) as ItemKind[]).map(
      (kind): LayerSpecification => ({
        id: `scenario/pattern/${kind}`,
        type: 'fill',
        source,
        filter: ['==', ['get', 'kind'], kind],
        paint: { 'fill-pattern': patternName(kindSymbols[kind].pattern, kindSymbols[kind][theme]) },
      }),
    ),
    {
      id: 'scenario/casing',
      type: 'line',
      source,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colours.selectionCasing, 'line-width': ['case', emphasised, 7, 4.5] },
    },
    {
      id: 'scenario/line',
      type: 'line',
      source,
      filter: ['!=', ['get', 'faulty'], true],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colour, 'line-width': ['case', emphasised, 4, 2.4] },
    },
    {
      id: 'scenario/faulty',
      type: 'line',
      source,
      filter: ['==', ['get', 'faulty'], true],
      paint: {
        'line-color': colour,
        'line-width': ['case', emphasised, 4, 2.4],
        'line-dasharray': [1.5, 1.5],
      },
    },
    {
      id: 'scenario/name',
      type: 'symbol',
      source,
      layout: { 'text-field': ['get', 'name'], 'text-size': 13, 'text-max-width': 8, 'text-padding': 2 },
      paint: { 'text-color': colours.label, 'text-halo-color': colours.halo, 'text-halo-width': 2 },
    },
  ];
}
