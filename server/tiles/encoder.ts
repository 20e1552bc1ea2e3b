import { type DrawOptions, FeatureWriter, PIXEL } from './feature-writer.ts';
import { RingThinner } from './ring-thinner.ts';
import { EXTENT, HALF_WORLD, type TileField, type ValueKind } from './row-format.ts';
import { findRows, type RowIndex } from './row-index.ts';
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
 * drawn again with fewer bends on a coarser grid, at last without features below some pixels: a crowded tile gets simpler, never
 * too big.
 */
export class TileEncoder {
  private readonly writer = new FeatureWriter();
  private readonly reader = new TwkbReader();
  private readonly thinner = new RingThinner();

  encode(rows: Uint8Array, request: EncodeRequest): EncodedTile {
    const index = findRows(rows, request.fields.length, this.reader);
    const last = LEVELS.at(-1);
    // Many small features lie wholly in the tile, and then it is never smaller than this share of its rows: no use in trying.
    const crowded = index.ids.length > 2000 && rows.length < index.ids.length * 1000;
    const hopeless = crowded && rows.length * 0.5 > TILE_LIMIT;
    for (const each of hopeless ? LEVELS.slice(1) : LEVELS) {
      const tile = this.attempt(rows, index, request, each);
      if (tile.bytes.length <= TILE_LIMIT || each === last) return tile;
    }
    throw new Error('unreachable: the last grid always gives a tile');
  }

  /** Draws the rows by ascending id, and stops early where the tile is too large already. */
  private attempt(
    rows: Uint8Array,
    index: RowIndex,
    request: EncodeRequest,
    { grid, tolerance, minimumSize }: Level,
  ): EncodedTile {
    const { writer } = this;
    const { starts, ends, ids, ascending, damaged } = index;
    const view = new DataView(rows.buffer, rows.byteOffset, rows.byteLength);
    const transform = transformOf(request, grid);
    const order = ascending ? null : Uint32Array.from(ids.keys()).sort((a, b) => ids[a]! - ids[b]!);
    writer.begin(request.layer, {
      grid,
      minimumSize: Math.max(minimumSize, request.minimumSize),
      small: request.small,
      thinning:
        tolerance > 0 ? { thinner: this.countVertices(rows, index, transform), tolerance } : undefined,
    });
    // What follows a damaged frame has no known place.
    let skipped = damaged ? 1 : 0;
    for (let place = 0; place < ids.length && writer.byteLength <= TILE_LIMIT; place += 1) {
      const row = order ? order[place]! : place;
      if (!this.row(rows, view, starts[row]!, ends[row]!, ids[row]!, transform, request.fields)) skipped += 1;
    }
    const bytes = writer.end(request.fields.map((field) => field.name));
    return { bytes, features: writer.features, skipped };
  }

  private countVertices(rows: Uint8Array, { starts, ends }: RowIndex, transform: TileTransform): RingThinner {
    const { reader, thinner } = this;
    thinner.reset(transform.grid);
    starts.forEach((start, row) => {
      reader.read(rows, start, ends[row]!, transform, thinner);
    });
    return thinner;
  }

  /** Draws one row; false when its geometry could not be read. */
  private row(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    id: number,
    transform: TileTransform,
    fields: readonly TileField[],
  ): boolean {
    const { writer, reader } = this;
    let at = end;
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

/** How a tile is made smaller, in tile units: see {@link DrawOptions}. */
interface Level {
  readonly grid: number;
  readonly tolerance: number;
  readonly minimumSize: number;
}

/** First what nobody sees (bends of under half a pixel), then more. */
const LEVELS: readonly Level[] = [
  { grid: 1, tolerance: 0, minimumSize: 0 },
  { grid: 1, tolerance: PIXEL / 2, minimumSize: 0 },
  { grid: 2, tolerance: PIXEL, minimumSize: 0 },
  { grid: 4, tolerance: PIXEL, minimumSize: PIXEL / 2 },
  { grid: 8, tolerance: PIXEL * 2, minimumSize: PIXEL },
  { grid: 16, tolerance: PIXEL * 2, minimumSize: PIXEL * 2 },
  { grid: 32, tolerance: PIXEL * 4, minimumSize: PIXEL * 4 },
  { grid: 64, tolerance: PIXEL * 8, minimumSize: PIXEL * 8 },
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
