import { Inflate } from 'fflate';
import { Problem } from '#core/problem.ts';
import { crc32 } from './crc32.ts';
import { broken, emptyFile, truncated } from './problems.ts';
import { splitName } from './text.ts';
import type { SourceFile } from './types.ts';
import { type ByteSource, dataOffset, readZipDirectory, type ZipEntry } from './zip-directory.ts';

/** 解压限制: what an archive may cost. */
export interface ZipLimits {
  readonly entries: number;
  /** Bytes of all files together once inflated. */
  readonly totalBytes: number;
  /** Inflated over compressed, of any file above a megabyte. */
  readonly ratio: number;
}

/** DBF tables of blank-padded names reach about 100; deflate itself ends at 1032. */
export const zipLimits: ZipLimits = { entries: 2000, totalBytes: 1 << 30, ratio: 400 };

/**
 * 打开 ZIP: the files of an archive, inflated when asked for. Folders and what macOS adds are left out; sizes are checked before a byte is
 * inflated and again while it happens, so an archive that lies about them ends at the limit.
 *
 * @throws Problem `file-truncated`, `file-broken`, `archive-bomb`, `archive-path`, `archive-encrypted`
 */
export function openZip(source: ByteSource, limits: ZipLimits = zipLimits): SourceFile[] {
  if (source.size === 0) throw emptyFile(source.name, '文件长度为 0', 'the file has no bytes');
  const entries = readZipDirectory(source);
  if (entries.length > limits.entries) {
    throw bomb(
      source.name,
      `有 ${entries.length} 个文件，上限 ${limits.entries}`,
      `it holds ${entries.length} files, the limit is ${limits.entries}`,
    );
  }
  for (const entry of entries) if (!isPlainPath(entry.name)) throw unsafePath(source.name, entry.name);
  const wanted = entries.filter(({ name }) => !isClutter(name));
  if (wanted.length === 0) throw emptyFile(source.name, '压缩包里没有文件', 'the archive holds no file');
  checkSizes(source.name, wanted, limits);
  const budget = { left: limits.totalBytes };
  return wanted.map((entry) => ({
    name: entry.name,
    size: entry.size,
    bytes: () => inflateEntry(source, entry, budget),
  }));
}

/** Whether a file is an archive to be opened: by its first bytes, or by its name when it is cut. */
export function isZip(name: string, start: Uint8Array): boolean {
  const signature = start[0] === 0x50 && start[1] === 0x4b && (start[2] === 3 || start[2] === 5);
  return signature || splitName(name).extension === '.zip';
}

function checkSizes(archive: string, entries: readonly ZipEntry[], limits: ZipLimits): void {
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (total > limits.totalBytes) {
    const megabytes = Math.round(total / 1048576);
    const most = Math.round(limits.totalBytes / 1048576);
    throw bomb(
      archive,
      `解压后有 ${megabytes} MB，上限 ${most} MB`,
      `it inflates to ${megabytes} MB, the limit is ${most} MB`,
    );
  }
  for (const { name, size, compressedSize, encrypted, method } of entries) {
    if (size > 1048576 && size > compressedSize * limits.ratio) {
      const times = Math.round(size / Math.max(1, compressedSize));
      throw bomb(
        archive,
        `其中的 ${name} 压缩了 ${times} 倍，上限 ${limits.ratio} 倍`,
        `${name} is compressed ${times} times, the limit is ${limits.ratio}`,
      );
    }
    if (encrypted) throw encryptedEntry(archive, name);
    if (method !== 0 && method !== 8) {
      throw broken(
        archive,
        `其中的 ${name} 使用了不支持的压缩方法 ${method}`,
        `${name} uses compression method ${method}, which is not supported`,
        {
          next: {
            zh: '请用系统自带的“发送到压缩文件夹”或普通 ZIP 方式重新压缩。',
            en: 'Make the archive again as an ordinary ZIP (deflate).',
          },
        },
      );
    }
  }
}

function inflateEntry(source: ByteSource, entry: ZipEntry, budget: { left: number }): Uint8Array {
  budget.left -= entry.size;
  if (budget.left < 0) throw bomb(source.name, '解压总量超过上限', 'it inflates beyond the limit');
  const start = dataOffset(source, entry);
  const out = new Uint8Array(entry.size);
  let used = 0;
  const take = (chunk: Uint8Array) => {
    if (used + chunk.length > out.length) {
      throw bomb(
        source.name,
        `其中的 ${entry.name} 解压后超过目录所写的 ${entry.size} 字节`,
        `${entry.name} inflates beyond the ${entry.size} bytes its directory announces`,
      );
    }
    out.set(chunk, used);
    used += chunk.length;
  };
  const inflate = entry.method === 8 ? new Inflate(take) : null;
  const step = 1 << 20;
  for (let done = 0; done < entry.compressedSize; done += step) {
    const length = Math.min(step, entry.compressedSize - done);
    const chunk = source.read(start + done, length);
    if (chunk.length < length)
      throw truncated(source.name, `其中的 ${entry.name} 不完整`, `${entry.name} is not whole`);
    if (inflate) pushChunk(inflate, chunk, done + length === entry.compressedSize, source.name, entry.name);
    else take(chunk);
  }
  if (used !== entry.size || crc32(out) !== entry.crc32) {
    throw broken(
      source.name,
      `其中的 ${entry.name} 校验不符，压缩包已损坏`,
      `${entry.name} fails its checksum: the archive is damaged`,
    );
  }
  return out;
}

function pushChunk(inflate: Inflate, chunk: Uint8Array, last: boolean, archive: string, name: string): void {
  try {
    inflate.push(chunk, last);
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw broken(
      archive,
      `其中的 ${name} 无法解压，压缩包已损坏`,
      `${name} cannot be inflated: the archive is damaged`,
      { cause },
    );
  }
}

/** A relative path that stays where it is put. */
function isPlainPath(name: string): boolean {
  return (
    name !== '' &&
    !name.startsWith('/') &&
    !/^[a-z]:/i.test(name) &&
    !name.includes('\0') &&
    !name.split('/').some((part) => part === '..' || part === '.')
  );
}

/** What macOS and Windows leave in archives. */
function isClutter(name: string): boolean {
  return /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i.test(name);
}

function bomb(file: string, zh: string, en: string): Problem {
  return new Problem({
    type: 'archive-bomb',
    status: 413,
    title: { zh: '压缩包超过限制', en: 'The archive is beyond the limits' },
    detail: { zh: `${file}：${zh}`, en: `${file}: ${en}` },
    next: {
      zh: '请只压缩要导入的一个图层；数据确实很大时请联系管理员用命令行导入。',
      en: 'Put only the layer to import into the archive; for really large data ask the administrator to use the command line.',
    },
    place: { file },
  });
}

function unsafePath(file: string, name: string): Problem {
  return new Problem({
    type: 'archive-path',
    status: 422,
    title: { zh: '压缩包含有不安全的路径', en: 'The archive holds an unsafe path' },
    detail: {
      zh: `${file}：其中的“${name}”指向压缩包之外，已拒绝整个文件。`,
      en: `${file}: “${name}” points outside the archive; the whole file is refused.`,
    },
    next: { zh: '请重新压缩，只选文件本身。', en: 'Make the archive again from the files alone.' },
    place: { file, value: name },
  });
}

function encryptedEntry(file: string, name: string): Problem {
  return new Problem({
    type: 'archive-encrypted',
    status: 422,
    title: { zh: '压缩包有密码', en: 'The archive has a password' },
    detail: { zh: `${file}：其中的 ${name} 已加密。`, en: `${file}: ${name} is encrypted.` },
    next: { zh: '请解压后重新压缩，不设密码。', en: 'Make the archive again without a password.' },
    place: { file, value: name },
  });
}
