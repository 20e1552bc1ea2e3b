import { type ExifFacts, exifFacts } from './exif-facts.ts';
import { readExif } from './read-exif.ts';
import { endsAsBoxes, endsAsJpeg, type FileKind, MEDIA_TYPES, SNIFF_BYTES, sniff } from './sniff.ts';

/** The server takes no more. */
export const MOST_BYTES = 64_000_000;
/** From here a person is told that it will take its time. */
const LARGE_BYTES = 20_000_000;

/** Why a file is not taken. */
export type FileRefusal = 'empty' | 'video' | 'unknown' | 'damaged' | 'too-large' | 'unreadable';
/** What is to be known of one that is. */
export type FileNotice = 'large' | 'heic' | 'png' | 'no-position' | 'no-direction' | 'no-time';

export type Inspected =
  | { readonly refusal: FileRefusal; readonly bytes: number }
  | {
      readonly refusal: null;
      /** A copy of our own: what happens to the device's file no longer matters. */
      readonly blob: Blob;
      readonly mediaType: string;
      readonly exif: ExifFacts;
      readonly notices: readonly FileNotice[];
      readonly bytes: number;
    };

/** 相册选图: reads a file into a copy of our own, and says what it is, what it lacks, or why it cannot be taken. Never throws. */
export async function inspectFile(file: Blob): Promise<Inspected> {
  if (file.size === 0) return { refusal: 'empty', bytes: 0 };
  const bytes = file.size;
  let data: Uint8Array<ArrayBuffer>;
  try {
    const kind = sniff(new Uint8Array(await file.slice(0, SNIFF_BYTES).arrayBuffer()));
    const refusal = refusalOf(kind, bytes);
    if (refusal) return { refusal, bytes };
    data = new Uint8Array(await file.arrayBuffer());
  } catch {
    // Taken away meanwhile, or only in a cloud.
    return { refusal: 'unreadable', bytes };
  }
  const kind = sniff(data);
  const blob = new Blob([data], { type: MEDIA_TYPES[kind]! });
  if (!(await isWhole(kind, data, blob))) return { refusal: 'damaged', bytes };
  const exif = exifFacts(readExif(data));
  const notices: FileNotice[] = [];
  if (bytes > LARGE_BYTES) notices.push('large');
  if (kind === 'heic' || kind === 'png') notices.push(kind);
  if (exif.fix === null) notices.push('no-position');
  if (exif.bearing === null) notices.push('no-direction');
  if (exif.takenAt === null) notices.push('no-time');
  return { refusal: null, blob, mediaType: blob.type, exif, notices, bytes };
}

function refusalOf(kind: FileKind, bytes: number): FileRefusal | null {
  if (kind === 'empty' || kind === 'video' || kind === 'unknown') return kind;
  return bytes > MOST_BYTES ? 'too-large' : null;
}

async function isWhole(kind: FileKind, data: Uint8Array, blob: Blob): Promise<boolean> {
  if (kind === 'jpeg' && !endsAsJpeg(data.subarray(-65_536))) return false;
  // Few browsers open HEIC: it is kept as it is, by its structure alone.
  if (kind === 'heic') return endsAsBoxes(data);
  try {
    (await createImageBitmap(blob)).close();
    return true;
  } catch {
    return false;
  }
}
