import { broken, truncated } from './problems.ts';
import { decodeStrictly, latin1 } from './text.ts';

/** Random access to the bytes of an archive, so that a large one need not lie in memory. */
export interface ByteSource {
  readonly name: string;
  readonly size: number;
  /** Exactly `length` bytes, or fewer at the end. */
  read(offset: number, length: number): Uint8Array;
}

/** 目录项: one file of an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly headerOffset: number;
  readonly encrypted: boolean;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const end64Signature = 0x06064b50;
const locator64Signature = 0x07064b50;

/**
 * 读 ZIP 目录: the entries of the central directory (ZIP64 too), folders left out. A cut archive has lost it, because it stands at the end.
 * @throws Problem `file-truncated` or `file-broken`
 */
export function readZipDirectory(source: ByteSource): ZipEntry[] {
  const { count, offset, size } = findEnd(source);
  if (offset + size > source.size)
    throw truncated(source.name, 'ZIP 目录不完整', 'the ZIP directory is not whole');
  const bytes = source.read(offset, size);
  const view = viewOf(bytes);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== entrySignature) {
      throw broken(source.name, 'ZIP 目录损坏', 'the ZIP directory is damaged');
    }
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const commentLength = view.getUint16(at + 32, true);
    const flags = view.getUint16(at + 8, true);
    const rawName = bytes.subarray(at + 46, at + 46 + nameLength);
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const name = entryName(rawName, (flags & 0x800) !== 0);
    const sizes = wideSizes(view, at, extra);
    if (!name.endsWith('/')) {
      entries.push({
        name,
        method: view.getUint16(at + 10, true),
        crc32: view.getUint32(at + 16, true),
        ...sizes,
        encrypted: (flags & 1) !== 0,
      });
    }
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** Where an entry's compressed bytes start: behind its local header, whose name and extra field may differ from the directory's. */
export function dataOffset(source: ByteSource, entry: ZipEntry): number {
  const header = source.read(entry.headerOffset, 30);
  if (header.length < 30 || viewOf(header).getUint32(0, true) !== 0x04034b50) {
    throw broken(
      source.name,
      `其中的 ${entry.name} 位置不对`,
      `${entry.name} is not where the directory says`,
    );
  }
  const view = viewOf(header);
  return entry.headerOffset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
}

/** UTF-8 when flagged or valid, else GBK: Windows writes the names in the code page of the desk. */
function entryName(bytes: Uint8Array, flagged: boolean): string {
  const text =
    decodeStrictly(bytes, 'utf-8') ??
    (flagged ? undefined : decodeStrictly(bytes, 'gb18030')) ??
    latin1(bytes);
  return text.replaceAll('\\', '/');
}

function findEnd(source: ByteSource): { count: number; offset: number; size: number } {
  const tailLength = Math.min(source.size, 22 + 65_535);
  const tailStart = source.size - tailLength;
  const tail = source.read(tailStart, tailLength);
  const view = viewOf(tail);
  for (let at = tail.length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== endSignature) continue;
    const end = {
      count: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
    };
    return end.count === 0xffff || end.offset === 0xffffffff || end.size === 0xffffffff
      ? findEnd64(source, tailStart + at)
      : end;
  }
  throw truncated(
    source.name,
    '不是完整的 ZIP：末尾的目录缺失，文件被截断或不是 ZIP',
    'this is no whole ZIP: the directory at its end is missing, the file was cut short or is no ZIP',
  );
}

function findEnd64(source: ByteSource, end: number): { count: number; offset: number; size: number } {
  const locator = source.read(Math.max(0, end - 20), 20);
  if (end >= 20 && viewOf(locator).getUint32(0, true) === locator64Signature) {
    const at = Number(viewOf(locator).getBigUint64(8, true));
    const record = source.read(at, 56);
    if (record.length === 56 && viewOf(record).getUint32(0, true) === end64Signature) {
      const view = viewOf(record);
      return {
        count: Number(view.getBigUint64(32, true)),
        size: Number(view.getBigUint64(40, true)),
        offset: Number(view.getBigUint64(48, true)),
      };
    }
  }
  throw broken(source.name, 'ZIP64 目录损坏', 'the ZIP64 directory is damaged');
}

/** Sizes and offset of an entry; 0xFFFFFFFF means "see the ZIP64 extra field", in this order. */
function wideSizes(
  view: DataView,
  at: number,
  extra: Uint8Array,
): Pick<ZipEntry, 'compressedSize' | 'size' | 'headerOffset'> {
  const compressedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const headerOffset = view.getUint32(at + 42, true);
  const wide = extraField(extra, 1);
  let next = 0;
  const widened = (value: number) => {
    if (value !== 0xffffffff || !wide || next + 8 > wide.length) return value;
    next += 8;
    return Number(viewOf(wide).getBigUint64(next - 8, true));
  };
  const wideSize = widened(size);
  return { size: wideSize, compressedSize: widened(compressedSize), headerOffset: widened(headerOffset) };
}

function extraField(extra: Uint8Array, id: number): Uint8Array | undefined {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === id) return extra.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return undefined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
