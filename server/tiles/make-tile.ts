import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { TileEncoder } from './encoder.ts';
import type { RowsJob, TileBody } from './tile-job.ts';

/** Level 1 makes tiles 3 % larger than level 6 in half its time, and a tile is compressed once. */
const GZIP = { level: 1 };

const encoder = new TileEncoder();

/** Encodes and compresses one tile; runs in a worker, and for small tiles right where it is asked. */
export function makeTile({ rows, request }: RowsJob): TileBody {
  const tile = encoder.encode(rows, request);
  return compress(tile.bytes, tile.features, tile.skipped);
}

/** Gzips a finished tile. */
export function compress(bytes: Uint8Array, features: number, skipped: number): TileBody {
  const body = bytes.length === 0 ? new Uint8Array(0) : Uint8Array.from(gzipSync(bytes, GZIP));
  // Of the content, not of its gzip form; weak, because both forms answer to it.
  const etag = `W/"${createHash('sha1').update(bytes).digest('base64url').slice(0, 20)}"`;
  return { body, etag, features, skipped, byteLength: bytes.length };
}
