import { open } from 'node:fs/promises';
import type { AttachmentType } from '#core/contract/attachments.ts';

/** What the longest signature needs. */
const headLength = 64;

/** 附件类型 by the first bytes of a file; undefined for whatever is not kept, an SVG or a page of HTML for example. */
export async function mediaTypeOfFile(path: string): Promise<AttachmentType | undefined> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(headLength);
    const { bytesRead } = await file.read(head, 0, headLength, 0);
    return mediaTypeOf(head.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** The same by the bytes themselves. Signatures as the WHATWG's MIME sniffing standard and ISO/IEC 14496-12, 23008-12 give them. */
export function mediaTypeOf(head: Buffer): AttachmentType | undefined {
  const text = (from: number, to: number) => head.toString('latin1', from, to);
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (text(0, 4) === 'RIFF' && text(8, 14) === 'WEBPVP') return 'image/webp';
  if (text(0, 5) === '%PDF-') return 'application/pdf';
  if (text(4, 8) !== 'ftyp') return undefined;
  // A box lists the brands it is compatible with behind its own.
  const end = Math.min(head.length, head.length >= 4 ? head.readUInt32BE(0) : 0);
  const brands = [text(8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(text(at, at + 4));
  if (brands.some((brand) => heicBrands.has(brand))) return 'image/heic';
  return brands.some((brand) => mp4Brands.has(brand)) ? 'video/mp4' : undefined;
}

const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'mif1']);
const mp4Brands = new Set(['isom', 'iso2', 'iso4', 'iso5', 'iso6', 'mp41', 'mp42', 'avc1', 'M4V ']);
