import { layerById } from '#core/catalog/index.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** What `/tiles/…` asks for. `version` is the `v` of the query, if any. */
export type TilePath =
  | { readonly kind: 'json'; readonly layer: LayerDefinition }
  | {
      readonly kind: 'tile';
      readonly layer: LayerDefinition;
      readonly z: number;
      readonly x: number;
      readonly y: number;
      readonly version: string | undefined;
    }
  | { readonly kind: 'unknown-layer'; readonly id: string }
  | { readonly kind: 'out-of-range'; readonly layer: LayerDefinition }
  | { readonly kind: 'malformed' };

/**
 * Largest zoom with tiles of its own; the client draws closer views from these (overzoom). At z16 a tile unit is 0.149 m in the
 * projection, 0.11 m on the ground at 39° N: half of it, 6 cm, is well under the 0.2–0.3 mm a line is wide on a 1:500 sheet, and a
 * quarter of the tiles z17 would need. Areas and vertices for legal work never come from tiles, whatever their zoom.
 */
export const MAX_ZOOM = 16;

const TILE =
  /^\/tiles\/([a-z_]{1,40})\/(\d{1,2})\/(\d{1,7})\/(\d{1,7})\.mvt(?:\?(?:.*&)?v=([\w-]{1,40})(?:&.*)?|\?.*)?$/;
const JSON_PATH = /^\/tiles\/([a-z_]{1,40})\.json(?:\?.*)?$/;

/** Reads the path and query of a request below `/tiles/`. */
export function parseTilePath(url: string): TilePath {
  const tile = TILE.exec(url);
  const id = tile?.[1] ?? JSON_PATH.exec(url)?.[1];
  if (id === undefined) return { kind: 'malformed' };
  const layer = layerById(id);
  if (!layer) return { kind: 'unknown-layer', id };
  if (!tile) return { kind: 'json', layer };
  const z = Number(tile[2]);
  const x = Number(tile[3]);
  const y = Number(tile[4]);
  if (z > MAX_ZOOM || z < layer.zoom.min || x >= 2 ** z || y >= 2 ** z)
    return { kind: 'out-of-range', layer };
  return { kind: 'tile', layer, z, x, y, version: tile[5] };
}
