import type { LayerDefinition } from '#core/catalog/types.ts';
import { quoteIdentifier } from '#server/db/sql.ts';

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

/** SQL of a row's business columns as one jsonb object, as the API carries them (dates as text, areas as numbers). */
export function propertiesJson(layer: LayerDefinition, alias: string): string {
  const pairs = layer.fields.map((field) => `'${field.name}', ${alias}.${quoteIdentifier(field.name)}`);
  return `jsonb_build_object(${pairs.join(', ')})`;
}
