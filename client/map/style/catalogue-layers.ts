import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { LayerDefinition, SymbolDefinition } from '#core/catalog/types.ts';
import { byClass, whereClass } from './class-expression.ts';
import type { MapColours } from './colours.ts';
import { patternName } from './patterns.ts';
import { legendOf } from './symbols.ts';

/** Style layers say in their id whose they are: `<layer>/<part>`. */
export function styleLayerId(layer: string, part: string): string {
  return `${layer}/${part}`;
}

const hovered: ExpressionSpecification = ['boolean', ['feature-state', 'hover'], false];

/**
 * 图层样式: the style layers of one catalogue entry, bottom to top: fill, pattern, lines (one for each dash), label.
 * Generalised features of low zooms have no id and so never hover.
 */
export function catalogueLayers(
  layer: LayerDefinition,
  opacity: number,
  colours: MapColours,
): LayerSpecification[] {
  const base = {
    source: layer.id,
    'source-layer': layer.id,
    minzoom: layer.zoom.min,
    maxzoom: Math.min(24, layer.zoom.max + 2),
  };
  return [
    ...fills(layer, base, opacity),
    ...patterns(layer, base, opacity),
    ...hairlines(layer, base, opacity, colours),
    ...lines(layer, base, opacity),
  ];
}

type Base = { source: string; 'source-layer': string; minzoom: number; maxzoom: number };

function fills(layer: LayerDefinition, base: Base, opacity: number): LayerSpecification[] {
  const filter = whereClass(layer, (symbol) => symbol.fill !== undefined);
  if (filter === null) return [];
  const strength = byClass(layer, (symbol) => (symbol.fillOpacity ?? 1) * opacity);
  return [
    {
      ...base,
      id: styleLayerId(layer.id, 'fill'),
      type: 'fill',
      ...(filter ? { filter } : {}),
      paint: {
        'fill-color': byClass(layer, (symbol) => symbol.fill ?? 'transparent'),
        'fill-opacity': [
          'case',
          hovered,
          ['min', 1, ['+', strength as ExpressionSpecification, 0.15]],
          strength as ExpressionSpecification,
        ],
        'fill-antialias': layer.id !== 'land_parcels',
      },
    },
  ];
}

function patterns(layer: LayerDefinition, base: Base, opacity: number): LayerSpecification[] {
  const filter = whereClass(layer, (symbol) => symbol.pattern !== undefined);
  if (filter === null) return [];
  const image = (symbol: SymbolDefinition) =>
    symbol.pattern ? patternName(symbol.pattern, symbol.patternColor ?? symbol.line ?? '#000000') : '';
  return [
    {
      ...base,
      id: styleLayerId(layer.id, 'pattern'),
      type: 'fill',
      ...(filter ? { filter } : {}),
      paint: { 'fill-pattern': byClass(layer, image), 'fill-opacity': 0.8 * opacity },
    },
  ];
}

/** A clean coverage has fills without outlines: neighbours are told apart by a hairline once they are large enough. */
function hairlines(
  layer: LayerDefinition,
  base: Base,
  opacity: number,
  colours: MapColours,
): LayerSpecification[] {
  const filter = whereClass(layer, (symbol) => symbol.fill !== undefined && symbol.line === undefined);
  if (filter === null) return [];
  return [
    {
      ...base,
      id: styleLayerId(layer.id, 'hairline'),
      type: 'line',
      minzoom: Math.max(base.minzoom, 13.5),
      ...(filter ? { filter } : {}),
      paint: {
        'line-color': colours.hairline,
        'line-opacity': opacity,
        'line-width': ['interpolate', ['linear'], ['zoom'], 13.5, 0.2, 16, 0.7, 19, 1.2],
      },
    },
  ];
}

function lines(layer: LayerDefinition, base: Base, opacity: number): LayerSpecification[] {
  const dashes = new Map<string, readonly number[] | undefined>();
  for (const { symbol } of legendOf(layer)) {
    if (symbol.line) dashes.set(dashKey(symbol), symbol.dash);
  }
  return [...dashes].flatMap(([key, dash]): LayerSpecification[] => {
    const filter = whereClass(layer, (symbol) => symbol.line !== undefined && dashKey(symbol) === key);
    if (filter === null) return [];
    const width = byClass(layer, (symbol) => symbol.lineWidth ?? 1) as ExpressionSpecification;
    return [
      {
        ...base,
        id: styleLayerId(layer.id, `line${key && `-${key}`}`),
        type: 'line',
        ...(filter ? { filter } : {}),
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': byClass(layer, (symbol) => symbol.line ?? 'transparent'),
          'line-opacity': opacity,
          'line-width': [
            'interpolate',
            ['linear'],
            ['zoom'],
            9,
            ['*', width, 0.5],
            13,
            width,
            18,
            ['*', width, 1.4],
          ],
          ...(dash ? { 'line-dasharray': [...dash] } : {}),
        },
      },
    ];
  });
}

function dashKey(symbol: SymbolDefinition): string {
  return symbol.dash?.join('-') ?? '';
}

/** 注记: names of features in the person's fonts; regions have points of their own (`region-labels.ts`). */
export function labelLayers(
  layer: LayerDefinition,
  opacity: number,
  colours: MapColours,
): LayerSpecification[] {
  if (layer.labelZoom === undefined || layer.id === 'regions') return [];
  if (!layer.tileFields.includes(layer.labelField)) return [];
  return [
    {
      id: styleLayerId(layer.id, 'label'),
      type: 'symbol',
      source: layer.id,
      'source-layer': layer.id,
      minzoom: layer.labelZoom,
      layout: {
        'text-field': ['to-string', ['get', layer.labelField]],
        'text-size': layer.id === 'land_parcels' ? 11 : 12.5,
        'text-max-width': 9,
        // A large feature is named in every tile it crosses; names too near to each other are left out.
        'text-padding': layer.id === 'land_parcels' ? 6 : 28,
        'symbol-sort-key': layer.identifyOrder,
      },
      paint: {
        'text-color': colours.label,
        'text-halo-color': colours.halo,
        'text-halo-width': 1.6,
        'text-opacity': opacity,
      },
    },
  ];
}
