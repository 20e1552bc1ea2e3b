import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the lock file says: who owns the data folder and how to reach its engine. */
export interface EngineLock {
  readonly pid: number;
  /** Distinguishes a process from a later one with the same number (Linux: start time in ticks); empty where unknown. */
  readonly birth: string;
  readonly started: string;
  /** The engine's own process, which may outlive a killed owner for a moment. */
  readonly enginePid?: number;
  readonly engineBirth?: string;
  /** Where clients connect: folder of a Unix socket, or 127.0.0.1 with a port and a password. */
  readonly host?: string;
  readonly port?: number;
  readonly password?: string;
}

/** 独占锁: `engine.lock` in the data folder. One process owns the folder; a dead owner's lock is taken over. */
export class EngineLockFile {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, 'engine.lock');
  }

  /** Takes the lock, or answers who holds it. */
  take(): { readonly holder?: EngineLock; readonly previous?: EngineLock } {
    let previous: EngineLock | undefined;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      if (this.#create(own())) return previous ? { previous } : {};
      const found = this.read();
      if (found && isAlive(found.pid, found.birth)) return { holder: found };
      previous = found ?? previous;
      this.#discard(found);
    }
    const holder = this.read();
    return holder ? { holder } : {};
  }

  /** What the file says; nothing when it is not there or was cut short. */
  read(path = this.#path): EngineLock | undefined {
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as EngineLock;
    } catch {
      return undefined;
    }
  }

  /** Writes what has become known since: the engine's process and address. */
  update(news: Partial<EngineLock>): void {
    const current = this.read();
    if (current?.pid !== process.pid) return;
    const draft = this.#draft({ ...current, ...news });
    renameSync(draft, this.#path);
  }

  release(): void {
    if (this.read()?.pid === process.pid) rmSync(this.#path, { force: true });
  }

  /** The file appears under its name with its content in it, or not at all. */
  #create(lock: EngineLock): boolean {
    const draft = this.#draft(lock);
    try {
      linkSync(draft, this.#path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      // A file system without hard links: a moment's race is left to it.
      if (existsSync(this.#path)) return false;
      writeFileSync(this.#path, JSON.stringify(lock), { flag: 'wx', mode: 0o600 });
      return true;
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /** Puts a dead owner's lock away; another taker's fresh lock, met by chance, is put back. */
  #discard(stale: EngineLock | undefined): void {
    const aside = `${this.#path}.${process.pid}.${randomUUID()}`;
    try {
      renameSync(this.#path, aside);
    } catch {
      return;
    }
    const moved = this.read(aside);
    if (moved && moved.pid !== stale?.pid && !existsSync(this.#path)) renameSync(aside, this.#path);
    rmSync(aside, { force: true });
  }

  #draft(lock: EngineLock): string {
    const draft = `${this.#path}.${process.pid}.${randomUUID()}`;
    writeFileSync(draft, JSON.stringify(lock), { mode: 0o600 });
    return draft;
  }
}

/** Whether this very process is alive, not merely its number. */
export function isAlive(pid: number, birth: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = birthOf(pid);
  if (now === 'zombie') return false;
  return birth === '' || now === '' || now === birth;
}

/** Start time of a process where the system tells it; `''` elsewhere. */
export function birthOf(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    if (fields[0] === 'Z') return 'zombie';
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${fields[19] ?? ''}`;
  } catch {
    return '';
  }
}

function own(): EngineLock {
  return { pid: process.pid, birth: birthOf(process.pid), started: new Date().toISOString() };
}
