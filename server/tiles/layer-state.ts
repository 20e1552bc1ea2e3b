import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Database } from '../db/database.ts';
import { quoteIdentifier } from '../db/sql.ts';

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
  private readonly crowds = new Map<string, { version: number; rows: Promise<number> }>();

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

  /** Current rows of the layer, counted up to one more than {@link BIG_LAYER}; remembered for the version. */
  async rows(layer: LayerDefinition, version: number): Promise<number> {
    const known = this.crowds.get(layer.id);
    if (known?.version === version) return known.rows;
    const rows = this.db
      .query<{ rows: number }>(
        `select count(*)::int as rows from (select 1 from gengjie.${quoteIdentifier(layer.id)}
         where in_force limit ${BIG_LAYER + 1}) counted`,
      )
      .then(([row]) => row?.rows ?? 0);
    this.crowds.set(layer.id, { version, rows });
    rows.catch(() => this.crowds.delete(layer.id));
    return rows;
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

/** Layers with more current rows than this are generalised at low zooms. */
export const BIG_LAYER = 20_000;

const FRESH_MS = 1000;

function patience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 300).unref());
}
