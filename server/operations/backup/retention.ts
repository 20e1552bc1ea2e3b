import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Backup } from './archive-reader.ts';
import { timeOfName } from './schedule.ts';

/** Scheduled backups of a folder, newest first; files of any other name are not looked at. */
export async function scheduledBackups(folder: string): Promise<{ name: string; at: Date }[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((name) => {
      const at = timeOfName(name);
      return at ? [{ name, at }] : [];
    })
    .sort((a, b) => b.at.getTime() - a.at.getTime());
}

/**
 * 保留: removes what is older than the newest `keep` backups, and returns the names. A file goes only when its name is one the schedule
 * gives and its content is a backup this product made; whatever else lies in the folder stays. Call after a new backup was verified.
 */
export async function removeOldBackups(folder: string, keep: number): Promise<string[]> {
  const removed: string[] = [];
  for (const { name } of (await scheduledBackups(folder)).slice(keep)) {
    if (!(await isOurs(join(folder, name)))) continue;
    await rm(join(folder, name), { force: true });
    removed.push(name);
  }
  return removed;
}

async function isOurs(path: string): Promise<boolean> {
  try {
    (await Backup.open(path)).close();
    return true;
  } catch {
    return false;
  }
}
