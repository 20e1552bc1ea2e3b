import { randomBytes } from 'node:crypto';

/* Files that are what they say by their structure, of a wanted length, each time with other content. */

/** JPEG: segments, one scan of noise, an end. */
export function aJpeg(length: number): Buffer {
  const head = Buffer.from(
    'ffd8ffe000104a46494600010100000100010000' + 'ffc0000b080010001001011100' + 'ffda0008010100003f00',
    'hex',
  );
  const noise = randomBytes(Math.max(0, length - head.length - 2));
  for (let at = 0; at < noise.length; at += 1) if (noise[at] === 0xff) noise[at] = 0xfe;
  return Buffer.concat([head, noise, Buffer.from('ffd9', 'hex')]);
}

/** PNG of one chunk of noise; nobody decodes it here. */
export function aPng(length: number): Buffer {
  const chunk = (kind: string, data: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length, 0);
    head.write(kind, 4, 'latin1');
    return Buffer.concat([head, data, Buffer.alloc(4)]);
  };
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.alloc(13)),
    chunk('IDAT', randomBytes(length - 57)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export const aHeic = (length: number) => boxes('heic', 'meta', length);
export const anMp4 = (length: number) => boxes('isom', 'moov', length);

function boxes(brand: string, inner: string, length: number): Buffer {
  const box = (kind: string, data: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length + 8, 0);
    head.write(kind, 4, 'latin1');
    return Buffer.concat([head, data]);
  };
  const start = Buffer.concat([
    box('ftyp', Buffer.from(`${brand}\0\0\0\0${brand}`, 'latin1')),
    box(inner, Buffer.alloc(16)),
  ]);
  return Buffer.concat([start, box('mdat', randomBytes(length - start.length - 8))]);
}
