import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk in memory that is soon full. */
export interface SmallDisk {
  readonly path: string;
  /** Takes all but this many bytes away. */
  fillUpTo(leftBytes: number): void;
  /** Gives them back, as an administrator who deletes something. */
  free(): void;
  remove(): void;
}

/** Why no small disk can be had here; `undefined` when it can. */
export function whyNoSmallDisk(): string | undefined {
  if (process.getuid?.() !== 0) return 'mounting a small disk needs root';
  try {
    smallDisk(1).remove();
    return undefined;
  } catch (error) {
    return `a small disk cannot be mounted: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`;
  }
}

export function smallDisk(megabytes: number): SmallDisk {
  removeOrphans();
  // The name holds the run's process, so that a later run can unmount what a killed one left.
  const path = mkdtempSync(join(tmpdir(), `${prefix}${process.ppid}-`));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], { stdio: 'pipe' });
  } catch (error) {
    rmSync(path, { recursive: true });
    throw error;
  }
  chmodSync(path, 0o755);
  const ballast = join(path, 'ballast');
  return {
    path,
    fillUpTo(leftBytes) {
      const { bavail, bsize } = statfsSync(path);
      const size = Number(bavail) * Number(bsize) - leftBytes;
      if (size > 0) writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' });
    },
    free: () => rmSync(ballast, { force: true }),
    remove: () => unmount(path),
  };
}

function removeOrphans(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const owner = Number(name.slice(prefix.length).split('-')[0]);
    if (!existsSync(`/proc/${owner}`)) unmount(join(tmpdir(), name));
  }
}

function unmount(path: string): void {
  try {
    // Lazily: a process that is just ending may still hold a file.
    execFileSync('umount', ['-l', path], { stdio: 'pipe' });
  } catch {
    // It was not mounted.
  }
  rmSync(path, { recursive: true, force: true });
}

const prefix = 'gengjie-small-disk-';
