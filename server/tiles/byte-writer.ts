/** Growing byte buffer with the few protobuf forms a vector tile needs. `bytes[0 … length)` is what was written. */
export class ByteWriter {
  bytes: Uint8Array;
  length = 0;

  constructor(capacity = 1 << 16) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for `count` more bytes; callers in hot loops reserve once and then write without checks. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** Unsigned varint of a safe integer ≥ 0. */
  varint(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest > 0x7f) {
      // Above 2^28 the shift operators would cut the number to 32 bits.
      this.bytes[this.length++] = (rest % 128) | 0x80;
      rest = rest < 0x10000000 ? rest >>> 7 : Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  /** Copies `source[start … end)`. A loop is quicker than `set(subarray)` for the short runs of a tile. */
  copy(source: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    const target = this.bytes;
    let at = this.length;
    if (end - start > 64) {
      target.set(source.subarray(start, end), at);
      at += end - start;
    } else {
      for (let index = start; index < end; index += 1) target[at++] = source[index]!;
    }
    this.length = at;
  }

  /** Length-delimited ASCII or UTF-8 text under a protobuf tag. */
  text(tag: number, value: string): void {
    const encoded = Buffer.from(value, 'utf8');
    this.byte(tag);
    this.varint(encoded.length);
    this.copy(encoded, 0, encoded.length);
  }

  /** Opens a length-delimited part: leaves room for the longest length; returns the mark for {@link close}. */
  open(tag: number): number {
    this.byte(tag);
    this.reserve(5);
    this.length += 5;
    return this.length;
  }

  /** Closes the part that began at `mark`: writes its length and moves the content down to it. */
  close(mark: number): void {
    const end = this.length;
    this.length = mark - 5;
    this.varint(end - mark);
    const start = this.length;
    this.bytes.copyWithin(start, mark, end);
    this.length = start + (end - mark);
  }
}
