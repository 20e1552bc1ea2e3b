import type { FieldDefinition, LayerDefinition } from '#core/catalog/types.ts';
import type { Mapping, MappingEntry } from '#core/contract/imports.ts';

/** 对应表的一行: a column of the layer and where its values come from. */
export interface MappingRow {
  readonly column: string;
  /** Catalogue field; absent for `region_code`, which every layer has. */
  readonly field: FieldDefinition | undefined;
  readonly entry: MappingEntry | undefined;
  readonly required: boolean;
  /** Required and without a source. */
  readonly missing: boolean;
}

/** Columns of the layer in the order of need: missing ones first, then required, mapped, empty; within these as in the catalogue. */
export function mappingRows(layer: LayerDefinition, mapping: Mapping): MappingRow[] {
  const rows: MappingRow[] = layer.fields.map((field) => {
    const entry = mapping[field.name];
    const required = field.required ?? false;
    return { column: field.name, field, entry, required, missing: required && entry === undefined };
  });
  rows.push({
    column: 'region_code',
    field: undefined,
    entry: mapping.region_code,
    required: false,
    missing: false,
  });
  const need = (row: MappingRow) => (row.missing ? 0 : row.required ? 1 : row.entry ? 2 : 3);
  return rows.sort((a, b) => need(a) - need(b));
}

/** A new mapping with one column changed; `null` leaves the column empty. */
export function withEntry(mapping: Mapping, column: string, entry: MappingEntry | null): Mapping {
  const { [column]: _, ...rest } = mapping;
  return entry === null ? rest : { ...rest, [column]: entry };
}

/** Fields of the file that no column takes: what would be left behind. */
export function unusedFields(fields: readonly { readonly name: string }[], mapping: Mapping): string[] {
  const used = new Set(Object.values(mapping).flatMap((entry) => ('from' in entry ? [entry.from] : [])));
  return fields.map(({ name }) => name).filter((name) => !used.has(name));
}
