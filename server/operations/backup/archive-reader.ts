import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { Problem } from '#core/problem.ts';
import {
  type Manifest,
  type Member,
  manifestMember,
  manifestSchema,
  readArchiveComment,
} from './manifest.ts';
import { backupProblem } from './problems.ts';

/** 备份文件 being read. Every member is held against the manifest while it is read, and the manifest against the archive's comment. */
export class Backup {
  private constructor(
    readonly path: string,
    readonly manifest: Manifest,
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws Problem `backup-missing`, `backup-foreign`, `backup-damaged` */
  static async open(path: string): Promise<Backup> {
    if (!existsSync(path)) throw backupProblem('backup-missing', { file: path });
    const zip = await openPromise(path, { autoClose: false }).catch((error: unknown) => {
      throw foreign(path, error);
    });
    try {
      const manifestSum = readArchiveComment(zip.comment);
      if (manifestSum === undefined) throw foreign(path, new Error('it does not carry our mark'));
      const entries = await entriesOf(path, zip);
      const bytes = await contentOf(path, zip, entries, { member: manifestMember, sha256: manifestSum });
      const manifest = manifestSchema.safeParse(JSON.parse(bytes.toString('utf8')));
      if (!manifest.success) throw foreign(path, manifest.error);
      const backup = new Backup(path, manifest.data, zip, entries);
      backup.#checkNames();
      return backup;
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  /** The bytes of a member; throws at their end when they are not those of the manifest. */
  read(member: Member): AsyncGenerator<Buffer> {
    return verified(this.path, this.zip, this.entries, member);
  }

  /** Reads everything once. `progress` gets 0…1. */
  async verify(progress: (fraction: number) => void = () => {}): Promise<void> {
    const members = this.#members();
    const total = members.reduce((sum, { bytes }) => sum + bytes, 0);
    let read = 0;
    for (const member of members) {
      for await (const chunk of this.read(member)) read += chunk.length;
      progress(total === 0 ? 1 : read / total);
    }
  }

  close(): void {
    this.zip.close();
  }

  #members(): Member[] {
    const { tables, attachments, originals } = this.manifest;
    return [...tables, ...attachments, ...originals];
  }

  #checkNames(): void {
    const listed = new Set([manifestMember, ...this.#members().map(({ member }) => member)]);
    for (const name of listed) if (!this.entries.has(name)) throw damaged(this.path, name, 'missing');
    for (const name of this.entries.keys())
      if (!listed.has(name)) throw damaged(this.path, name, 'not listed');
  }
}

async function entriesOf(path: string, zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  } catch (error) {
    throw foreign(path, error);
  }
  return entries;
}

async function contentOf(
  path: string,
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  member: { member: string; sha256: string },
): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of verified(path, zip, entries, member)) parts.push(part);
  return Buffer.concat(parts);
}

async function* verified(
  path: string,
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  { member, sha256, bytes }: { member: string; sha256: string; bytes?: number },
): AsyncGenerator<Buffer> {
  const entry = entries.get(member);
  if (!entry) throw damaged(path, member, 'missing');
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      size += chunk.length;
      // A member that has grown is not unpacked without end.
      if (bytes !== undefined && size > bytes) throw new Error('too long');
      hash.update(chunk);
      yield chunk as Buffer;
    }
  } catch (error) {
    throw error instanceof Problem ? error : damaged(path, member, reasonOf(error), error);
  }
  if (hash.digest('hex') !== sha256) throw damaged(path, member, 'sha256');
}

function foreign(file: string, error: unknown): Problem {
  return backupProblem('backup-foreign', { file, reason: reasonOf(error) }, error);
}

function damaged(file: string, member: string, reason: string, cause?: unknown): Problem {
  return backupProblem('backup-damaged', { file, member, reason }, cause);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
