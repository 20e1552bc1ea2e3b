import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Queryable } from '#server/db/database.ts';
import { hashOfFile } from '#server/imports/file-hash.ts';
import type { ArchiveWriter } from './archive-writer.ts';
import type { FileFault, Manifest, Member } from './manifest.ts';

/** Photographs and scans are compressed already. */
const asItIs = 0;

/** Files of the home that the rows of the snapshot speak of. */
export interface StoredFiles {
  /** SHA-256 of every attachment, and of every photograph that has a receipt. */
  readonly attachments: readonly string[];
  /** Ids of the import batches, whose originals may lie in `imports/<id>/original`. */
  readonly batches: readonly string[];
}

/** 附件与导入原件 the database knows; call inside the snapshot. */
export async function readStoredFiles(tx: Queryable): Promise<StoredFiles> {
  const column = async (table: string, name: string) => {
    const [there] = await tx.query(
      'SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = $2 AND NOT attisdropped',
      [`gengjie.${table}`, name],
    );
    if (!there) return [];
    const rows = await tx.query<{ value: string }>(
      `SELECT DISTINCT ${name}::text AS value FROM gengjie.${table} ORDER BY value`,
    );
    return rows.map(({ value }) => value);
  };
  return {
    attachments: [
      ...new Set([...(await column('attachments', 'sha256')), ...(await column('photo_receipts', 'sha256'))]),
    ].sort(),
    batches: await column('import_batches', 'id'),
  };
}

/** Where an attachment lies in a home, and in the archive. */
export function attachmentPath(sha256: string): string {
  return `attachments/${sha256.slice(0, 2)}/${sha256}`;
}

/**
 * Puts the files into the archive. One that is missing or no longer has its sum is left out and named in `faults`: the rest of the
 * backup is worth having, and the fault has to be seen.
 */
export async function addStoredFiles(
  archive: ArchiveWriter,
  { home, signal }: { readonly home: string; readonly signal?: AbortSignal | undefined },
  files: StoredFiles,
): Promise<Pick<Manifest, 'attachments' | 'originals' | 'faults'>> {
  const attachments: Member[] = [];
  const originals: Member[] = [];
  const faults: FileFault[] = [];
  for (const sha256 of files.attachments) {
    signal?.throwIfAborted();
    const name = attachmentPath(sha256);
    const fault = await faultOf(join(home, name), sha256);
    if (fault) faults.push({ file: name, fault });
    else
      attachments.push(
        unchanged(await archive.add(name, createReadStream(join(home, name)), asItIs), sha256),
      );
  }
  for (const batch of files.batches) {
    for (const file of await filesIn(join(home, 'imports', batch, 'original'))) {
      signal?.throwIfAborted();
      const name = `imports/${batch}/original/${file}`;
      originals.push(await archive.add(name, createReadStream(join(home, name)), 6));
    }
  }
  return { attachments, originals, faults };
}

async function faultOf(path: string, sha256: string): Promise<FileFault['fault'] | undefined> {
  const there = await stat(path).catch(() => undefined);
  if (!there?.isFile()) return 'missing';
  const found = await hashOfFile(path).catch(() => undefined);
  if (found === undefined) return 'unreadable';
  return found === sha256 ? undefined : 'altered';
}

/** Between the look at a file and its copying it stayed what it was. */
function unchanged(member: Member, sha256: string): Member {
  if (member.sha256 !== sha256) throw new Error(`${member.member} was changed while it was copied`);
  return member;
}

/** Originals of the demonstration, or of batches imported on another machine, are not here; that is no fault. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}
