import { HALF_WORLD, type TileField } from './row-format.ts';
import { findRows } from './row-index.ts';
import { type RingSink, type TileTransform, TwkbReader } from './twkb-reader.ts';

/**
 * 概览栅格: the class at the middle of each cell of a grid over a layer, one byte a cell (0 = nothing, else 1 + index of the class).
 * The grid is the world cut into 2^bits cells a side, row 0 in the north; the raster is the window that holds the layer. Shared
 * memory: every worker reads the same bytes.
 */
export interface OverviewRaster {
  readonly cells: SharedArrayBuffer;
  readonly bits: number;
  readonly west: number;
  readonly north: number;
  readonly width: number;
  readonly height: number;
}

/** Two cells across one of a z11 tile's 512: 19 m in the projection, 15 m on the ground at 39° N. */
const FINEST_BITS = 21;

/** At most this many cells (bytes) a layer; larger layers get a coarser grid. */
const MOST_CELLS = 64 * 2 ** 20;

/** The last index stands for "some other class" where a layer has more. */
const MOST_CLASSES = 254;

/** An empty raster for a layer that fills minx, miny, maxx, maxy (EPSG:3857). */
export function emptyRaster(bounds: readonly [number, number, number, number]): OverviewRaster {
  for (let bits = FINEST_BITS; ; bits -= 1) {
    const size = (2 * HALF_WORLD) / 2 ** bits;
    const west = Math.floor((bounds[0] + HALF_WORLD) / size);
    const north = Math.floor((HALF_WORLD - bounds[3]) / size);
    const width = Math.floor((bounds[2] + HALF_WORLD) / size) - west + 1;
    const height = Math.floor((HALF_WORLD - bounds[1]) / size) - north + 1;
    if (width * height <= MOST_CELLS) {
      return { cells: new SharedArrayBuffer(width * height), bits, west, north, width, height };
    }
  }
}

/** Parts of a cell in which ring coordinates are counted. */
const PARTS = 16;

/**
 * Draws rows (`row-format.ts`, one class column or none) into the raster.
 * @param classes the classes met so far; new ones are added to the copy that is returned
 */
export function drawRows(
  raster: OverviewRaster,
  rows: Uint8Array,
  fields: readonly TileField[],
  classes: readonly string[],
): { readonly classes: string[]; readonly skipped: number } {
  const reader = new TwkbReader();
  const sink = new RasterSink(raster);
  const known = [...classes];
  const scale = (2 ** raster.bits / (2 * HALF_WORLD)) * PARTS;
  const transform: TileTransform = {
    scale,
    offsetX: HALF_WORLD * scale - raster.west * PARTS,
    offsetY: HALF_WORLD * scale - raster.north * PARTS,
    grid: 1,
  };
  const index = findRows(rows, fields.length, reader);
  let skipped = index.damaged ? 1 : 0;
  for (const [row, start] of index.starts.entries()) {
    const end = index.ends[row]!;
    sink.begin();
    if (!reader.read(rows, start, end, transform, sink)) {
      skipped += 1;
      continue;
    }
    sink.fill(fields.length === 0 ? 1 : 1 + classIndex(known, classText(rows, end)));
  }
  return { classes: known, skipped };
}

function classText(rows: Uint8Array, at: number): string {
  const length = new DataView(rows.buffer, rows.byteOffset + at, 4).getInt32(0);
  return length < 0 ? '' : Buffer.from(rows.buffer, rows.byteOffset + at + 4, length).toString('utf8');
}

function classIndex(known: string[], text: string): number {
  const found = known.indexOf(text);
  if (found >= 0) return found;
  if (known.length >= MOST_CLASSES) return MOST_CLASSES - 1;
  return known.push(text) - 1;
}

/** Collects where a feature's rings cross the middle lines of the cell rows, then fills between the crossings (even-odd). */
class RasterSink implements RingSink {
  readonly ring = {
    room: (count: number): Int32Array => {
      if (this.points.length < count * 2) this.points = new Int32Array(count * 3);
      return this.points;
    },
  };
  private points = new Int32Array(1 << 12);
  private crossings = new Float64Array(1 << 12);
  private count = 0;
  private readonly cells: Uint8Array;
  private readonly stride: number;

  constructor(private readonly raster: OverviewRaster) {
    this.cells = new Uint8Array(raster.cells);
    this.stride = raster.width + 2;
  }

  begin(): void {
    this.count = 0;
  }

  addRing(count: number): void {
    const { points } = this;
    let lastX = points[count * 2 - 2]!;
    let lastY = points[count * 2 - 1]!;
    for (let index = 0; index < count; index += 1) {
      const x = points[index * 2]!;
      const y = points[index * 2 + 1]!;
      if (lastY < y) this.edge(lastX, lastY, x, y);
      else if (lastY > y) this.edge(x, y, lastX, lastY);
      lastX = x;
      lastY = y;
    }
  }

  fill(value: number): void {
    const { cells, stride, count } = this;
    const { width } = this.raster;
    const sorted = this.crossings.subarray(0, count).sort();
    for (let index = 0; index + 1 < count; index += 2) {
      const row = Math.floor(sorted[index]! / stride);
      // Cells whose middle lies between the two crossings.
      const from = Math.ceil(sorted[index]! - row * stride - 0.5);
      const to = Math.ceil(sorted[index + 1]! - row * stride - 0.5);
      cells.fill(value, row * width + Math.max(from, 0), row * width + Math.min(to, width));
    }
  }

  /** Crossings of one edge, upper end first. */
  private edge(x0: number, y0: number, x1: number, y1: number): void {
    const { height, width } = this.raster;
    const first = Math.max(Math.ceil(y0 / PARTS - 0.5), 0);
    const last = Math.min(Math.ceil(y1 / PARTS - 0.5), height);
    if (this.count + last - first > this.crossings.length) {
      const crossings = new Float64Array((this.count + last - first) * 2);
      crossings.set(this.crossings);
      this.crossings = crossings;
    }
    for (let row = first; row < last; row += 1) {
      const x = (x0 + ((x1 - x0) * ((row + 0.5) * PARTS - y0)) / (y1 - y0)) / PARTS;
      this.crossings[this.count++] = row * this.stride + Math.min(Math.max(x, 0), width);
    }
  }
}
