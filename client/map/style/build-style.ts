import type { FeatureCollection } from 'geojson';
import type { SourceSpecification, StyleSpecification } from 'maplibre-gl';
import { catalog } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import type { Moments } from '../../state/as-of.ts';
import type { LayerSetting } from '../../state/layers.ts';
import type { FeatureRef } from '../../state/link.ts';
import { basemapLayers, RASTER_ID, tiandituSource } from './basemap.ts';
import { catalogueLayers, labelLayers } from './catalogue-layers.ts';
import { mapColours } from './colours.ts';
import { graticuleLayers, overlayLayers, regionLabelLayers } from './furniture.ts';
import { idsByLayer, litLayers } from './lit-layers.ts';
import { themed } from './symbols.ts';

/** Everything the map's picture depends on. */
export interface Wanted {
  readonly theme: 'light' | 'dark';
  readonly settings: Readonly<Record<LayerId, LayerSetting>>;
  /** Version of each layer; a new one makes new tile URLs, so nobody sees a tile from before a change. */
  readonly versions: Readonly<Partial<Record<LayerId, string>>>;
  /** 时点 that the tiles are of; empty: now. */
  readonly moments: Moments;
  readonly lit: readonly FeatureRef[];
  readonly regionLabels: FeatureCollection;
  /** 天地图 key while that base map is switched on. */
  readonly tianditu: string | null;
}

const inDrawOrder = [...catalog].sort((a, b) => a.drawOrder - b.drawOrder);

/** Base-map sources are always there. */
const ALWAYS: readonly LayerId[] = ['regions', 'land_parcels'];

/**
 * 样式: the whole wanted style. Names no glyph and no sprite file: characters are drawn from the person's own fonts, patterns on
 * a canvas. Sources whose data are set by hand (graticule, selection, picture) start empty.
 */
export function buildStyle(wanted: Wanted): StyleSpecification {
  const colours = mapColours[wanted.theme];
  const shown = inDrawOrder.filter((layer) => wanted.settings[layer.id].visible);
  const needed = new Set<LayerId>([
    ...ALWAYS,
    ...shown.map(({ id }) => id),
    ...idsByLayer(wanted.lit).keys(),
  ]);
  const sources: Record<string, SourceSpecification> = {};
  for (const id of needed) sources[id] = { type: 'vector', url: tileJsonUrl(id, wanted) };
  for (const id of ['graticule', 'picture', 'selection']) sources[id] = { type: 'geojson', data: nothing };
  sources['region-labels'] = { type: 'geojson', data: wanted.regionLabels };
  if (wanted.tianditu) sources[RASTER_ID] = tiandituSource(wanted.tianditu);
  const opacity = (id: LayerId) => wanted.settings[id].opacity;
  return {
    version: 8,
    sources,
    layers: [
      ...basemapLayers(colours),
      ...(wanted.tianditu ? [{ id: 'base/raster', type: 'raster' as const, source: RASTER_ID }] : []),
      ...shown.flatMap((layer) => catalogueLayers(themed(layer, wanted.theme), opacity(layer.id), colours)),
      ...graticuleLayers(colours),
      ...litLayers(wanted.lit, colours),
      ...overlayLayers(colours),
      ...shown.flatMap((layer) => labelLayers(layer, opacity(layer.id), colours)),
      ...regionLabelLayers(colours),
    ],
  };
}

const nothing: FeatureCollection = { type: 'FeatureCollection', features: [] };

function tileJsonUrl(id: LayerId, { versions, moments }: Wanted): string {
  const url = new URL(`/tiles/${id}.json`, location.href);
  const version = versions[id];
  if (version !== undefined) url.searchParams.set('v', version);
  for (const [name, moment] of Object.entries(moments)) url.searchParams.set(name, moment);
  return url.href;
}
