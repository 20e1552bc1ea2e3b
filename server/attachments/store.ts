import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hashOfFile } from '#server/imports/file-hash.ts';

/** A file nobody's row names is kept this long: its row may be about to come. */
const orphanMs = 24 * 60 * 60_000;

/** A phone may be without signal for days before it goes on with a photograph. */
const partialMs = 14 * orphanMs;

/** Which of these hashes a row names. */
export type Known = (hashes: readonly string[]) => Promise<ReadonlySet<string>>;

/**
 * 附件库: bytes by their SHA-256 under `<home>/attachments/<2 hex>/<sha256>`, outside anything the web server serves by path. A file is
 * whole from the moment it has its name, and the same bytes are kept once.
 */
export class AttachmentStore {
  readonly #folder: string;
  /** Folders of hashes that are known to be on disk, their names too. */
  readonly #shelves = new Set<string>();

  constructor(home: string) {
    this.#folder = join(home, 'attachments');
  }

  /** Where uploads arrive: on the same disk, so that taking one in is a rename. */
  get incoming(): string {
    return join(this.#folder, 'incoming');
  }

  pathOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not a hash');
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }

  /**
   * Takes a file of that hash in. When this returns it is safely on disk: only then may a row name it. A file that is there already
   * is replaced by its like, which mends one that was damaged.
   */
  async take(path: string, sha256: string): Promise<void> {
    const target = this.pathOf(sha256);
    const folder = dirname(target);
    const made = await mkdir(folder, { recursive: true });
    if (made !== undefined || !this.#shelves.has(folder)) {
      await synced(this.#folder);
      this.#shelves.add(folder);
    }
    await synced(path);
    await rename(path, target);
    await synced(folder);
  }

  /** Whether there is a file of that hash, whatever is in it. */
  async has(sha256: string): Promise<boolean> {
    return stat(this.pathOf(sha256)).then(
      () => true,
      () => false,
    );
  }

  /** The file of a hash, read through and found to be what it was; otherwise what is wrong with it. */
  async check(sha256: string): Promise<{ byteCount: number } | 'missing' | 'altered'> {
    const path = this.pathOf(sha256);
    try {
      const { size } = await stat(path);
      return (await hashOfFile(path)) === sha256 ? { byteCount: size } : 'altered';
    } catch {
      return 'missing';
    }
  }

  /** Opened when the first piece is asked for. */
  async *read(sha256: string): AsyncGenerator<Buffer> {
    yield* createReadStream(this.pathOf(sha256));
  }

  /**
   * Removes what a process that died left behind: arrived but never taken in, or taken in but never named by a row, and older than a day.
   * @returns how many files went
   */
  async sweep(known: Known, now: number = Date.now()): Promise<number> {
    const isOld = async (path: string, ms = orphanMs) => {
      const found = await stat(path).catch(() => undefined);
      return found !== undefined && now - found.mtimeMs > ms;
    };
    let swept = 0;
    const uploads = join(this.incoming, 'uploads');
    for (const name of await namesIn(uploads)) {
      if (!(await isOld(join(uploads, name)))) continue;
      await rm(join(uploads, name), { recursive: true, force: true });
      swept += 1;
    }
    const photos = join(this.incoming, 'photos');
    for (const person of await namesIn(photos)) {
      for (const name of await namesIn(join(photos, person))) {
        const path = join(photos, person, name);
        if (!(await isOld(path, partialMs))) continue;
        await rm(path, { force: true });
        swept += 1;
      }
    }
    for (const shelf of (await namesIn(this.#folder)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
      const hashes = (await namesIn(join(this.#folder, shelf))).filter((name) => /^[0-9a-f]{64}$/.test(name));
      const named = hashes.length === 0 ? new Set<string>() : await known(hashes);
      for (const sha256 of hashes) {
        const path = this.pathOf(sha256);
        if (named.has(sha256) || !(await isOld(path))) continue;
        swept += (await this.#removeUnlessTaken(path, isOld)) ? 1 : 0;
      }
    }
    return swept;
  }

  /** The same bytes may be taken in at this very moment: what turns out to be new goes back to its place. */
  async #removeUnlessTaken(path: string, isOld: (path: string) => Promise<boolean>): Promise<boolean> {
    const aside = `${path}.swept`;
    await rename(path, aside);
    if (await isOld(aside)) {
      await rm(aside);
      return true;
    }
    await rename(aside, path);
    return false;
  }
}

/** What was written, a file or the names in a folder, survives a loss of power. */
async function synced(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } catch (error) {
    // Windows cannot sync a folder.
    if (!(error instanceof Error && 'code' in error && (error.code === 'EPERM' || error.code === 'EISDIR')))
      throw error;
  } finally {
    await file.close();
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
