/** What is wrong with a file that was chosen. */
export type FileFault =
  | 'not-a-zip'
  | 'packed-again'
  | 'too-many'
  | 'list-too-large'
  | 'no-list'
  | 'not-ours'
  | 'newer';

/** 文件不能用, with the key of its sentence. */
export class OutboxFileError extends Error {
  readonly fault: FileFault;
  constructor(fault: FileFault) {
    super(fault);
    this.fault = fault;
  }
}

const MOST_ENTRIES = 65_535;
const MOST_DIRECTORY = 16 * 1024 * 1024;

/**
 * 拆包: the files of a zip that only stores, as parts of the chosen file; nothing is inflated, so nothing can swell, and what a name says of folders
 * does not matter: nothing is written anywhere.
 *
 * @throws OutboxFileError
 */
export async function storedFiles(file: Blob): Promise<Map<string, Blob>> {
  const tail = await viewOf(file.slice(Math.max(0, file.size - 22 - 65_535)));
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new OutboxFileError('not-a-zip');
  const count = tail.getUint16(end + 10, true);
  const size = tail.getUint32(end + 12, true);
  const offset = tail.getUint32(end + 16, true);
  if (count >= MOST_ENTRIES || size > MOST_DIRECTORY) throw new OutboxFileError('too-many');
  if (offset + size > file.size) throw new OutboxFileError('not-a-zip');
  const directory = await viewOf(file.slice(offset, offset + size));
  const files = new Map<string, Blob>();
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== 0x02014b50)
      throw new OutboxFileError('not-a-zip');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) =>
      directory.getUint16(at + place, true),
    ) as [number, number, number];
    const stored = directory.getUint32(at + 20, true);
    const plain = directory.getUint16(at + 10, true) === 0 && stored === directory.getUint32(at + 24, true);
    if (!plain) throw new OutboxFileError('packed-again');
    const begin = directory.getUint32(at + 42, true);
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > directory.byteLength) throw new OutboxFileError('not-a-zip');
    const name = new TextDecoder().decode(new Uint8Array(directory.buffer, at + 46, nameLength));
    files.set(name, await contentAt(file, begin, stored));
    at = next;
  }
  return files;
}

async function contentAt(file: Blob, begin: number, size: number): Promise<Blob> {
  const head = await viewOf(file.slice(begin, begin + 30));
  if (head.byteLength < 30 || head.getUint32(0, true) !== 0x04034b50) throw new OutboxFileError('not-a-zip');
  const start = begin + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  if (start + size > file.size) throw new OutboxFileError('not-a-zip');
  return file.slice(start, start + size);
}

async function viewOf(part: Blob): Promise<DataView<ArrayBuffer>> {
  return new DataView(await part.arrayBuffer());
}
