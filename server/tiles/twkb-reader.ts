import { HALF_WORLD } from './row-format.ts';

/** From metres (EPSG:3857) to tile units: `round((X · scale + offset) / grid) · grid`, y mirrored. */
export interface TileTransform {
  readonly scale: number;
  readonly offsetX: number;
  readonly offsetY: number;
  readonly grid: number;
}

/** Takes rings: the point array to fill (x, y pairs), then how many were filled. Holes follow their exterior. */
export interface RingSink {
  readonly ring: { room(count: number): Int32Array };
  addRing(count: number, hole: boolean): void;
}

const POLYGON = 3;
const MULTIPOLYGON = 6;
const SIZE = 2;
const EMPTY = 16;

/** More decimals would not fit 32 bits; tiles have one. */
const MOST_DIGITS = 2;
const LIFT = 2 ** 30;

/** Reads TWKB polygons into a {@link RingSink}. Never throws, never reads past what it was given. */
export class TwkbReader {
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;
  private end = 0;
  private x = 0;
  private y = 0;
  private scale = 0;
  /** Largest coordinate the world has, in units of the geometry; −1 once its bytes made no sense. */
  private farthest = 0;

  /** Where the geometry that starts at `start` ends; −1 when its size is missing, unreadable or beyond `limit`. */
  endOf(bytes: Uint8Array, start: number, limit: number): number {
    if (start + 3 > limit || (bytes[start + 1]! & SIZE) === 0) return -1;
    this.bytes = bytes;
    this.at = start + 2;
    this.end = limit;
    const size = this.varint();
    const end = this.at + size;
    return end <= limit ? end : -1;
  }

  /**
   * Reads the geometry `bytes[start … end)` into the sink, ring by ring.
   * @returns false when the bytes are no readable (multi)polygon: the caller discards the feature
   */
  read(bytes: Uint8Array, start: number, end: number, transform: TileTransform, sink: RingSink): boolean {
    if (end - start < 3) return false;
    this.bytes = bytes;
    this.at = start + 2;
    this.end = end;
    this.x = 0;
    this.y = 0;
    const type = bytes[start]! & 15;
    const digits = bytes[start]! >> 4;
    const flags = bytes[start + 1]!;
    if (type !== POLYGON && type !== MULTIPOLYGON) return false;
    // Boxes, id lists and more dimensions are never asked for.
    if ((flags & ~(SIZE | EMPTY)) !== 0) return false;
    if (flags & EMPTY) return true;
    if (flags & SIZE) this.varint();
    const precision = digits & 1 ? -(digits + 1) >> 1 : digits >> 1;
    if (precision > MOST_DIGITS) return false;
    this.scale = transform.scale / 10 ** precision;
    this.farthest = HALF_WORLD * 1.01 * 10 ** precision;
    const parts = type === POLYGON ? 1 : this.varint();
    for (let part = 0; part < parts; part += 1) {
      const rings = this.varint();
      if (!(rings >= 0)) return false;
      for (let ring = 0; ring < rings; ring += 1) {
        if (!this.ring(transform, sink, ring > 0)) return false;
      }
    }
    return parts >= 0 && this.at === end;
  }

  /** Reads one ring and hands it to the writer. */
  private ring(transform: TileTransform, sink: RingSink, hole: boolean): boolean {
    const count = this.varint();
    // A point takes at least two bytes, so a count beyond that is damage, not a big ring.
    if (!(count >= 0) || count * 2 > this.end - this.at) return false;
    const { bytes, end } = this;
    const { grid } = transform;
    const scale = this.scale / grid;
    // Whole numbers by cutting, which is one instruction, so all values are lifted above zero first.
    const offsetX = transform.offsetX / grid + 0.5 + LIFT;
    const offsetY = transform.offsetY / grid + 0.5 + LIFT;
    const points = sink.ring.room(count);
    let { at, x, y } = this;
    for (let index = 0; index < count * 2; index += 2) {
      // Of one byte or two, as almost all are, without a branch: the processor would guess it wrong every other time.
      let low = bytes[at]!;
      let high = bytes[at + 1]!;
      let value = (low & 0x7f) | ((high & 0x7f & -(low >> 7)) << 7);
      if ((low & high) > 0x7f) {
        this.at = at + 2;
        value = this.longVarint(value);
        at = this.at;
      } else at += 1 + (low >> 7);
      x = (x + ((value >>> 1) ^ -(value & 1))) | 0;
      low = bytes[at]!;
      high = bytes[at + 1]!;
      value = (low & 0x7f) | ((high & 0x7f & -(low >> 7)) << 7);
      if ((low & high) > 0x7f) {
        this.at = at + 2;
        value = this.longVarint(value);
        at = this.at;
      } else at += 1 + (low >> 7);
      y = (y + ((value >>> 1) ^ -(value & 1))) | 0;
      points[index] = (((x * scale + offsetX) | 0) - LIFT) * grid;
      points[index + 1] = (((offsetY - y * scale) | 0) - LIFT) * grid;
    }
    this.at = at;
    this.x = x;
    this.y = y;
    const { farthest } = this;
    if (at > end || x > farthest || x < -farthest || y > farthest || y < -farthest) return false;
    sink.addRing(count, hole);
    return true;
  }

  /** The rest of a varint whose first two bytes gave `low`. A step no two places on Earth are apart ends the geometry. */
  private longVarint(low: number): number {
    let value = low;
    for (let factor = 16384; factor <= 2 ** 28; factor *= 128) {
      if (this.at >= this.end) break;
      const byte = this.bytes[this.at++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80 && value <= 0xffffffff) return value;
    }
    this.farthest = -1;
    return 0;
  }

  /** Unsigned varint; NaN when it is cut short or longer than any count can be. */
  private varint(): number {
    let value = 0;
    for (let shift = 0; shift <= 28; shift += 7) {
      if (this.at >= this.end) return Number.NaN;
      const byte = this.bytes[this.at++]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    return Number.NaN;
  }
}
