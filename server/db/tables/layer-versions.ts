import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Bounds } from '#core/contract/shared.ts';
import type { Queryable } from '#server/db/database.ts';
import { narrowScope, signedArea, tableOf } from '#server/db/tables/columns.ts';

export interface LayerStatistics {
  readonly count: number;
  readonly areaSquareMeters: number;
  readonly bounds: Bounds | null;
}

/** 图层版本: version of every layer, by id. */
export async function layerVersions(db: Queryable): Promise<Map<string, number>> {
  const rows = await db.query<{ layer: string; version: number }>(
    'select layer, version from gengjie.layer_versions',
  );
  return new Map(rows.map((row) => [row.layer, row.version]));
}

/** Count, signed area (m²) and extent (EPSG:4490) of a layer's current features; `scope`: that of the reader, if known. */
export async function layerStatistics(
  db: Queryable,
  layer: LayerDefinition,
  scope = '',
): Promise<LayerStatistics> {
  const narrow = narrowScope(layer, 'f', scope, 1);
  const [row] = await db.query<{
    count: number;
    area: number;
    w: number | null;
    s: number;
    e: number;
    n: number;
  }>(
    `select count(*)::integer as count, coalesce(sum(${signedArea(layer, 'f')}), 0)::double precision as area,
       st_xmin(st_extent(f.geom)) as w, st_ymin(st_extent(f.geom)) as s,
       st_xmax(st_extent(f.geom)) as e, st_ymax(st_extent(f.geom)) as n
     from ${tableOf(layer)} f where f.in_force ${narrow.condition}`,
    narrow.values,
  );
  if (!row || row.w === null) return { count: 0, areaSquareMeters: 0, bounds: null };
  return { count: row.count, areaSquareMeters: row.area, bounds: [row.w, row.s, row.e, row.n] };
}

/**
 * Statistics of every layer as each data scope sees it, remembered by the layer's version: a change of one layer costs one query,
 * not seventeen. Each process keeps its own; the version comes from the database, so none is ever out of date.
 */
export function rememberedStatistics() {
  const known = new Map<string, { version: number; statistics: Promise<LayerStatistics> }>();
  return async (
    db: Queryable,
    layer: LayerDefinition,
    version: number,
    scope: string,
  ): Promise<LayerStatistics> => {
    const key = `${layer.id}/${scope}`;
    const entry = known.get(key);
    if (entry?.version === version) return entry.statistics;
    if (known.size > mostRemembered) known.clear();
    const statistics = layerStatistics(db, layer, scope);
    known.set(key, { version, statistics });
    statistics.catch(() => known.delete(key));
    return statistics;
  };
}

/** Scopes × layers: some hundred villages in all. */
const mostRemembered = 5000;
