import { ByteWriter } from './byte-writer.ts';
import { RingBuilder } from './ring-builder.ts';
import type { RingThinner } from './ring-thinner.ts';
import { BUFFER, EXTENT } from './row-format.ts';
import { ValueTable } from './value-table.ts';

/** How a layer is drawn into one tile. */
export interface DrawOptions {
  /** Vertices snap to multiples of this many tile units (1 = full precision). */
  readonly grid: number;
  /** Features whose box is smaller than this on both sides are too small to draw. 0 = draw whatever has an area. */
  readonly minimumSize: number;
  /** Leaves out bends of shared edges nearer than `tolerance` tile units; see `ring-thinner.ts`. */
  readonly thinning?: { readonly thinner: RingThinner; readonly tolerance: number } | undefined;
  /** `square`: a feature too small to draw becomes a square of a pixel, because its row must be seen; `drop`: it goes. */
  readonly small: 'drop' | 'square';
}

/** Tile units of a screen pixel when a tile is drawn 512 pixels wide. */
export const PIXEL = EXTENT / 512;

const LOW = -BUFFER;
const HIGH = EXTENT + BUFFER;

/**
 * Writes the features of one tile layer (MVT 2.1) one ring after the other; whoever has geometry drives it: the decoder of SQL
 * rows, the overview's tracer, or an image of the layer in memory. Coordinates are tile units, y down, not yet clipped.
 * Allocates nothing per feature.
 */
export class FeatureWriter {
  readonly values = new ValueTable();
  readonly ring = new RingBuilder();
  features = 0;
  private readonly out = new ByteWriter(1 << 18);
  private options: DrawOptions = { grid: 1, minimumSize: 0, small: 'drop' };
  private featureStart = 0;
  private featureMark = 0;
  private geometryMark = 0;
  private tagsMark = 0;
  private id = -1;
  private cursorX = 0;
  private cursorY = 0;
  private wrote = false;
  private exterior = false;
  private minX = 0;
  private minY = 0;
  private maxX = 0;
  private maxY = 0;

  /** Starts an empty layer. */
  begin(layer: string, options: DrawOptions): void {
    this.options = options;
    this.out.length = 0;
    this.features = 0;
    this.values.clear();
    // The tile's own tag and length go before the layer at the end.
    this.out.open(0x1a);
    this.out.text(0x0a, layer);
  }

  /** Starts a feature; an id below zero writes none. Then come its rings, {@link endGeometry}, its properties, {@link endFeature}. */
  beginFeature(id: number): void {
    this.id = id;
    this.tagsMark = 0;
    this.cursorX = 0;
    this.cursorY = 0;
    this.wrote = false;
    this.exterior = false;
    this.minX = this.minY = 0x7fffffff;
    this.maxX = this.maxY = -0x80000000;
    this.featureStart = this.out.length;
  }

  /** Takes the first `count` points of {@link ring}. Holes follow their exterior; those of one that vanished vanish too. */
  addRing(count: number, hole: boolean): void {
    const { ring } = this;
    if (!hole) this.exterior = false;
    const { thinning } = this.options;
    const left = ring.finish(
      thinning ? thinning.thinner.thin(ring.points, count, thinning.tolerance) : count,
    );
    if (ring.minX < this.minX) this.minX = ring.minX;
    if (ring.minY < this.minY) this.minY = ring.minY;
    if (ring.maxX > this.maxX) this.maxX = ring.maxX;
    if (ring.maxY > this.maxY) this.maxY = ring.maxY;
    if ((hole && !this.exterior) || left === 0 || ring.clip(LOW, HIGH) === 0) return;
    const area = ring.doubleArea();
    if (area === 0) return;
    if (!hole) this.exterior = true;
    this.writeRing(area > 0 === hole);
  }

  /** Ends the rings; false when nothing of the feature is in this tile: then nothing of it is kept. */
  endGeometry(): boolean {
    const { minimumSize, small } = this.options;
    const tiny = this.maxX - this.minX < minimumSize && this.maxY - this.minY < minimumSize;
    if (!this.wrote || tiny) {
      this.discardFeature();
      if (small === 'drop' || !this.writeSquare()) return false;
    }
    this.out.close(this.geometryMark);
    return true;
  }

  /** Adds a property of the feature whose geometry was kept: index of the key, index of the value in {@link values}. */
  property(key: number, value: number): void {
    if (this.tagsMark === 0) this.tagsMark = this.out.open(0x12);
    this.out.varint(key);
    this.out.varint(value);
  }

  endFeature(): void {
    if (this.tagsMark > 0) this.out.close(this.tagsMark);
    this.out.close(this.featureMark);
    this.features += 1;
  }

  /** Forgets what was written of the feature. */
  discardFeature(): void {
    this.out.length = this.featureStart;
    this.wrote = false;
    this.cursorX = 0;
    this.cursorY = 0;
  }

  get byteLength(): number {
    return this.out.length + this.values.messages.length;
  }

  /** Closes the layer; the tile's bytes are a view that the next {@link begin} overwrites. Empty when it has no feature. */
  end(keys: readonly string[]): Uint8Array {
    if (this.features === 0) return new Uint8Array(0);
    const { out } = this;
    for (const key of keys) out.text(0x1a, key);
    out.copy(this.values.messages.bytes, 0, this.values.messages.length);
    out.byte(0x28);
    out.varint(EXTENT);
    out.byte(0x78);
    out.byte(2);
    out.close(6);
    return out.bytes.subarray(0, out.length);
  }

  /** What stands before the geometry, written only once a ring is sure to follow. */
  private openGeometry(): void {
    const { out } = this;
    this.wrote = true;
    this.featureMark = out.open(0x12);
    if (this.id >= 0) {
      out.byte(0x08);
      out.varint(this.id);
    }
    out.byte(0x18);
    out.byte(3);
    this.geometryMark = out.open(0x22);
  }

  private writeRing(reverse: boolean): void {
    if (!this.wrote) this.openGeometry();
    const { points, start, end } = this.ring;
    const { out } = this;
    const count = end - start;
    out.reserve(count * 10 + 24);
    const { bytes } = out;
    let at = out.length;
    let lastX = this.cursorX;
    let lastY = this.cursorY;
    for (let step = 0; step < count; step += 1) {
      const index = (reverse ? end - 1 - step : start + step) * 2;
      const x = points[index]!;
      const y = points[index + 1]!;
      if (step === 0) {
        bytes[at++] = 9;
      } else if (step === 1) {
        let command = ((count - 1) << 3) | 2;
        for (; command > 0x7f; command >>>= 7) bytes[at++] = (command & 0x7f) | 0x80;
        bytes[at++] = command;
      }
      // Within the buffered tile a step takes one byte or two: written without a branch the processor would guess wrong.
      const dx = ((x - lastX) << 1) ^ ((x - lastX) >> 31);
      const wideX = (0x7f - dx) >>> 31;
      bytes[at] = (dx & 0x7f) | (wideX << 7);
      bytes[at + 1] = dx >>> 7;
      at += 1 + wideX;
      const dy = ((y - lastY) << 1) ^ ((y - lastY) >> 31);
      const wideY = (0x7f - dy) >>> 31;
      bytes[at] = (dy & 0x7f) | (wideY << 7);
      bytes[at + 1] = dy >>> 7;
      at += 1 + wideY;
      lastX = x;
      lastY = y;
    }
    bytes[at++] = 15;
    out.length = at;
    this.cursorX = lastX;
    this.cursorY = lastY;
  }

  /** A pixel-sized square round the middle of the feature's box, when that lies in the tile. */
  private writeSquare(): boolean {
    if (this.minX > this.maxX) return false;
    const middleX = Math.round((this.minX + this.maxX) / 2);
    const middleY = Math.round((this.minY + this.maxY) / 2);
    if (middleX < LOW || middleX > HIGH || middleY < LOW || middleY > HIGH) return false;
    const { ring } = this;
    const half = Math.max(PIXEL, this.options.grid) / 2;
    const points = ring.room(4);
    for (let corner = 0; corner < 4; corner += 1) {
      points[corner * 2] = middleX + (corner === 1 || corner === 2 ? half : -half);
      points[corner * 2 + 1] = middleY + (corner > 1 ? half : -half);
    }
    if (ring.finish(4) === 0 || ring.clip(LOW, HIGH) === 0) return false;
    this.writeRing(ring.doubleArea() < 0);
    return true;
  }
}
