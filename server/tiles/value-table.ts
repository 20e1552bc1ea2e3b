import { ByteWriter } from './byte-writer.ts';

/**
 * Dictionary of the property values of one tile layer. A value is written as its encoded MVT `Value` message and found again by
 * those bytes, so no JavaScript string is made per feature.
 */
export class ValueTable {
  /** `Value` messages, each behind its tag and length, ready for the layer. */
  readonly messages = new ByteWriter(1 << 12);
  count = 0;
  private slots = new Int32Array(1 << 10).fill(-1);
  private starts = new Int32Array(1 << 9);
  private hashes = new Int32Array(1 << 9);

  clear(): void {
    this.messages.length = 0;
    this.count = 0;
    this.slots.fill(-1);
  }

  /** Index of the UTF-8 text `bytes[start … end)`. */
  text(bytes: Uint8Array, start: number, end: number): number {
    const { messages } = this;
    const began = messages.length;
    const size = end - start;
    messages.byte(0x22);
    messages.varint(size + 1 + (size < 0x80 ? 1 : size < 0x4000 ? 2 : size < 0x200000 ? 3 : 4));
    messages.byte(0x0a);
    messages.varint(size);
    messages.copy(bytes, start, end);
    return this.intern(began);
  }

  /** Index of a whole number: `int_value`, or `sint_value` when negative (ten bytes otherwise). */
  integer(value: number): number {
    const { messages } = this;
    const began = messages.length;
    const mark = messages.open(0x22);
    messages.byte(value < 0 ? 0x30 : 0x20);
    messages.varint(value < 0 ? -2 * value - 1 : value);
    messages.close(mark);
    return this.intern(began);
  }

  double(bytes: Uint8Array, start: number): number {
    const { messages } = this;
    const began = messages.length;
    messages.byte(0x22);
    messages.byte(9);
    messages.byte(0x19);
    // PostgreSQL sends big-endian, protobuf wants little-endian.
    for (let index = 7; index >= 0; index -= 1) messages.byte(bytes[start + index]!);
    return this.intern(began);
  }

  boolean(value: boolean): number {
    const { messages } = this;
    const began = messages.length;
    messages.byte(0x22);
    messages.byte(2);
    messages.byte(0x38);
    messages.byte(value ? 1 : 0);
    return this.intern(began);
  }

  /** Keeps the message written since `began` if it is new, else drops it; returns its index. */
  private intern(began: number): number {
    const { messages, slots } = this;
    const { bytes, length: end } = messages;
    let hash = 0x811c9dc5;
    for (let index = began; index < end; index += 1) hash = Math.imul(hash ^ bytes[index]!, 0x01000193);
    const mask = slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let known = slots[slot]!; known !== -1; slot = (slot + 1) & mask, known = slots[slot]!) {
      if (this.hashes[known] === hash && this.same(this.starts[known]!, began, end)) {
        messages.length = began;
        return known;
      }
    }
    if (this.count === this.starts.length) return this.grow(began, hash);
    slots[slot] = this.count;
    this.starts[this.count] = began;
    this.hashes[this.count] = hash;
    return this.count++;
  }

  /** Compares the message at `start` with the newest one; the length inside the message ends the comparison safely. */
  private same(start: number, began: number, end: number): boolean {
    const { bytes } = this.messages;
    for (let index = began, other = start; index < end; index += 1, other += 1) {
      if (bytes[index] !== bytes[other]) return false;
    }
    return true;
  }

  private grow(began: number, hash: number): number {
    const starts = new Int32Array(this.starts.length * 2);
    starts.set(this.starts);
    this.starts = starts;
    const hashes = new Int32Array(this.hashes.length * 2);
    hashes.set(this.hashes);
    this.hashes = hashes;
    this.starts[this.count] = began;
    this.hashes[this.count] = hash;
    this.count += 1;
    this.slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = this.slots.length - 1;
    for (let index = 0; index < this.count; index += 1) {
      const each = this.hashes[index]!;
      let slot = (each ^ (each >>> 15)) & mask;
      while (this.slots[slot] !== -1) slot = (slot + 1) & mask;
      this.slots[slot] = index;
    }
    return this.count - 1;
  }
}
