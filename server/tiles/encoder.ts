import { type DrawOptions, FeatureWriter, PIXEL } from './feature-writer.ts';
import { EXTENT, HALF_WORLD, type TileField, type ValueKind } from './row-format.ts';
import { findRows } from './row-index.ts';
import { type TileTransform, TwkbReader } from './twkb-reader.ts';

export interface EncodeRequest {
  /** Name of the layer inside the tile. */
  readonly layer: string;
  readonly z: number;
  readonly x: number;
  readonly y: number;
  /** The property columns, in the rows' order. */
  readonly fields: readonly TileField[];
  /** Features smaller than this many tile units on both sides are too small to draw. */
  readonly minimumSize: number;
  readonly small: DrawOptions['small'];
}

export interface EncodedTile {
  /** The tile, uncompressed; empty when it has no feature. Valid until the next encode of the same encoder. */
  readonly bytes: Uint8Array;
  readonly features: number;
  /** Rows whose bytes could not be read. */
  readonly skipped: number;
}

/** 单张瓦片上限: no tile is larger, uncompressed. */
export const TILE_LIMIT = 500_000;

/**
 * 矢量瓦片编码: rows of `row-format.ts` in, Mapbox Vector Tile 2.1 out; typed arrays only, nothing allocated per feature.
 *
 * Snaps to the grid, drops what has no area, clips to the buffered tile, orients rings. When a tile passes {@link TILE_LIMIT} it is
 * drawn again on a coarser grid, at last without features below some pixels: a crowded tile gets simpler, never too big.
 */
export class TileEncoder {
  private readonly writer = new FeatureWriter();
  private readonly reader = new TwkbReader();

  encode(rows: Uint8Array, request: EncodeRequest): EncodedTile {
    let tile = this.attempt(rows, request, 1, request.minimumSize);
    for (const [grid, minimumSize] of COARSER) {
      if (tile.bytes.length <= TILE_LIMIT) break;
      tile = this.attempt(rows, request, grid, Math.max(minimumSize, request.minimumSize));
    }
    return tile;
  }

  private attempt(rows: Uint8Array, request: EncodeRequest, grid: number, minimumSize: number): EncodedTile {
    const { writer } = this;
    writer.begin(request.layer, { grid, minimumSize, small: request.small });
    const skipped = this.rows(rows, transformOf(request, grid), request.fields);
    const bytes = writer.end(request.fields.map((field) => field.name));
    return { bytes, features: writer.features, skipped };
  }

  /** Draws the rows by ascending id; returns how many could not be read. What follows a damaged frame has no known place. */
  private rows(bytes: Uint8Array, transform: TileTransform, fields: readonly TileField[]): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { starts, ids, ascending, damaged } = findRows(bytes, fields.length, this.reader);
    const order = ascending ? null : Uint32Array.from(ids.keys()).sort((a, b) => ids[a]! - ids[b]!);
    let skipped = damaged ? 1 : 0;
    for (let index = 0; index < ids.length; index += 1) {
      const row = order ? order[index]! : index;
      if (!this.row(bytes, view, starts[row]!, ids[row]!, transform, fields)) skipped += 1;
    }
    return skipped;
  }

  /** Draws one row; false when its geometry could not be read. */
  private row(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    id: number,
    transform: TileTransform,
    fields: readonly TileField[],
  ): boolean {
    const { writer, reader } = this;
    let at = reader.endOf(bytes, start, bytes.length);
    writer.beginFeature(id);
    if (!reader.read(bytes, start, at, transform, writer)) {
      writer.discardFeature();
      return false;
    }
    if (!writer.endGeometry()) return true;
    for (let field = 0; field < fields.length; field += 1) {
      const length = view.getInt32(at);
      at += 4;
      if (length < 0) continue;
      writer.property(field, this.value(bytes, view, fields[field]!.kind, at, length));
      at += length;
    }
    writer.endFeature();
    return true;
  }

  /** Index of the value in the tile's dictionary. */
  private value(bytes: Uint8Array, view: DataView, kind: ValueKind, at: number, length: number): number {
    const { values } = this.writer;
    if (kind === 'text') return values.text(bytes, at, at + length);
    if (kind === 'number') return values.double(bytes, at);
    return values.integer(view.getInt32(at) * 4294967296 + view.getUint32(at + 4));
  }
}

// Grid in tile units, smallest feature in tile units: first what nobody sees (an eighth of a pixel), then more.
const COARSER: readonly (readonly [number, number])[] = [
  [2, 0],
  [4, PIXEL / 4],
  [8, PIXEL],
  [16, PIXEL * 2],
  [32, PIXEL * 4],
];

function transformOf({ z, x, y }: EncodeRequest, grid: number): TileTransform {
  const unitsPerMeter = (EXTENT * 2 ** z) / (2 * HALF_WORLD);
  return {
    scale: unitsPerMeter,
    offsetX: HALF_WORLD * unitsPerMeter - x * EXTENT,
    offsetY: HALF_WORLD * unitsPerMeter - y * EXTENT,
    grid,
  };
}
