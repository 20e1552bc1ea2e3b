import type { LayerDefinition } from '#core/catalog/types.ts';
import { quoteIdentifier } from '../db/sql.ts';
import type { LayerState } from './layer-state.ts';
import { type Overview, readOverview, writeOverview } from './overview-file.ts';
import { emptyRaster } from './overview-raster.ts';
import type { Reader } from './reader.ts';
import { rowExpression, type TileField, tileField } from './row-format.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Rows a statement: some 50 ms of the embedded engine, so that other requests get their turn between two. */
const BATCH = 4000;

/** After a redraw the next waits at least this long, and three times as long as the redraw took. */
const REST_MS = 10_000;

/** Pictures in memory at once: a layer for each of the data scopes that see enough of it, some megabytes each. */
const MOST_KEPT = 32;

interface Entry {
  overview?: Overview;
  drawing?: Promise<Overview>;
  /** The next redraw of an outdated picture starts no earlier. */
  notBefore: number;
}

/**
 * 概览库: the generalised picture of each big layer, drawn once a version and kept for the next start. After a change the last
 * picture is served, marked as not final, while the new one is drawn in the background: at these zooms one parcel is not to be
 * seen, and nobody should wait seconds for it.
 */
export class OverviewStore {
  private readonly entries = new Map<string, Entry>();
  private closed = false;

  constructor(
    private readonly pool: WorkerPool,
    private readonly home: string,
  ) {}

  /** The overview for the layer's state, or the one before it (`current: false`). Waits only where there is none at all. */
  async get(
    layer: LayerDefinition,
    state: LayerState,
    reader: Reader,
  ): Promise<{ overview: Overview; current: boolean }> {
    const entry = this.entryOf(`${layer.id}/${reader.scope}`);
    if (!entry.overview) {
      const overview = await this.draw(layer, state, reader, entry);
      return { overview, current: same(overview.state, state) };
    }
    if (same(entry.overview.state, state)) return { overview: entry.overview, current: true };
    if (!entry.drawing && performance.now() >= entry.notBefore) {
      this.draw(layer, state, reader, entry).catch((error: unknown) => {
        if (!this.closed) console.error(`overview of ${layer.id} could not be drawn`, error);
      });
    }
    return { overview: entry.overview, current: false };
  }

  private entryOf(key: string): Entry {
    const entry = this.entries.get(key) ?? { notBefore: 0 };
    // The one asked for longest ago goes first.
    this.entries.delete(key);
    this.entries.set(key, entry);
    for (const [oldest, { drawing }] of this.entries) {
      if (this.entries.size <= MOST_KEPT) break;
      if (!drawing && oldest !== key) this.entries.delete(oldest);
    }
    return entry;
  }

  /** Lets go of work that waits; a running redraw ends with its next batch. */
  close(): void {
    this.closed = true;
  }

  private draw(layer: LayerDefinition, state: LayerState, reader: Reader, entry: Entry): Promise<Overview> {
    entry.drawing ??= this.loadOrDraw(layer, state, reader, entry).finally(() => {
      delete entry.drawing;
    });
    return entry.drawing;
  }

  private async loadOrDraw(
    layer: LayerDefinition,
    state: LayerState,
    reader: Reader,
    entry: Entry,
  ): Promise<Overview> {
    const began = performance.now();
    const kept = entry.overview ? undefined : await readOverview(this.home, layer.id, reader.scope);
    const overview = kept && same(kept.state, state) ? kept : await this.redraw(layer, state, reader);
    entry.overview = overview;
    entry.notBefore = performance.now() + Math.max(REST_MS, 3 * (performance.now() - began));
    if (overview !== kept) {
      await writeOverview(this.home, layer.id, reader.scope, overview).catch((error: unknown) => {
        // A full or read-only disk costs the next start a redraw, nothing else.
        console.warn(`overview of ${layer.id} could not be kept: ${String(error)}`);
      });
    }
    return overview;
  }

  /** Reads the layer in batches by id and draws each in a worker while the database reads the next. */
  private async redraw(layer: LayerDefinition, state: LayerState, { run }: Reader): Promise<Overview> {
    const table = `gengjie.${quoteIdentifier(layer.id)}`;
    const fields: TileField[] = layer.overviewField ? [tileField(layer, layer.overviewField)] : [];
    const [box] = await run((tx) =>
      tx.query<{ bounds: [number, number, number, number] | null }>(
        `select case when e is not null then json_build_array(st_xmin(e), st_ymin(e), st_xmax(e), st_ymax(e)) end as bounds
       from (select st_extent(geom_3857) as e from ${table} where in_force) extent`,
      ),
    );
    const raster = emptyRaster(box?.bounds ?? [0, 0, 0, 0]);
    let classes: readonly string[] = [];
    let after = -1;
    let drawing: Promise<void> = Promise.resolve();
    for (;;) {
      if (this.closed) throw new Error('the tile service is closed');
      const batch = await run((tx) =>
        tx.queryBytes(
          `select int8send(max(id)) || string_agg(${rowExpression(fields)}, ''::bytea)
         from (select * from ${table} where in_force and id > $1 order by id limit ${BATCH}) batch`,
          [after],
        ),
      );
      await drawing;
      if (!batch) break;
      after = Number(batch.readBigInt64BE(0));
      const rows = new Uint8Array(batch.subarray(8));
      drawing = this.pool
        .run<{ classes: string[] }>(
          { kind: 'raster', raster, rows, fields, classes },
          { transfer: [rows.buffer] },
        )
        .then((result) => {
          classes = result.classes;
        });
      // Awaited before the next batch is handed over; until then a failure is not "unhandled".
      drawing.catch(() => {});
    }
    return { raster, classes, state };
  }
}

function same(a: LayerState, b: LayerState): boolean {
  return a.version === b.version && a.changedAt === b.changedAt;
}
