import type { Database } from '../db/database.ts';

/** What the tile service knows of a layer at one version of it. */
export interface LayerState {
  readonly version: number;
  /** When that version came about, to the microsecond: with it two databases at the same version number differ. */
  readonly changedAt: string;
}

/**
 * 图层状态: version of each layer, read from the database at most once a second, all layers in one statement. So a change by any
 * process shows within a second, and a cached tile costs no query. Nothing is asked while nobody asks for tiles.
 */
export class LayerStates {
  private states = new Map<string, LayerState>();
  private readAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | undefined;

  constructor(private readonly db: Database) {}

  /** The state as last read, when that is recent enough to be served; else undefined: await {@link read}. */
  fresh(layer: string): LayerState | undefined {
    return performance.now() - this.readAt < FRESH_MS ? this.states.get(layer) : undefined;
  }

  /** Reads now, unless somebody already does. When the database is busy with long work, what was known stands in. */
  async read(layer: string): Promise<LayerState> {
    this.reading ??= this.readAll().finally(() => {
      this.reading = undefined;
    });
    const known = this.states.get(layer);
    await (known ? Promise.race([this.reading, patience()]) : this.reading);
    return this.states.get(layer) ?? { version: 0, changedAt: '' };
  }

  /** After a write in this process: the next tile asks the database again. */
  invalidate(): void {
    this.readAt = Number.NEGATIVE_INFINITY;
  }

  private async readAll(): Promise<void> {
    const began = performance.now();
    const rows = await this.db.query<{ layer: string; version: number; changed: string }>(
      `select layer, version, extract(epoch from changed_at)::text as changed from gengjie.layer_versions`,
    );
    this.states = new Map(
      rows.map((row) => [row.layer, { version: Number(row.version), changedAt: row.changed }]),
    );
    this.readAt = began;
  }
}

const FRESH_MS = 1000;

function patience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 300).unref());
}
