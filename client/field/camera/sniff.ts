/** What a file is, by its own bytes: names and types that come with it say anything. */
export type FileKind = 'jpeg' | 'png' | 'webp' | 'heic' | 'video' | 'empty' | 'unknown';

/** How many bytes the answer needs. */
export const SNIFF_BYTES = 64;

/** The server's list: what it would refuse is not taken here either. */
const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'mif1'];
/** Pictures of other makes in the same boxes: no videos, and not kept. */
const OTHER_PICTURES = ['hevc', 'hevx', 'msf1', 'avif', 'avis'];

export function sniff(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) return 'empty';
  const text = (from: number, length: number) => String.fromCharCode(...bytes.subarray(from, from + length));
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (text(0, 4) === 'RIFF')
    return text(8, 4) === 'WEBP' ? 'webp' : text(8, 3) === 'AVI' ? 'video' : 'unknown';
  if (text(4, 4) === 'ftyp') {
    const brands = [text(8, 4), text(16, 4), text(20, 4), text(24, 4)];
    if (brands.some((brand) => HEIC_BRANDS.includes(brand))) return 'heic';
    return brands.some((brand) => OTHER_PICTURES.includes(brand)) ? 'unknown' : 'video';
  }
  const matroska = bytes[0] === 0x1a && bytes[1] === 0x45 && bytes[2] === 0xdf && bytes[3] === 0xa3;
  return matroska || ['moov', 'mdat', 'wide'].includes(text(4, 4)) ? 'video' : 'unknown';
}

export const MEDIA_TYPES: Readonly<Partial<Record<FileKind, string>>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic',
};

/** 截断: the outermost boxes of a HEIC end with the file, and one of them says what is in it (ISO/IEC 14496-12 §4.2). */
export function endsAsBoxes(data: Uint8Array): boolean {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let described = false;
  let at = 0;
  while (at + 8 <= data.length) {
    const short = view.getUint32(at);
    described ||= String.fromCharCode(...data.subarray(at + 4, at + 8)) === 'meta';
    if (short === 0) return described;
    const large = short === 1 && at + 16 <= data.length;
    const length = large ? Number(view.getBigUint64(at + 8)) : short;
    if (length < 8) return false;
    at += length;
  }
  return at === data.length && described;
}

/** 截断: a JPEG whose end never came. Programs append to what is whole, so the mark is looked for in the last part. */
export function endsAsJpeg(tail: Uint8Array): boolean {
  for (let i = tail.length - 2; i >= 0; i--) if (tail[i] === 0xff && tail[i + 1] === 0xd9) return true;
  return false;
}
