import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** SHA-256 of a file on disk, hex. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** 文件指纹 of an import: of its one file, or of the sorted fingerprints of several, so that the order of selection does not matter. */
export function hashOfImport(hashes: readonly string[]): string {
  const [only] = hashes;
  return hashes.length === 1 && only !== undefined
    ? only
    : createHash('sha256')
        .update([...hashes].sort().join('\n'))
        .digest('hex');
}
