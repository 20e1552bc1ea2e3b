import type { FieldType, LayerDefinition } from '#core/catalog/types.ts';
import type { Moments } from '../db/moments.ts';
import type { LayerStatistics } from '../db/tables/layer-versions.ts';
import { MAX_ZOOM } from './tile-path.ts';

export interface TileJsonInput {
  readonly layer: LayerDefinition;
  readonly version: number;
  /** `v` of the tile addresses. */
  readonly tileVersion: string;
  /** The access token this was asked with in its address; the tile addresses need it too. */
  readonly token: string | undefined;
  /** Of which past moment; null for now. */
  readonly moments: Moments | null;
  /** `http://host:port`, or empty for addresses relative to the server's root. */
  readonly origin: string;
  /** west, south, east, north (EPSG:4490 degrees); null for an empty layer. */
  readonly bounds: LayerStatistics['bounds'];
  /** Whether the workspace holds invented data. */
  readonly demonstration: boolean;
}

/** TileJSON 3.0 of one layer. The tile address carries the layer's version: it changes when the layer does. */
export function tileJson({
  layer,
  version,
  tileVersion,
  token,
  moments,
  origin,
  bounds,
  demonstration,
}: TileJsonInput) {
  const query = new URLSearchParams({
    v: tileVersion,
    ...moments,
    ...(token === undefined ? {} : { token }),
  });
  return {
    tilejson: '3.0.0',
    name: layer.title.zh,
    description: layer.description.zh,
    version: `${version}.0.0`,
    scheme: 'xyz',
    tiles: [`${origin}/tiles/${layer.id}/{z}/{x}/{y}.mvt?${query}`],
    minzoom: layer.zoom.min,
    maxzoom: MAX_ZOOM,
    ...(bounds ? { bounds } : {}),
    ...(demonstration ? { attribution: '示意数据 Demonstration data' } : {}),
    vector_layers: [
      {
        id: layer.id,
        description: layer.title.zh,
        minzoom: layer.zoom.min,
        maxzoom: MAX_ZOOM,
        fields: {
          ...Object.fromEntries(layer.tileFields.map((name) => [name, kindOf(layer, name)])),
          generalized:
            'Boolean: true where a low zoom shows the prevailing class of an area instead of features',
        },
      },
    ],
  };
}

function kindOf(layer: LayerDefinition, name: string): string {
  const field = layer.fields.find((each) => each.name === name);
  const kind = NUMERIC.includes(field?.type ?? 'text') ? 'Number' : 'String';
  return field ? `${kind}: ${field.title.zh} ${field.title.en}` : kind;
}

const NUMERIC: readonly FieldType[] = ['integer', 'number', 'area', 'ratio', 'money'];
