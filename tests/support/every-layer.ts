import type { FieldDefinition, LayerDefinition } from '#core/catalog/types.ts';
import { isAssignable } from '#core/vocabulary/code-list.ts';
import { codeListOf } from '#core/vocabulary/lookup.ts';
import type { Database } from '#server/db/database.ts';
import { quoteIdentifier } from '#server/db/sql.ts';

export type Box = readonly [west: number, south: number, east: number, north: number];
export type Properties = Record<string, string | number>;

/** Business columns that make a valid row of any layer; every text field carries the mark, as far as it fits. */
export function propertiesFor(layer: LayerDefinition, mark: string): Properties {
  const pairs = layer.fields.map((field) => [field.name, valueFor(layer, field, mark)] as const);
  return Object.fromEntries(pairs.filter((pair): pair is [string, string | number] => pair[1] !== undefined));
}

function valueFor(layer: LayerDefinition, field: FieldDefinition, mark: string): string | number | undefined {
  if (layer.id === 'regions' && field.name === 'code') return numberedCode();
  // Not a village: what lies in the place goes on lying in the village that was there.
  if (layer.id === 'regions' && field.name === 'level') return 'town';
  if (field.name === 'land_class_scheme' || field.name === 'land_class_version') return undefined;
  if (field.name === 'parcel_area' || field.name === 'class_area') return 10;
  if (field.type === 'text')
    return field.name.endsWith('_code') && !field.required ? undefined : mark.slice(0, field.length ?? 200);
  if (!field.required) return undefined;
  if (field.codes === '$land') return '0101';
  if (field.type === 'code') return firstCode(field.codes ?? '');
  return field.type === 'date' ? '2023-12-31' : 2023;
}

function firstCode(schemeVersion: string): string {
  const list = codeListOf(schemeVersion);
  const code = list?.codes.find(({ code: each }) => isAssignable(list, each))?.code;
  if (code === undefined) throw new Error(`no code list ${schemeVersion}`);
  return code;
}

let regions = 0;

/** A region code nobody else has. */
function numberedCode(): string {
  regions += 1;
  return `120111888${String(regions).padStart(3, '0')}`;
}

/** Puts a feature of any layer straight into the database. */
export async function plant(
  db: Database,
  layer: LayerDefinition,
  regionCode: string,
  mark: string,
  [west, south, east, north]: Box,
): Promise<number> {
  const properties = propertiesFor(layer, mark);
  const names = Object.keys(properties);
  const [row] = await db.query<{ id: number }>(
    `insert into gengjie.${quoteIdentifier(layer.id)} (${[...names.map(quoteIdentifier), 'region_code', 'geom', 'source'].join(', ')})
     values (${names.map((_, index) => `$${index + 1}`).join(', ')}, $${names.length + 1},
       st_multi(st_makeenvelope($${names.length + 2}, $${names.length + 3}, $${names.length + 4}, $${names.length + 5}, 4490)),
       $${names.length + 6}) returning id`,
    [...Object.values(properties), regionCode, west, south, east, north, mark],
  );
  return row?.id ?? Number.NaN;
}
