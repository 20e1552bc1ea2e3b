import { rangesOver, type TileAddress, tilesOfRange } from '#core/field/pack-tiles.ts';
import type { PackArea, TileKey } from './pack-db.ts';

/** One tile of an area's plan. */
export interface PlannedTile extends TileAddress {
  readonly key: TileKey;
  readonly version: string;
}

type Plan = Pick<PackArea, 'owner' | 'bounds' | 'layers'>;

/** 瓦片清单 of an area, always in the same order: by layer, by zoom, row by row; so a number says where it went on. */
export function* tilesOfArea({ owner, bounds, layers }: Plan): Generator<PlannedTile> {
  for (const { layer, version, minZoom, maxZoom } of layers) {
    for (const range of rangesOver(bounds, minZoom, maxZoom)) {
      for (const { z, x, y } of tilesOfRange(range)) {
        yield { key: [owner, layer, z, x, y], version, z, x, y };
      }
    }
  }
}

/** The list in pieces, from a tile on. */
export function* batchesOfArea(plan: Plan, from: number, size: number): Generator<readonly PlannedTile[]> {
  let index = 0;
  let batch: PlannedTile[] = [];
  for (const tile of tilesOfArea(plan)) {
    if (index++ < from) continue;
    batch.push(tile);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
