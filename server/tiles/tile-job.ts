import type { EncodeRequest } from './encoder.ts';

/** What the main thread asks a tile worker; `job` numbers the question. */
export type TileJob = RowsJob;

/** Encode rows (`row-format.ts`; the buffer is handed over) into a gzipped tile. */
export interface RowsJob {
  readonly kind: 'rows';
  readonly rows: Uint8Array;
  readonly request: EncodeRequest;
}

/** A finished tile; `body` is gzipped and empty when the tile has no feature. */
export interface TileBody {
  readonly body: Uint8Array;
  readonly etag: string;
  readonly features: number;
  readonly skipped: number;
  /** Uncompressed length. */
  readonly byteLength: number;
}

export type JobAnswer =
  | { readonly job: number; readonly result: unknown }
  | { readonly job: number; readonly error: string };
