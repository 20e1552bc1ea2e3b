import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Read at a time; lent again, since thousands of photographs would leave a heap of such pieces behind. */
const pieceBytes = 256 * 1024;
const idle: Buffer[] = [];

/** SHA-256 of a file on disk, hex. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path);
  const piece = idle.pop() ?? Buffer.allocUnsafeSlow(pieceBytes);
  try {
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, pieceBytes, null);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(piece.subarray(0, bytesRead));
    }
  } finally {
    if (idle.length < 8) idle.push(piece);
    await file.close();
  }
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
