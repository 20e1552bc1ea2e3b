import { crc32, deflateSync } from 'node:zlib';

/** What a camera writes beside its picture; whatever is left out, the picture does not say. */
export interface CameraFacts {
  /** EPSG:4490 lon/lat. */
  readonly lonLat?: readonly [number, number];
  readonly accuracyMeters?: number;
  /** True bearing, degrees. */
  readonly bearing?: number;
  /** The camera's own clock. */
  readonly takenAt?: number;
}

type Entry = readonly [tag: number, type: 2 | 4 | 5, values: readonly number[] | string];

/** 带 EXIF 的 JPEG: the picture's bytes with an APP1 segment (EXIF 2.32, little-endian TIFF) behind its first marker. */
export function withExif(jpeg: Buffer, facts: CameraFacts): Buffer {
  const tiff = tiffOf(facts);
  const head = Buffer.from([0xff, 0xe1, 0, 0, 0x45, 0x78, 0x69, 0x66, 0, 0]);
  head.writeUInt16BE(tiff.length + 8, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, tiff, jpeg.subarray(2)]);
}

function tiffOf({ lonLat, accuracyMeters = 5, bearing, takenAt }: CameraFacts): Buffer {
  const tiff = Buffer.alloc(900);
  let free = 400;
  const write = (at: number, entries: readonly Entry[]) => {
    tiff.writeUInt16LE(entries.length, at);
    entries.forEach(([tag, type, values], i) => {
      const entry = at + 2 + 12 * i;
      const content =
        typeof values === 'string'
          ? Buffer.from(`${values}\0`, 'latin1')
          : Buffer.from(Uint32Array.from(values).buffer);
      tiff.writeUInt16LE(tag, entry);
      tiff.writeUInt16LE(type, entry + 2);
      tiff.writeUInt32LE(type === 2 ? content.length : values.length / (type === 5 ? 2 : 1), entry + 4);
      if (content.length <= 4) content.copy(tiff, entry + 8);
      else {
        tiff.writeUInt32LE(free, entry + 8);
        content.copy(tiff, free);
        free += content.length + (content.length % 2);
      }
    });
  };
  const degrees = (value: number) => {
    const seconds = Math.round(Math.abs(value) * 3600 * 1000);
    return [Math.floor(seconds / 3_600_000), 1, Math.floor(seconds / 60_000) % 60, 1, seconds % 60_000, 1000];
  };
  const beijing = (at: number) =>
    new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', ':');
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(8, 4);
  write(8, [
    [0x8769, 4, [60]],
    [0x8825, 4, [120]],
  ]);
  const time: Entry[] = [
    [0x9003, 2, beijing(takenAt ?? 0)],
    [0x9011, 2, '+08:00'],
  ];
  write(60, takenAt === undefined ? [] : time);
  const [longitude = 0, latitude = 0] = lonLat ?? [];
  const place: Entry[] = [
    [1, 2, latitude < 0 ? 'S' : 'N'],
    [2, 5, degrees(latitude)],
    [3, 2, longitude < 0 ? 'W' : 'E'],
    [4, 5, degrees(longitude)],
  ];
  const way: Entry[] = [
    [16, 2, 'T'],
    [17, 5, [Math.round((bearing ?? 0) * 100), 100]],
  ];
  write(120, [
    ...(lonLat ? place : []),
    ...(bearing === undefined ? [] : way),
    ...(lonLat ? [[31, 5, [Math.round(accuracyMeters * 10), 10]] as const] : []),
  ]);
  return tiff;
}

/** A PNG that deflate cannot make smaller: about three bytes a pixel. */
export function noisePng(width: number, height: number): Buffer {
  const row = width * 3 + 1;
  const pixels = Buffer.alloc(row * height);
  let state = 0x9e3779b9;
  for (let at = 0; at < pixels.length; at += 1) {
    if (at % row === 0) continue;
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
    pixels[at] = state >>> 24;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels, { level: 0 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** An ISO base media file (ISO/IEC 14496-12) of a brand, `heic` or `isom`, whole by its boxes; nobody can draw it. */
export function boxedFile(brand: 'heic' | 'isom', bytes: number): Buffer {
  const box = (name: string, content: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(content.length + 8);
    head.write(name, 4, 'latin1');
    return Buffer.concat([head, content]);
  };
  return Buffer.concat([
    box('ftyp', Buffer.from(`${brand}\0\0\0\0${brand}`, 'latin1')),
    box(brand === 'heic' ? 'meta' : 'moov', Buffer.alloc(64)),
    box('mdat', Buffer.alloc(bytes, 'gengjie')),
  ]);
}
