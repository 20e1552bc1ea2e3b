import { z } from 'zod';
import { layerById } from '#core/catalog/index.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';
import { asOfQuery } from '#core/contract/shared.ts';
import type { MomentQuery } from '../db/tables/as-of.ts';
import { parseRequest } from '../http/parse.ts';

/** What `/tiles/…` asks for. `version` is the `v` of the query, if any; `moment` what is asked of the past. */
export type TilePath =
  | { readonly kind: 'json'; readonly layer: LayerDefinition; readonly moment: MomentQuery | undefined }
  | {
      readonly kind: 'tile';
      readonly layer: LayerDefinition;
      readonly z: number;
      readonly x: number;
      readonly y: number;
      readonly version: string | undefined;
      readonly moment: MomentQuery | undefined;
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

/**
 * Reads the path and query of a request below `/tiles/`.
 * @throws Problem `invalid-request` for an `asOf` or `knownAt` that is no moment
 */
export function parseTilePath(url: string): TilePath {
  const tile = TILE.exec(url);
  const id = tile?.[1] ?? JSON_PATH.exec(url)?.[1];
  if (id === undefined) return { kind: 'malformed' };
  const layer = layerById(id);
  if (!layer) return { kind: 'unknown-layer', id };
  const moment = momentIn(url);
  if (!tile) return { kind: 'json', layer, moment };
  const zoom = Number(tile[2]);
  const x = Number(tile[3]);
  const y = Number(tile[4]);
  if (zoom > MAX_ZOOM || zoom < layer.zoom.min || x >= 2 ** zoom || y >= 2 ** zoom)
    return { kind: 'out-of-range', layer };
  return { kind: 'tile', layer, z: zoom, x, y, version: tile[5], moment };
}

const momentSchema = z.object(asOfQuery);

function momentIn(url: string): MomentQuery | undefined {
  const start = url.indexOf('?');
  // Almost every tile is of now.
  if (start < 0 || !/[?&](?:asOf|knownAt)=/.test(url)) return undefined;
  const query = new URLSearchParams(url.slice(start + 1));
  const given = ['asOf', 'knownAt'].filter((name) => query.has(name)).map((name) => [name, query.get(name)]);
  return parseRequest(momentSchema, Object.fromEntries(given));
}
