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

// More than this many tile units from the tile no coordinate of the world can be: the bytes are damaged.
const FARTHEST = 2 ** 30;

/** Reads TWKB polygons into a {@link RingSink}. Never throws, never reads past what it was given. */
export class TwkbReader {
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;
  private end = 0;
  private x = 0;
  private y = 0;
  private scale = 0;

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
    this.scale = transform.scale * 10 ** (digits & 1 ? (digits + 1) >> 1 : -(digits >> 1));
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
    const offsetX = transform.offsetX / grid + 0.5;
    const offsetY = transform.offsetY / grid + 0.5;
    const points = sink.ring.room(count);
    let { at, x, y } = this;
    for (let index = 0; index < count * 2; index += 2) {
      let byte = bytes[at++]!;
      let value = byte & 0x7f;
      if (byte > 0x7f) {
        byte = bytes[at++]!;
        value |= (byte & 0x7f) << 7;
        if (byte > 0x7f) {
          this.at = at;
          value = this.longVarint(value);
          at = this.at;
        }
      }
      x += value <= 0x7fffffff ? (value >>> 1) ^ -(value & 1) : unzigzag(value);
      byte = bytes[at++]!;
      value = byte & 0x7f;
      if (byte > 0x7f) {
        byte = bytes[at++]!;
        value |= (byte & 0x7f) << 7;
        if (byte > 0x7f) {
          this.at = at;
          value = this.longVarint(value);
          at = this.at;
        }
      }
      y += value <= 0x7fffffff ? (value >>> 1) ^ -(value & 1) : unzigzag(value);
      const tileX = Math.floor(x * scale + offsetX) * grid;
      const tileY = Math.floor(offsetY - y * scale) * grid;
      if (at > end || !(tileX < FARTHEST && tileX > -FARTHEST && tileY < FARTHEST && tileY > -FARTHEST))
        return false;
      points[index] = tileX;
      points[index + 1] = tileY;
    }
    this.at = at;
    this.x = x;
    this.y = y;
    sink.addRing(count, hole);
    return true;
  }

  /** The rest of a varint whose first two bytes gave `low`; up to 2^49, else a number no coordinate reaches. */
  private longVarint(low: number): number {
    let value = low;
    for (let factor = 16384; factor <= 2 ** 42; factor *= 128) {
      if (this.at >= this.end) return Number.MAX_SAFE_INTEGER;
      const byte = this.bytes[this.at++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    return Number.MAX_SAFE_INTEGER;
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

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
