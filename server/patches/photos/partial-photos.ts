import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { invalidRequest } from '#server/http/problems.ts';
import {
  photoEmpty,
  photoInterrupted,
  photoOffset,
  photoShrinks,
  pieceTooLarge,
} from '#server/patches/photos/problems.ts';

/** Most that one request brings. */
export const PIECE_LIMIT = 2 * 1024 * 1024;

/** 一次上传: what one person sends under one hash as a file of one size. */
export interface PhotoKey {
  readonly person: string;
  readonly sha256: string;
  readonly total: number;
}

/** What a request brought about. */
export interface Appended {
  readonly received: number;
  readonly sha256?: string | undefined;
}

/** A request that is writing; `settled` when it has let go of the file. */
interface Writing {
  readonly body: Readable;
  readonly settled: Promise<void>;
}

/**
 * 未收全的照片: `<incoming>/photos/<person>/<sha256>.<total>`, a file each, as long as what has come. Whoever uploads the same bytes at the same
 * time writes a file of their own; of two requests of one person the newer goes on, since the older hangs on a connection that is gone.
 */
export class PartialPhotos {
  readonly #folder: string;
  readonly #writing = new Map<string, Writing>();

  /** @param incoming folder on the disk of the store */
  constructor(incoming: string) {
    this.#folder = join(incoming, 'photos');
  }

  /** Bytes here of a person's upload under a hash, the longest where sizes differ. */
  async received(person: string, sha256: string): Promise<number> {
    const sizes = await this.#sizes(person, sha256);
    return Math.max(0, ...sizes.map(({ size }) => size));
  }

  /**
   * Appends a piece. What of it is here already is read past, so a repeated piece changes nothing; a file never becomes shorter.
   *
   * @returns bytes now here, and when one request brought all of it, their SHA-256
   * @throws Problem `photo-offset`, `photo-shrinks` (409), `file-empty` (422), `invalid-request` (400), `upload-too-large` (413)
   */
  async append(key: PhotoKey, offset: number, body: Readable): Promise<Appended> {
    return this.#alone(key, body, async () => {
      const path = this.#pathOf(key);
      const there = await sizeOf(path);
      if (there === 0) await this.#refuseShorter(key);
      if (offset > there) throw photoOffset(there);
      await mkdir(join(this.#folder, key.person), { recursive: true });
      const file = await open(path, there === 0 ? 'a+' : 'r+');
      try {
        return await written(file, { key, offset, there, body });
      } finally {
        await file.close();
      }
    });
  }

  /** Bytes of this very upload that are here. */
  size(key: PhotoKey): Promise<number> {
    return sizeOf(this.#pathOf(key));
  }

  pathOf(key: PhotoKey): string {
    return this.#pathOf(key);
  }

  /**
   * Takes the file away under a name that nobody else uses, so that what is then looked at cannot be written to any more; undefined when
   * another request was first.
   */
  async takeAway(key: PhotoKey, name: string): Promise<string | undefined> {
    const path = join(this.#folder, key.person, `${key.sha256}.whole-${name}`);
    try {
      await rename(this.#pathOf(key), path);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  discard(key: PhotoKey): Promise<void> {
    return rm(this.#pathOf(key), { force: true });
  }

  /** One request at a time writes a file; an older one is cut off. */
  async #alone<T>(key: PhotoKey, body: Readable, work: () => Promise<T>): Promise<T> {
    const path = this.#pathOf(key);
    for (let other = this.#writing.get(path); other; other = this.#writing.get(path)) {
      other.body.destroy(new Error('the same piece came once more'));
      await other.settled;
    }
    let release = () => {};
    const settled = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#writing.set(path, { body, settled });
    try {
      return await work();
    } finally {
      this.#writing.delete(path);
      release();
    }
  }

  async #refuseShorter({ person, sha256, total }: PhotoKey): Promise<void> {
    const longest = await this.received(person, sha256);
    if (longest > total) throw photoShrinks(total, longest);
  }

  async #sizes(person: string, sha256: string) {
    const folder = join(this.#folder, person);
    const names = await readdir(folder).catch(() => [] as string[]);
    const mine = names.filter((name) => name.startsWith(`${sha256}.`) && /\.\d+$/.test(name));
    return Promise.all(mine.map(async (name) => ({ name, size: await sizeOf(join(folder, name)) })));
  }

  #pathOf({ person, sha256, total }: PhotoKey): string {
    // Both come checked (an id of the database, a hash of the contract); a path is made of nothing else.
    if (!/^[0-9a-f-]{36}$/.test(person) || !/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not a key');
    return join(this.#folder, person, `${sha256}.${total}`);
  }
}

async function written(
  file: FileHandle,
  { key, offset, there, body }: { key: PhotoKey; offset: number; there: number; body: Readable },
): Promise<Appended> {
  const hash = there === 0 ? createHash('sha256') : undefined;
  let at = offset;
  let size = there;
  try {
    // Not destroyed when this ends early: an answer has still to go out over its connection.
    for await (const piece of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (at + piece.length - offset > PIECE_LIMIT)
        throw await undone(file, there, pieceTooLarge(PIECE_LIMIT));
      if (at + piece.length > key.total) throw await undone(file, there, tooMuch(key.total));
      const known = Math.max(0, Math.min(piece.length, size - at));
      const fresh = piece.subarray(known);
      for (let done = 0; done < fresh.length; ) {
        const { bytesWritten } = await file.write(fresh, done, fresh.length - done, size);
        done += bytesWritten;
        size += bytesWritten;
      }
      hash?.update(fresh);
      at += piece.length;
    }
  } catch (error) {
    // What still comes is let through: a sender that is cut off would not hear why.
    body.resume();
    throw isCutOff(error) ? photoInterrupted(error) : error;
  }
  if (at === offset) throw photoEmpty();
  return { received: size, sha256: size === key.total ? hash?.digest('hex') : undefined };
}

/** Takes back what this piece wrote before it turned out to be none. */
async function undone<T>(file: FileHandle, there: number, problem: T): Promise<T> {
  await file.truncate(there);
  return problem;
}

function tooMuch(total: number) {
  return invalidRequest('total', {
    zh: `照片应有 ${total} 字节，这一段超出了它`,
    en: `the photograph is said to have ${total} bytes; this piece goes beyond`,
  });
}

function isCutOff(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || /aborted|once more/.test(message);
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
