import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Moments } from '../db/moments.ts';
import { momentValues, rowsAt } from '../db/tables/as-of.ts';
import { narrowScope } from '../db/tables/columns.ts';
import type { Reader } from './reader.ts';
import { rowExpression, type TileField, tileBounds, tileField } from './row-format.ts';

export interface RowRequest {
  readonly layer: LayerDefinition;
  readonly z: number;
  readonly x: number;
  readonly y: number;
  readonly fields: readonly TileField[];
  /** Rows of a past moment; of now without it. */
  readonly moments?: Moments | null;
}

/**
 * 行来源: where a tile's rows come from, those its reader sees. Today SQL; an image of the layer in memory may stand here later, or drive the
 * `FeatureWriter` itself. Rows whose box touches the buffered tile, in `row-format.ts`; `null` when there are none.
 */
export interface RowSource {
  rows(request: RowRequest, reader: Reader): Promise<Uint8Array | null>;
}

/**
 * Rows by one SQL statement, the same on both engines, as a single value: row by row the driver takes several times as long.
 * The condition is that of the partial GiST indexes on `geom_3857`. Sorting is left to the encoder: PostgreSQL would carry the
 * geometries through its sort.
 */
export function sqlRowSource(): RowSource {
  return {
    rows: ({ layer, z, x, y, fields, moments = null }, { regions, run }) => {
      const at = momentValues(moments);
      // From afar a tile is wider than a town: its reader's own rows are found sooner by their region.
      const narrow = narrowScope(layer, 'f', z < WIDE_ZOOM ? regions : '', 5 + at.length);
      return run(
        (tx) =>
          tx.queryBytes(
            `select string_agg(${rowExpression(fields)}, ''::bytea) from ${rowsAt(layer, 'f', moments, 5)}
           where f.geom_3857 && st_makeenvelope($1, $2, $3, $4, 3857) ${narrow.condition}`,
            [...tileBounds(z, x, y), ...at, ...narrow.values],
          ),
        { planOnce: true },
      );
    },
  };
}

const WIDE_ZOOM = 12;

/**
 * The properties a tile carries: the catalogue's `tileFields`. Crowded layers leave out the label below {@link LABEL_ZOOM}: a
 * number that differs for each feature is a third of such a tile, and nobody can read or point at it there.
 */
export function fieldsAt(layer: LayerDefinition, zoom: number, crowded: boolean): TileField[] {
  const styled = layer.symbology.kind === 'classes' ? layer.symbology.field : undefined;
  const names = layer.tileFields.filter(
    (name) => !(crowded && zoom < LABEL_ZOOM && name === layer.labelField && name !== styled),
  );
  return names.map((name) => tileField(layer, name));
}

const LABEL_ZOOM = 14;
