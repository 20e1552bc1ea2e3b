import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hashOfFile } from '#server/imports/file-hash.ts';
import type { Backup } from './archive-reader.ts';
import { syncFolder } from './make-backup.ts';
import type { Member } from './manifest.ts';
import { backupProblem } from './problems.ts';

/** Files of a restore: written before the database commits, put away again when it does not. */
export interface RestoredFiles {
  /** Gives the originals their place; what was there is kept aside, its folder is returned. */
  place(): Promise<string | undefined>;
  /** The database did not commit. */
  undo(): Promise<void>;
}

/**
 * Writes the files of a backup into a home. Attachments go straight to their place, which their content names; one that is there
 * already stays. Originals wait in a folder beside theirs until {@link RestoredFiles.place}.
 */
export async function restoreFiles(backup: Backup, home: string): Promise<RestoredFiles> {
  const { attachments, originals } = backup.manifest;
  const stamp = `${process.pid}-${Date.now()}`;
  const staged = join(home, `imports.restoring-${stamp}`);
  const aside = join(home, `imports.before-restore-${stamp}`);
  const final = join(home, 'imports');
  const created: string[] = [];
  let movedAside = false;
  let placed = false;
  const undo = async () => {
    if (placed) await rename(final, staged);
    if (movedAside) await rename(aside, final);
    await rm(staged, { recursive: true, force: true });
    for (const path of created) await rm(path, { force: true });
  };
  try {
    for (const member of attachments) {
      checkName(backup, member, /^attachments\/([0-9a-f]{2})\/\1[0-9a-f]{62}$/);
      const path = join(home, member.member);
      if (existsSync(path) && (await hashOfFile(path)) === member.sha256) continue;
      created.push(path);
      await write(backup, member, path);
    }
    for (const member of originals) {
      checkName(backup, member, /^imports\/\d+\/original\/[^/\\\0]+$/);
      await write(backup, member, join(staged, member.member.slice('imports/'.length)));
    }
  } catch (error) {
    await undo();
    throw error;
  }
  return {
    undo,
    async place() {
      if (existsSync(final)) {
        await rename(final, aside);
        movedAside = true;
      }
      if (existsSync(staged)) {
        await rename(staged, final);
        placed = true;
      }
      await syncFolder(home);
      return movedAside ? aside : undefined;
    },
  };
}

/** An archive made by somebody else must not write outside the home. */
function checkName(backup: Backup, { member }: Member, form: RegExp): void {
  if (!form.test(member) || member.includes('/../') || member.endsWith('/..')) {
    throw backupProblem('backup-damaged', { file: backup.path, member, reason: 'name' });
  }
}

/** Appears under its name with all its bytes on the disk, or not at all. */
async function write(backup: Backup, member: Member, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.part`;
  const handle = await open(draft, 'w', 0o600);
  try {
    for await (const chunk of backup.read(member)) await handle.writeFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}
