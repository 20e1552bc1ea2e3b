/** A file of a pack, wherever it lies; its bytes are read piece by piece. */
export interface PackFile {
  readonly name: string;
  readonly size: number;
  pieces(): AsyncIterable<Uint8Array>;
}

/** Why an archive cannot be looked into. */
export type ArchiveFault = 'broken' | 'encrypted' | 'too-large';

export class ArchiveError extends Error {
  readonly fault: ArchiveFault;

  constructor(fault: ArchiveFault) {
    super(fault);
    this.fault = fault;
  }
}

/** What is read at a time: a photograph of 30 MB never lies in memory whole, and the page answers in between. */
const PIECE = 1 << 20;

export function plainFile(name: string, blob: Blob): PackFile {
  return { name, size: blob.size, pieces: () => piecesOf(blob) };
}

async function* piecesOf(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += PIECE)
    yield new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer());
}

export async function isArchive(blob: Blob): Promise<boolean> {
  const head = new Uint8Array(await blob.slice(0, 4).arrayBuffer());
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);
}

/**
 * 打开举证包 ZIP without unpacking it: its directory is read, its files are pieces of the archive. Deflated ones, of somebody who packed them anew, are inflated
 * as they are read.
 *
 * @throws ArchiveError
 * Source: APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16
 */
export async function openArchive(blob: Blob): Promise<PackFile[]> {
  const tail = await viewOf(blob, Math.max(0, blob.size - 65_557), blob.size);
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new ArchiveError('broken');
  const count = tail.getUint16(end + 10, true);
  const size = tail.getUint32(end + 12, true);
  const start = tail.getUint32(end + 16, true);
  if (count === 0xffff || start === 0xffffffff) throw new ArchiveError('too-large');
  const directory = await viewOf(blob, start, start + size);
  const files: PackFile[] = [];
  for (let at = 0, index = 0; index < count; index += 1) {
    if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== 0x02014b50)
      throw new ArchiveError('broken');
    if ((directory.getUint16(at + 8, true) & 1) === 1) throw new ArchiveError('encrypted');
    const method = directory.getUint16(at + 10, true);
    const packed = directory.getUint32(at + 20, true);
    const whole = directory.getUint32(at + 24, true);
    const nameLength = directory.getUint16(at + 28, true);
    const rest = directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
    const offset = directory.getUint32(at + 42, true);
    if (whole === 0xffffffff || offset === 0xffffffff) throw new ArchiveError('too-large');
    if (method !== 0 && method !== 8) throw new ArchiveError('broken');
    const name = new TextDecoder().decode(
      new Uint8Array(directory.buffer, directory.byteOffset + at + 46, nameLength),
    );
    if (!name.endsWith('/')) {
      files.push({ name, size: whole, pieces: () => entryPieces(blob, { offset, packed, method }) });
    }
    at += 46 + nameLength + rest;
  }
  return files;
}

interface Entry {
  readonly offset: number;
  readonly packed: number;
  readonly method: number;
}

async function* entryPieces(blob: Blob, { offset, packed, method }: Entry): AsyncGenerator<Uint8Array> {
  const head = await viewOf(blob, offset, offset + 30);
  if (head.byteLength < 30 || head.getUint32(0, true) !== 0x04034b50) throw new ArchiveError('broken');
  const from = offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const body = blob.slice(from, from + packed);
  if (method === 0) {
    yield* piecesOf(body);
    return;
  }
  const reader = body.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

async function viewOf(blob: Blob, from: number, to: number): Promise<DataView> {
  return new DataView(await blob.slice(from, to).arrayBuffer());
}
