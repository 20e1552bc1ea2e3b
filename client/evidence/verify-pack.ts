import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { MANIFEST_NAME } from '#core/evidence/manifest.ts';
import { type FoundFile, type Verification, verifyEvidence } from '#core/evidence/verify.ts';
import {
  ArchiveError,
  type ArchiveFault,
  isArchive,
  openArchive,
  type PackFile,
  plainFile,
} from './open-pack.ts';

export type Outcome =
  | { readonly kind: 'verified'; readonly verification: Verification; readonly files: readonly FoundFile[] }
  | { readonly kind: 'no-manifest' }
  | { readonly kind: 'archive'; readonly fault: ArchiveFault };

/** A manifest is small; whatever is larger is none. */
const MOST_MANIFEST = 32 * 1024 * 1024;

/**
 * 核验: hashes what was given and compares it with the manifest among it: a pack as ZIP, or its files. Uses no network. `onProgress` hears the share of bytes that
 * has been read.
 */
export async function verifyPack(
  given: readonly File[],
  onProgress: (share: number) => void,
): Promise<Outcome> {
  let files: PackFile[];
  try {
    const lists = await Promise.all(
      given.map(async (file) =>
        (await isArchive(file)) ? openArchive(file) : [plainFile(file.webkitRelativePath || file.name, file)],
      ),
    );
    files = lists.flat();
  } catch (error) {
    return { kind: 'archive', fault: error instanceof ArchiveError ? error.fault : 'broken' };
  }
  const manifest = files.find(({ name }) => isManifest(name)) ?? onlyJson(files);
  if (!manifest || manifest.size > MOST_MANIFEST) return { kind: 'no-manifest' };
  try {
    return await compare(
      manifest,
      files.filter((file) => file !== manifest),
      onProgress,
    );
  } catch (error) {
    return { kind: 'archive', fault: error instanceof ArchiveError ? error.fault : 'broken' };
  }
}

async function compare(
  manifest: PackFile,
  others: readonly PackFile[],
  onProgress: (share: number) => void,
): Promise<Outcome> {
  const all = others.reduce((sum, { size }) => sum + size, 0) || 1;
  let read = 0;
  const found: FoundFile[] = [];
  for (const file of others) {
    const hash = sha256.create();
    let byteCount = 0;
    for await (const piece of file.pieces()) {
      hash.update(piece);
      byteCount += piece.length;
      onProgress(Math.min(1, (read + byteCount) / all));
      // Hashing a piece takes some milliseconds: the page draws and answers between two.
      await new Promise((resolve) => setTimeout(resolve));
    }
    read += file.size;
    found.push({ name: file.name, byteCount, sha256: bytesToHex(hash.digest()) });
  }
  const bytes = await wholeOf(manifest);
  const named = verifyEvidence(bytes, []).manifest?.files.map(({ name }) => name) ?? [];
  const files = found.map((file) => ({ ...file, name: nameInPack(file.name, named) }));
  return { kind: 'verified', verification: verifyEvidence(bytes, files), files };
}

/** Whoever unpacked a pack gives files without their folder, or in another. */
function nameInPack(name: string, named: readonly string[]): string {
  if (named.includes(name)) return name;
  const last = name.split('/').at(-1);
  const fitting = named.filter((each) => each.split('/').at(-1) === last);
  return fitting.length === 1 ? fitting[0]! : name;
}

function isManifest(name: string): boolean {
  return name.split('/').at(-1) === MANIFEST_NAME;
}

/** A manifest that was downloaded by itself has the name of its patch. */
function onlyJson(files: readonly PackFile[]): PackFile | undefined {
  const fitting = files.filter(({ name }) => name.toLowerCase().endsWith('.json'));
  return fitting.length === 1 ? fitting[0] : undefined;
}

async function wholeOf(file: PackFile): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of file.pieces()) {
    pieces.push(piece);
    length += piece.length;
    if (length > MOST_MANIFEST) throw new ArchiveError('broken');
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
