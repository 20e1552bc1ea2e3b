import type { LayerDefinition } from '#core/catalog/types.ts';
import { quoteIdentifier, startsWith } from '#server/db/sql.ts';

/** The layer's table, quoted, with its schema. */
export function tableOf(layer: LayerDefinition): string {
  return quoteIdentifier(`gengjie.${layer.id}`);
}

/** SQL of the signed area in m²: the layer's area column, else the ellipsoidal area of the geometry. */
export function signedArea(layer: LayerDefinition, alias: string): string {
  return layer.areaField
    ? `coalesce(${alias}.${quoteIdentifier(layer.areaField)}::double precision, ${alias}.area_square_meters)`
    : `${alias}.area_square_meters`;
}

/** SQL of a row's business columns as one jsonb object, as the API carries them (dates as text, areas as numbers), without 个人信息. */
export function propertiesJson(layer: LayerDefinition, alias: string): string {
  return jsonOf(
    layer.fields.filter(({ personal }) => !personal),
    alias,
  );
}

/** SQL of a row's 个人信息 as one jsonb object; who reads it leaves an audit line. */
export function personalJson(layer: LayerDefinition, alias: string): string {
  return jsonOf(
    layer.fields.filter(({ personal }) => personal),
    alias,
  );
}

/** SQL of the names of 个人信息 columns that are filled, as a jsonb array. */
export function withheldFields(layer: LayerDefinition, alias: string): string {
  const names = layer.fields
    .filter(({ personal }) => personal)
    .map(({ name }) => `case when ${alias}.${quoteIdentifier(name)} <> '' then '${name}' end`);
  return `to_jsonb(array_remove(array[${names.join(', ')}]::text[], null))`;
}

function jsonOf(fields: LayerDefinition['fields'], alias: string): string {
  const pairs = fields.map((field) => `'${field.name}', ${alias}.${quoteIdentifier(field.name)}`);
  return `jsonb_build_object(${pairs.join(', ')})`;
}

/**
 * 小范围: SQL that says once more what the policy says of a reader who sees a few towns or villages, in a form that an index of regions can
 * serve; and the values of its placeholders, from number `first` on. Empty for wider readers, and for regions, which show what holds them.
 *
 * @param scope of `scopeKey`
 */
export function narrowScope(
  layer: LayerDefinition,
  alias: string,
  scope: string,
  first: number,
): { readonly condition: string; readonly values: readonly string[] } {
  const values = scope.split(',');
  if (layer.id === 'regions' || values.length > mostNarrow || values.some(({ length }) => length < 9))
    return { condition: '', values: [] };
  const parts = values.map((_, index) => `(${startsWith(`${alias}.region_code`, `$${first + index}`)})`);
  return { condition: `and (${parts.join(' or ')})`, values };
}

/** More ranges than this are no quicker than reading the table. */
const mostNarrow = 8;

/**
 * SQL of "the region's code is that code", whether or not towns and districts leave their zeros out. The three ways to write it are named for the
 * index of codes, which under row-level security takes nothing but plain equality.
 */
export function isRegion(regionCode: string, code: string): string {
  const full = `rpad(${code}, 12, '0')`;
  return `${regionCode} = any (array[left(${full}, 6), left(${full}, 9), ${full}]) and rpad(${regionCode}, 12, '0') = ${full}`;
}
