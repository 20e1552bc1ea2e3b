import { type FileHandle, open } from 'node:fs/promises';
import type { AttachmentType } from '#core/contract/attachments.ts';

/** 图片缺损: its end never came, or its parts do not follow each other. */
export type PictureFault = 'cut-short' | 'unreadable';

/** Programs append to a JPEG that is whole, so its end is looked for in the last part. */
const TAIL = 65_536;

/**
 * Whether the parts of a picture or video follow each other to its end, by its structure alone; undefined when nothing is wrong with that. Memory:
 * one small piece. Source: ITU-T T.81 annex B, PNG 3rd edition §5, ISO/IEC 14496-12 §4.2, RFC 9649.
 */
export async function faultOfPicture(
  path: string,
  mediaType: AttachmentType,
): Promise<PictureFault | undefined> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (mediaType === 'image/jpeg') return await faultOfJpeg(file, size);
    if (mediaType === 'image/png') return await faultOfPng(file, size);
    if (mediaType === 'image/webp') {
      const head = await bytesAt(file, 0, 12);
      return head.length < 12 || head.readUInt32LE(4) + 8 > size ? 'cut-short' : undefined;
    }
    return mediaType === 'application/pdf' ? undefined : await faultOfBoxes(file, size);
  } finally {
    await file.close();
  }
}

/** Segments up to the first scan, with a frame among them; then an end. */
async function faultOfJpeg(file: FileHandle, size: number): Promise<PictureFault | undefined> {
  let at = 2;
  let framed = false;
  for (;;) {
    const head = await bytesAt(file, at, 4);
    if (head.length < 4) return 'cut-short';
    if (head[0] !== 0xff) return 'unreadable';
    const marker = head[1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) framed = true;
    if (marker === 0xda) break;
    if (marker === 0xd9) return 'unreadable';
    at += 2 + head.readUInt16BE(2);
  }
  if (!framed) return 'unreadable';
  const tail = await bytesAt(file, Math.max(at, size - TAIL), TAIL);
  return tail.lastIndexOf('\xff\xd9', undefined, 'latin1') >= 0 ? undefined : 'cut-short';
}

async function faultOfPng(file: FileHandle, size: number): Promise<PictureFault | undefined> {
  for (let at = 8; ; ) {
    const head = await bytesAt(file, at, 8);
    if (head.length < 8) return 'cut-short';
    const kind = head.toString('latin1', 4, 8);
    if (!/^[A-Za-z]{4}$/.test(kind) || (at === 8 && kind !== 'IHDR')) return 'unreadable';
    at += 12 + head.readUInt32BE(0);
    if (at > size) return 'cut-short';
    if (kind === 'IEND') return undefined;
  }
}

/** HEIC and MP4 are boxes of boxes; the outermost end with the file. */
async function faultOfBoxes(file: FileHandle, size: number): Promise<PictureFault | undefined> {
  const kinds = new Set<string>();
  for (let at = 0; at < size; ) {
    const head = await bytesAt(file, at, 16);
    if (head.length < 8) return 'cut-short';
    const short = head.readUInt32BE(0);
    const length =
      short === 1 && head.length === 16 ? Number(head.readBigUInt64BE(8)) : short === 0 ? size - at : short;
    if (length < 8) return 'unreadable';
    kinds.add(head.toString('latin1', 4, 8));
    at += length;
    if (at > size) return 'cut-short';
  }
  return kinds.has('meta') || kinds.has('moov') ? undefined : 'unreadable';
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
