import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { archiveComment, type Member, manifestMember } from './manifest.ts';
import { backupProblem } from './problems.ts';

/**
 * 备份文件 being written: a ZIP any program opens, members one after the other, the manifest last. Only the administrator may read it.
 * Memory holds what is under way. `finish` has it on the disk; until then it is at `path` for the caller to rename or remove.
 */
export class ArchiveWriter {
  readonly #zip = new ZipFile();
  readonly #ended: Promise<void>;
  #broken: Error | undefined;

  private constructor(
    readonly path: string,
    private readonly file: WriteStream,
    private readonly at: Date,
  ) {
    this.#ended = finished(file);
    // Whoever adds next sees it; nobody may be waiting now.
    this.#ended.catch((error: Error) => {
      this.#broken = error;
    });
    this.#zip.on('error', (error: Error) => file.destroy(error));
    (this.#zip.outputStream as Readable).pipe(file);
  }

  /** Takes the place of a file a killed backup left at `path`. */
  static async create(path: string, at: Date): Promise<ArchiveWriter> {
    try {
      await rm(path, { force: true });
      // `flush`: on the disk before it is closed.
      const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
      await once(file, 'open');
      return new ArchiveWriter(path, file, at);
    } catch (error) {
      throw notWritable(path, error);
    }
  }

  /** Adds one member; what has been compressed already is stored as it is. */
  async add(name: string, content: AsyncIterable<Buffer>, level: 0 | 1 | 6): Promise<Member> {
    if (this.#broken) throw notWritable(this.path, this.#broken);
    const sum = { hash: createHash('sha256'), bytes: 0 };
    const source = Readable.from(metered(content, sum), { objectMode: false });
    const read = finished(source, { writable: false });
    this.#zip.addReadStream(source, name, {
      ...this.#attributes(),
      compressionLevel: level,
      forceZip64Format: true,
    });
    try {
      await Promise.race([read, this.#ended]);
    } catch (error) {
      source.destroy();
      await read.catch(() => {});
      throw this.#broken ? notWritable(this.path, this.#broken) : error;
    }
    return { member: name, bytes: sum.bytes, sha256: sum.hash.digest('hex') };
  }

  /** Writes the manifest and has the whole file on the disk. */
  async finish(manifest: unknown): Promise<{ bytes: number }> {
    const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
    this.#zip.addBuffer(text, manifestMember, this.#attributes());
    const comment = archiveComment(createHash('sha256').update(text).digest('hex'));
    this.#zip.end({ comment, forceZip64Format: false });
    try {
      await this.#ended;
      return { bytes: (await stat(this.path)).size };
    } catch (error) {
      throw notWritable(this.path, error);
    }
  }

  /** Gives up: nothing is left. */
  async discard(): Promise<void> {
    this.file.destroy();
    await this.#ended.catch(() => {});
    await rm(this.path, { force: true });
  }

  #attributes() {
    return { mtime: this.at, mode: 0o100600 };
  }
}

async function* metered(
  content: AsyncIterable<Buffer>,
  sum: { hash: Hash; bytes: number },
): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    sum.hash.update(chunk);
    sum.bytes += chunk.length;
    yield chunk;
  }
}

function notWritable(path: string, error: unknown) {
  const reason = error instanceof Error ? error.message : String(error);
  return backupProblem('backup-not-writable', { file: path.replace(/\.part$/, ''), reason }, error);
}
