import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Database } from '../db/database.ts';
import type { Moments } from '../db/moments.ts';
import { PIXEL } from './feature-writer.ts';
import type { LayerState } from './layer-state.ts';
import { makeTile } from './make-tile.ts';
import type { OverviewStore } from './overview-store.ts';
import type { Reader } from './reader.ts';
import { RowCounts } from './row-counts.ts';
import { fieldsAt, type RowSource, sqlRowSource } from './row-source.ts';
import type { CachedTile } from './tile-cache.ts';
import type { RowsJob, TileBody } from './tile-job.ts';
import { Turns } from './turns.ts';
import type { WorkerPool } from './worker-pool.ts';

export interface TileAddress {
  readonly layer: LayerDefinition;
  readonly z: number;
  readonly x: number;
  readonly y: number;
  /** Of which past moment; null for now. */
  readonly moments: Moments | null;
}

export interface MadeTile {
  readonly tile: CachedTile;
  readonly current: boolean;
}

/** From here on every feature is drawn that has an area on the tile's grid; below, what is under half a pixel is left out. */
const FULL_DETAIL_ZOOM = 12;

/** Fewer bytes of rows than this (some thousand parcels) are drawn at once, in 2 ms: the way to a worker and back costs as much. */
const INLINE_BYTES = 128 * 1024;

/** Layers with more rows than this leave the label out of far views. */
const CROWDED = 5_000;

/** 瓦片制作: rows of a tile from the source, drawn and gzipped in a worker. Aborted work stops before its next step. */
export class TileMaker {
  /** Rows whose geometry could not be read, since the start; they are left out of their tiles. */
  skipped = 0;
  private readonly source: RowSource = sqlRowSource();
  private readonly counts = new RowCounts();
  private readonly turns: Turns;

  constructor(
    engine: Database['engine'],
    private readonly pool: WorkerPool,
    private readonly overviews: OverviewStore,
    private readonly bigLayer: number,
  ) {
    // The embedded engine does one statement at a time anyway; other requests shall not stand behind a screenful of tiles.
    this.turns = new Turns(engine === 'embedded' ? 1 : 4);
  }

  /** The tile, and whether it shows the state asked for (a generalised one may be of the state before). */
  async make(
    address: TileAddress,
    state: LayerState,
    reader: Reader,
    signal: AbortSignal,
  ): Promise<MadeTile> {
    const { layer, z } = address;
    const count = await this.counts.of(layer, state.version, reader);
    signal.throwIfAborted();
    // A picture is drawn for a version of the layer; the past has none of its own.
    // Findings must be seen one by one; where they are many, their pixels thin out by themselves.
    if (!address.moments && z < FULL_DETAIL_ZOOM && count > this.bigLayer && layer.group !== 'findings') {
      return this.generalised(address, state, reader, signal);
    }
    return { tile: await this.detailed(address, count, reader, signal), current: true };
  }

  private async generalised(
    { layer, z, x, y }: TileAddress,
    state: LayerState,
    reader: Reader,
    signal: AbortSignal,
  ): Promise<MadeTile> {
    const { overview, current } = await this.overviews.get(layer, state, reader);
    signal.throwIfAborted();
    const { raster, classes } = overview;
    const request = { layer: layer.id, field: layer.overviewField, classes, z, x, y };
    const tile = await this.pool.run<TileBody>({ kind: 'overview', raster, request }, { signal });
    return { tile: cached(tile), current };
  }

  private async detailed(
    { layer, z, x, y, moments }: TileAddress,
    count: number,
    reader: Reader,
    signal: AbortSignal,
  ): Promise<CachedTile> {
    const fields = fieldsAt(layer, z, count > CROWDED);
    const rows = await this.turns.run(signal, () =>
      this.source.rows({ layer, z, x, y, fields, moments }, reader),
    );
    signal.throwIfAborted();
    if (!rows) return EMPTY_TILE;
    const findings = layer.group === 'findings';
    const minimumSize = findings ? PIXEL : z < FULL_DETAIL_ZOOM ? PIXEL / 2 : 0;
    const small = findings ? 'square' : 'drop';
    const job: RowsJob = {
      kind: 'rows',
      rows,
      request: { layer: layer.id, z, x, y, fields, minimumSize, small },
    };
    const tile =
      rows.length <= INLINE_BYTES
        ? makeTile(job)
        : await this.pool.run<TileBody>(job, { signal, transfer: own(rows) });
    this.skipped += tile.skipped;
    if (tile.skipped > 0) {
      console.warn(
        `tile ${layer.id}/${z}/${x}/${y}: ${tile.skipped} rows could not be read and are left out`,
      );
    }
    return cached(tile);
  }
}

/** The memory of the rows, when they are alone in it and may be handed to a worker without copying. */
function own(rows: Uint8Array): ArrayBuffer[] {
  const { buffer } = rows;
  return buffer instanceof ArrayBuffer && buffer.byteLength === rows.byteLength ? [buffer] : [];
}

function cached({ body, etag }: TileBody): CachedTile {
  return { body: Buffer.from(body.buffer, body.byteOffset, body.byteLength), etag };
}

export const EMPTY_TILE: CachedTile = { body: Buffer.alloc(0), etag: 'W/"empty"' };
