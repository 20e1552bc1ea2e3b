import { crc32 } from '#core/formats/crc32.ts';

/** Parts are handed to the browser in lumps of this size: it keeps them on the disk. */
const LUMP_BYTES = 8 * 1024 * 1024;
const UTF8_NAMES = 0x800;

interface Entry {
  readonly name: Uint8Array<ArrayBuffer>;
  readonly crc: number;
  readonly size: number;
  readonly at: number;
}

/**
 * 打包: a zip whose files are stored as they are (photographs do not become smaller), written piece by piece. Up to 4 GB and 65 535 files: whoever
 * fills it looks at `bytes` before.
 */
export class StoredZip {
  readonly #parts: Blob[] = [];
  readonly #entries: Entry[] = [];
  bytes = 0;

  async add(path: string, pieces: AsyncIterable<ArrayBuffer> | Iterable<ArrayBuffer>): Promise<void> {
    let crc = 0;
    let size = 0;
    let loose: ArrayBuffer[] = [];
    let looseBytes = 0;
    const lumps: Blob[] = [];
    for await (const piece of pieces) {
      crc = crc32(new Uint8Array(piece), crc);
      size += piece.byteLength;
      looseBytes += piece.byteLength;
      loose.push(piece);
      if (looseBytes < LUMP_BYTES) continue;
      lumps.push(new Blob(loose));
      loose = [];
      looseBytes = 0;
    }
    const name = new TextEncoder().encode(path);
    const head = fields(30 + name.length, [
      [4, 0x04034b50],
      [2, 20],
      [2, UTF8_NAMES],
      [2, 0],
      ...facts(crc, size),
      [2, name.length],
      [2, 0],
    ]);
    head.set(name, 30);
    this.#entries.push({ name, crc, size, at: this.bytes });
    this.#parts.push(new Blob([head, ...lumps, ...loose]));
    this.bytes += head.length + size;
  }

  finish(): Blob {
    const directory = this.#entries.map(({ name, crc, size, at }) => {
      const entry = fields(46 + name.length, [
        [4, 0x02014b50],
        [2, 20],
        [2, 20],
        [2, UTF8_NAMES],
        [2, 0],
        ...facts(crc, size),
        [2, name.length],
        [2, 0],
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, at],
      ]);
      entry.set(name, 46);
      return entry;
    });
    const count = this.#entries.length;
    const end = fields(22, [
      [4, 0x06054b50],
      [4, 0],
      [2, count],
      [2, count],
      [4, directory.reduce((sum, { length }) => sum + length, 0)],
      [4, this.bytes],
      [2, 0],
    ]);
    return new Blob([...this.#parts, ...directory, end], { type: 'application/zip' });
  }
}

type Field = readonly [bytes: 2 | 4, value: number];

/** Time (1 January 1980), checksum and sizes. */
function facts(crc: number, size: number): Field[] {
  return [
    [4, 0x00210000],
    [4, crc],
    [4, size],
    [4, size],
  ];
}

function fields(length: number, list: readonly Field[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of list) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return bytes;
}
