import { TILE_LIMIT } from './encoder.ts';
import { FeatureWriter } from './feature-writer.ts';
import { classGrid } from './overview-grid.ts';
import type { OverviewRaster } from './overview-raster.ts';
import { type Loop, traceRegions } from './overview-trace.ts';

export interface OverviewRequest {
  readonly layer: string;
  /** Property that names the class; undefined: the layer has one class. */
  readonly field: string | undefined;
  readonly classes: readonly string[];
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** Cells across a tile, finest first; the next is tried when the tile would pass {@link TILE_LIMIT}. */
const ACROSS = [512, 256, 128, 64] as const;

const writer = new FeatureWriter();

/**
 * 概览瓦片: the prevailing classes of a tile's ground as polygons, one feature a class, with `generalized: true` and no id, as none of
 * them is a row that could be opened.
 */
export function overviewTile(
  raster: OverviewRaster,
  request: OverviewRequest,
): { bytes: Uint8Array; features: number } {
  let bytes = new Uint8Array(0);
  for (const across of ACROSS) {
    // A cell is at least one sample of the raster.
    if (2 ** (raster.bits - request.z) < across && across !== 64) continue;
    bytes = draw(traceRegions(classGrid(raster, request.z, request.x, request.y, across)), request);
    if (bytes.length <= TILE_LIMIT) break;
  }
  return { bytes, features: writer.features };
}

function draw(loops: readonly Loop[], { layer, field, classes }: OverviewRequest): Uint8Array<ArrayBuffer> {
  writer.begin(layer, { grid: 1, minimumSize: 0, small: 'drop' });
  const byClass = new Map<number, Loop[]>();
  for (const loop of loops) {
    const same = byClass.get(loop.value);
    if (same) same.push(loop);
    else byClass.set(loop.value, [loop]);
  }
  for (const [value, own] of [...byClass].sort(([a], [b]) => a - b)) {
    own.sort((a, b) => a.region - b.region);
    writer.beginFeature(-1);
    let region = 0;
    for (const loop of own) {
      writer.ring.room(loop.points.length / 2).set(loop.points);
      writer.addRing(loop.points.length / 2, loop.region === region);
      region = loop.region;
    }
    if (!writer.endGeometry()) continue;
    const name = field === undefined ? undefined : classes[value - 1];
    if (name !== undefined) {
      const text = Buffer.from(name, 'utf8');
      writer.property(0, writer.values.text(text, 0, text.length));
    }
    writer.property(field === undefined ? 0 : 1, writer.values.boolean(true));
    writer.endFeature();
  }
  return writer.end(
    field === undefined ? ['generalized'] : [field, 'generalized'],
  ) as Uint8Array<ArrayBuffer>;
}
