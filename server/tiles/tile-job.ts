import type { EncodeRequest } from './encoder.ts';
import type { OverviewRaster } from './overview-raster.ts';
import type { OverviewRequest } from './overview-tile.ts';
import type { TileField } from './row-format.ts';

/** What the main thread asks a tile worker. */
export type TileJob = RowsJob | RasterJob | OverviewJob;

/** Encode rows (`row-format.ts`; the buffer is handed over) into a gzipped tile; answered with a {@link TileBody}. */
export interface RowsJob {
  readonly kind: 'rows';
  readonly rows: Uint8Array;
  readonly request: EncodeRequest;
}

/** Draw a batch of rows into a raster; answered with the classes known after it. */
export interface RasterJob {
  readonly kind: 'raster';
  readonly raster: OverviewRaster;
  readonly rows: Uint8Array;
  readonly fields: readonly TileField[];
  readonly classes: readonly string[];
}

/** Trace a generalised tile from a raster; answered with a {@link TileBody}. */
export interface OverviewJob {
  readonly kind: 'overview';
  readonly raster: OverviewRaster;
  readonly request: OverviewRequest;
}

/** A finished tile; `body` is gzipped and empty when the tile has no feature. */
export interface TileBody {
  readonly body: Uint8Array;
  /** Of the uncompressed content. */
  readonly etag: string;
  readonly features: number;
  /** Rows that could not be read and are left out. */
  readonly skipped: number;
  /** Uncompressed length. */
  readonly byteLength: number;
}

/** `job` numbers the question. */
export type JobAnswer =
  | { readonly job: number; readonly result: unknown }
  | { readonly job: number; readonly error: string };
