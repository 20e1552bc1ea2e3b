import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** SHA-256, lower-case hex. By the browser where it can (https), else by ourselves: photographs are taken on plain http too. */
export async function sha256Of(bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle) return bytesToHex(new Uint8Array(await subtle.digest('SHA-256', bytes)));
  return bytesToHex(sha256(new Uint8Array(bytes)));
}

/** Of pieces that come one after the other; only one of them is held. */
export async function sha256OfPieces(pieces: AsyncIterable<ArrayBuffer>): Promise<string> {
  const hash = sha256.create();
  for await (const piece of pieces) hash.update(new Uint8Array(piece));
  return bytesToHex(hash.digest());
}
