import type { FeatureCollection } from 'geojson';
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { LayerDefinition, LayerId } from '#core/catalog/types.ts';
import { PACK_MAX_ZOOM } from '#core/field/pack-tiles.ts';
import { basemapLayers } from '../style/basemap.ts';
import { catalogueLayers, labelLayers } from '../style/catalogue-layers.ts';
import { regionLabelLayers } from '../style/furniture.ts';
import { themed } from '../style/symbols.ts';
import { type FieldMapTheme, fieldColours } from './field-colours.ts';
import { groundLayers } from './ground-layers.ts';
import { ownLayers, ownSources } from './own-layers.ts';

/** Everything the ground of the phone's map depends on. */
export interface FieldStyle {
  readonly theme: FieldMapTheme;
  readonly layers: readonly LayerId[];
  readonly regionLabels: FeatureCollection;
}

/** Always read: ground, water and roads come from them. */
const ALWAYS: readonly LayerId[] = ['regions', 'land_parcels'];

/**
 * 外业地图样式: as the office's map looks, out of `pack://` tiles: those of a downloaded area, else the server's. Names no glyph and no
 * sprite file. Tiles deeper than the deepest stored are drawn from their parents.
 */
export function fieldStyle({ theme, layers, regionLabels }: FieldStyle): StyleSpecification {
  const colours = fieldColours[theme];
  const shown = groundLayers.filter(({ id }) => id === 'regions' || layers.includes(id));
  const sources: Record<string, SourceSpecification> = { ...ownSources };
  for (const { id, zoom } of groundLayers) {
    if (!ALWAYS.includes(id) && !layers.includes(id)) continue;
    sources[id] = {
      type: 'vector',
      tiles: [`pack://${id}/{z}/{x}/{y}`],
      minzoom: zoom.min,
      maxzoom: PACK_MAX_ZOOM,
    };
  }
  sources['region-labels'] = { type: 'geojson', data: regionLabels };
  return {
    version: 8,
    sources,
    layers: [
      ...basemapLayers(colours),
      ...shown.flatMap((layer) => ground(layer, theme)),
      ...ownLayers(theme),
      ...shown.flatMap((layer) => labelLayers(layer, 1, colours)),
      ...regionLabelLayers(colours),
    ],
  };
}

/** Land classes are a ground to find one's way on, not the subject. */
function ground(layer: LayerDefinition, theme: FieldMapTheme): LayerSpecification[] {
  const opacity = layer.id === 'land_parcels' ? (theme === 'sun' ? 0.35 : 0.6) : 1;
  const looks = themed(layer, theme === 'dark' ? 'dark' : 'light');
  return catalogueLayers(looks, opacity, fieldColours[theme]);
}
