import { catalog } from '#core/catalog/index.ts';
import type { LayerDefinition, LayerId } from '#core/catalog/types.ts';
import type { SearchResult } from '#core/contract/search.ts';

import type { Queryable } from '#server/db/database.ts';
import { quoteIdentifier, startsWith } from '#server/db/sql.ts';
import { tableOf } from '#server/db/tables/columns.ts';

/** Layers whose features have names people look for, and the column that holds the name. */
const named: readonly { layer: LayerId; column: string }[] = [
  { layer: 'regions', column: 'name' },
  { layer: 'villages', column: 'name' },
  { layer: 'project_sites', column: 'name' },
  { layer: 'demolition_zones', column: 'name' },
  { layer: 'conversion_batches', column: 'name' },
  { layer: 'conversion_parcels', column: 'name' },
  { layer: 'green_plans', column: 'name' },
  { layer: 'farmland_projects', column: 'name' },
  { layer: 'facility_filings', column: 'name' },
  { layer: 'ecological_redlines', column: 'name' },
];

/** Layers whose features have numbers people type in; each column has a prefix index or a small table. */
const numbered: readonly { layer: string; column: string }[] = [
  { layer: 'land_parcels', column: 'parcel_number' },
  { layer: 'permanent_farmland', column: 'protection_number' },
  { layer: 'patches', column: 'patch_number' },
  { layer: 'conversion_parcels', column: 'parcel_number' },
  { layer: 'conversion_batches', column: 'batch_number' },
  { layer: 'facility_filings', column: 'filing_number' },
  { layer: 'responsibility_grids', column: 'grid_number' },
  { layer: 'regions', column: 'code' },
];

export const namedLayers: readonly LayerId[] = named.map(({ layer }) => layer);

export interface NamedFeature extends Omit<SearchResult, 'detail'> {
  /** Position of the layer in {@link namedLayers}: regions before villages before projects. */
  readonly order: number;
}

/** Every named feature of the product; some thousands of rows even in a large county. */
export async function namedFeatures(db: Queryable): Promise<NamedFeature[]> {
  const parts = named.map(
    ({ layer, column }, order) =>
      `select ${order} as "order", ${resultColumns(definition(layer), column)}
       from ${tableOf(definition(layer))} f where f.in_force and f.${quoteIdentifier(column)} <> ''`,
  );
  return db.query(parts.join('\nunion all\n'));
}

/** Features whose number starts with what was typed, at most `limit` a layer. */
export async function featuresByNumber(
  db: Queryable,
  prefix: string,
  limit: number,
): Promise<Omit<SearchResult, 'detail'>[]> {
  const parts = numbered.map(
    ({ layer, column }) =>
      `(select ${resultColumns(definition(layer), column)}
        from ${tableOf(definition(layer))} f
        where f.in_force and ${startsWith(`f.${quoteIdentifier(column)}`, '$1')}
        order by length(f.${quoteIdentifier(column)}), f.${quoteIdentifier(column)}, f.region_code limit $2)`,
  );
  return db.query(parts.join('\nunion all\n'), [prefix, limit]);
}

function definition(id: string): LayerDefinition {
  const layer = catalog.find((candidate) => candidate.id === id);
  if (!layer) throw new Error(`the search names a layer that the catalogue lacks: ${id}`);
  return layer;
}

function resultColumns(layer: LayerDefinition, column: string): string {
  return `'${layer.id}' as layer, f.id, f.${quoteIdentifier(column)} as label, f.region_code as "regionCode",
    jsonb_build_array(st_xmin(f.geom), st_ymin(f.geom), st_xmax(f.geom), st_ymax(f.geom)) as bounds,
    (select jsonb_build_array(st_x(p), st_y(p)) from st_pointonsurface(f.geom) p) as "lonLat"`;
}
