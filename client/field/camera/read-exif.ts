import type { ExifTags } from './exif-facts.ts';

/*
 * EXIF 2.32 in a TIFF structure (TIFF 6.0 §2): of its hundred tags the nine that say where, which way and when. Whatever is not as it should be is
 * left out; nothing here throws.
 */

const TAG = {
  exif: 0x8769,
  gps: 0x8825,
  taken: 0x9003,
  offset: 0x9011,
  latitudeRef: 1,
  latitude: 2,
  longitudeRef: 3,
  longitude: 4,
  directionRef: 16,
  direction: 17,
  error: 31,
} as const;

type Values = ReadonlyMap<number, string | readonly number[]>;

/** 读照片自带信息 of a JPEG, HEIC, PNG or WebP. null: it carries none. */
export function readExif(data: Uint8Array): ExifTags | null {
  const start = tiffIn(data);
  if (start === null) return null;
  try {
    return tagsOf(new DataView(data.buffer, data.byteOffset + start, data.length - start));
  } catch {
    // An offset that leads out of the file.
    return null;
  }
}

/** Where the TIFF structure begins: behind `Exif 0 0` (JPEG, HEIC), or in the chunk of a PNG or WebP. */
function tiffIn(data: Uint8Array): number | null {
  const isTiff = (at: number) =>
    (data[at] === 0x49 && data[at + 1] === 0x49 && data[at + 2] === 42 && data[at + 3] === 0) ||
    (data[at] === 0x4d && data[at + 1] === 0x4d && data[at + 2] === 0 && data[at + 3] === 42);
  const end = data.length - 16;
  for (let at = 0; at < end; at++) {
    // Exif, eXIf and EXIF differ in the case of their letters only.
    if ((data[at]! | 32) !== 0x65 || (data[at + 1]! | 32) !== 0x78) continue;
    if ((data[at + 2]! | 32) !== 0x69 || (data[at + 3]! | 32) !== 0x66) continue;
    for (const skip of [6, 4, 8, 14]) if (isTiff(at + skip)) return at + skip;
  }
  return null;
}

function tagsOf(view: DataView): ExifTags {
  const little = view.getUint16(0) === 0x4949;
  const first = valuesAt(view, view.getUint32(4, little), little);
  const pointer = (tag: number) => {
    const at = first.get(tag)?.[0];
    return typeof at === 'number' && at > 0 ? valuesAt(view, at, little) : new Map();
  };
  const exif: Values = pointer(TAG.exif);
  const gps: Values = pointer(TAG.gps);
  const latitude = degreesOf(gps.get(TAG.latitude), gps.get(TAG.latitudeRef), 'S');
  const longitude = degreesOf(gps.get(TAG.longitude), gps.get(TAG.longitudeRef), 'W');
  const number = (tag: number) => {
    const value = gps.get(tag)?.[0];
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const text = (values: Values, tag: number) => {
    const value = values.get(tag);
    return typeof value === 'string' ? value : undefined;
  };
  const tags: { [key: string]: string | number | undefined } = {
    ...(latitude === null || longitude === null ? {} : { latitude, longitude }),
    GPSHPositioningError: number(TAG.error),
    GPSImgDirection: number(TAG.direction),
    GPSImgDirectionRef: text(gps, TAG.directionRef),
    DateTimeOriginal: text(exif, TAG.taken),
    OffsetTimeOriginal: text(exif, TAG.offset),
  };
  return Object.fromEntries(Object.entries(tags).filter(([, value]) => value !== undefined)) as ExifTags;
}

/** Bytes of one value by TIFF type: ASCII, SHORT, LONG, RATIONAL; the others are not wanted. */
const SIZES: Readonly<Record<number, number>> = { 2: 1, 3: 2, 4: 4, 5: 8 };

function valuesAt(view: DataView, ifd: number, little: boolean): Values {
  const values = new Map<number, string | readonly number[]>();
  const entries = Math.min(view.getUint16(ifd, little), 500);
  for (let i = 0; i < entries; i++) {
    const at = ifd + 2 + 12 * i;
    const type = view.getUint16(at + 2, little);
    const count = view.getUint32(at + 4, little);
    const size = SIZES[type];
    if (!size || count === 0 || count > 1000) continue;
    const where = count * size <= 4 ? at + 8 : view.getUint32(at + 8, little);
    if (where + count * size > view.byteLength) continue;
    const one = (index: number) => {
      const from = where + index * size;
      if (type === 3) return view.getUint16(from, little);
      if (type === 5) return view.getUint32(from, little) / view.getUint32(from + 4, little);
      return view.getUint32(from, little);
    };
    values.set(
      view.getUint16(at, little),
      type === 2 ? textAt(view, where, count) : Array.from({ length: count }, (_, index) => one(index)),
    );
  }
  return values;
}

function textAt(view: DataView, at: number, count: number): string {
  let text = '';
  for (let i = 0; i < count && view.getUint8(at + i) !== 0; i++)
    text += String.fromCharCode(view.getUint8(at + i));
  return text.trim();
}

function degreesOf(
  value: string | readonly number[] | undefined,
  reference: string | readonly number[] | undefined,
  negative: string,
): number | null {
  if (!value || typeof value === 'string') return null;
  const [degrees = Number.NaN, minutes = 0, seconds = 0] = value;
  const sum = degrees + minutes / 60 + (Number.isFinite(seconds) ? seconds : 0) / 3600;
  return Number.isFinite(sum) ? (reference === negative ? -sum : sum) : null;
}
