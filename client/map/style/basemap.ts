import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { MapColours } from './colours.ts';

/**
 * 自有底图: ground, water and roads from our own tiles, so the map stands without any outside service. Water and roads come from
 * the land survey (11xx and 10xx) and are drawn even when the land layer itself is off.
 */
export function basemapLayers(colours: MapColours): LayerSpecification[] {
  const land = { source: 'land_parcels', 'source-layer': 'land_parcels' } as const;
  const group: ExpressionSpecification = ['slice', ['to-string', ['get', 'land_class']], 0, 2];
  return [
    { id: 'base/outside', type: 'background', paint: { 'background-color': colours.outside } },
    {
      id: 'base/ground',
      type: 'fill',
      source: 'regions',
      'source-layer': 'regions',
      filter: ['==', ['get', 'level'], 'town'],
      paint: { 'fill-color': colours.ground, 'fill-antialias': false },
    },
    {
      id: 'base/roads',
      type: 'fill',
      ...land,
      filter: ['==', group, '10'],
      paint: {
        'fill-color': colours.road, // Casings would only be noise where roads are thinner than a pixel.
        'fill-outline-color': ['step', ['zoom'], colours.road, 13, colours.roadCasing],
      },
    },
    {
      id: 'base/water',
      type: 'fill',
      ...land,
      filter: ['==', group, '11'],
      paint: { 'fill-color': colours.water },
    },
  ];
}

/** Above the raster base map when it is on, below all layers. */
export const RASTER_ID = 'tianditu';

/** 天地图 (optional, CGCS2000, 审图号 shown by its attribution): imagery tiles from the template the server gives. */
export function tiandituSource(template: string) {
  return {
    type: 'raster' as const,
    tiles: [template],
    tileSize: 256,
    maxzoom: 18,
    attribution: '天地图 · CGCS2000',
  };
}
