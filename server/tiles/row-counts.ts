import type { LayerDefinition } from '#core/catalog/types.ts';
import { narrowScope, tableOf } from '../db/tables/columns.ts';
import type { Reader } from './reader.ts';

/** Layers of which somebody sees more current rows than this are generalised at low zooms for them. */
export const BIG_LAYER = 20_000;

/** Scopes × layers. */
const MOST_REMEMBERED = 5000;

/** 行数: how many current rows of a layer each data scope sees, counted up to one more than {@link BIG_LAYER}. */
export class RowCounts {
  private readonly known = new Map<string, { version: number; rows: Promise<number> }>();

  /** Remembered for the layer's version. */
  async of(layer: LayerDefinition, version: number, { scope, regions, run }: Reader): Promise<number> {
    const key = `${layer.id}/${scope}`;
    const known = this.known.get(key);
    if (known?.version === version) return known.rows;
    if (this.known.size >= MOST_REMEMBERED) this.known.clear();
    const narrow = narrowScope(layer, 'f', regions, 1);
    const rows = run(async (tx) => {
      const [row] = await tx.query<{ rows: number }>(
        `select count(*)::int as rows from (select 1 from ${tableOf(layer)} f
         where f.in_force ${narrow.condition} limit ${BIG_LAYER + 1}) counted`,
        narrow.values,
      );
      return row?.rows ?? 0;
    });
    this.known.set(key, { version, rows });
    rows.catch(() => this.known.delete(key));
    return rows;
  }
}
