import { cp, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { StoredFile } from '#server/imports/protocol.ts';

/** 原始文件: copies of what was imported, kept beside the data for as long as the batch is there. */
export interface Originals {
  /** Copies the files to `imports/<batch>/original`; call inside the transaction, before it commits. */
  moveTo(batch: string): Promise<void>;
  /** The transaction went through. */
  keep(): void;
  /** The transaction did not: the copies go. */
  discard(): Promise<void>;
}

export function keepOriginals(home: string, files: readonly StoredFile[]): Originals {
  let folder: string | undefined;
  return {
    async moveTo(batch) {
      folder = join(home, 'imports', batch);
      const target = join(folder, 'original');
      await mkdir(target, { recursive: true });
      for (const [index, file] of files.entries()) {
        await cp(file.path, join(target, safeName(file.name, index)));
      }
    },
    keep() {
      folder = undefined;
    },
    async discard() {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The person's file name where it is only a name, else a number. */
export function safeName(name: string, index: number): string {
  const base = basename(name.replaceAll('\\', '/')).replaceAll(/[\p{Cc}<>:"|?*]/gu, '_');
  return base === '' || /^\.+$/.test(base) || base.length > 200 ? `file-${index + 1}` : base;
}
