import type { LayerDefinition, LayerId } from '#core/catalog/types.ts';
import { PACK_MAX_ZOOM, PACK_MIN_ZOOM, rangesOver, tilesIn } from '#core/field/pack-tiles.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';

/** Layers that go with the phone, the most needed first: an area that is interrupted has the ground already. */
export const PACK_LAYERS = [
  'regions',
  'land_parcels',
  'permanent_farmland',
  'ecological_redlines',
  'farmland_protection',
  'responsibility_grids',
  'villages',
] as const satisfies readonly LayerId[];

/** Layers whose outlines go with the phone: the offline fence, and the grids by which a patrol counts. */
export const FENCE_LAYERS = [
  'permanent_farmland',
  'ecological_redlines',
  'responsibility_grids',
] as const satisfies readonly LayerId[];

/** What is known of a layer inside an area. */
export interface LayerContent {
  readonly features: number;
  readonly points: number;
}

export interface PlannedLayer {
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly tiles: number;
  readonly estimatedBytes: number;
}

/*
 * Size of a tile: about so many bytes for the tile itself, for each feature (its id, its attributes as numbers and its text in the tile's table)
 * and for each corner (two steps of one or two bytes). Measured on the demonstration area; a test holds the sum to within a factor of two.
 */
const BYTES = { tile: 30, feature: 34, point: 3.2 };

/** How much of the corners the server keeps at each zoom: fewer the farther out. */
const KEPT: Readonly<Record<number, number>> = {
  10: 0.15,
  11: 0.2,
  12: 0.3,
  13: 0.5,
  14: 0.7,
  15: 0.9,
  16: 1,
};

/** 一层的下载量 over a box. */
export function planLayer(
  { zoom }: Pick<LayerDefinition, 'zoom'>,
  box: LonLatBox,
  { features, points }: LayerContent,
): PlannedLayer {
  const minZoom = Math.max(zoom.min, PACK_MIN_ZOOM);
  let tiles = 0;
  let bytes = 0;
  for (const range of rangesOver(box, minZoom, PACK_MAX_ZOOM)) {
    const count = tilesIn(range);
    tiles += count;
    if (features === 0) continue;
    // A feature is in every tile that it crosses: more often the smaller the tiles are against it.
    const shared = Math.max(features * (1 + 0.12 * (range.z - minZoom)), Math.min(count, features * 4));
    bytes += count * BYTES.tile + shared * BYTES.feature + points * (KEPT[range.z] ?? 1) * BYTES.point;
  }
  return { minZoom, maxZoom: PACK_MAX_ZOOM, tiles, estimatedBytes: Math.round(bytes) };
}
