import type { FieldDefinition, LayerDefinition } from '#core/catalog/types.ts';
import type { Mapping } from '#core/contract/imports.ts';
import type { SourceField } from '#core/formats/types.ts';

/** Names under which files carry the region of a row; its first twelve digits count. */
const regionAliases = ['region_code', 'ZLDWDM', 'XZQDM', 'XZDWDM', 'QHDM'];

/**
 * 字段对应建议: for each column of the layer the field of the file that carries it, by column name, standard code, usual variant, Chinese or
 * English title, whatever the case; shapefile names cut at ten characters are recognised. Columns that only say "which classification"
 * get the current one as a value, so that the choice is seen.
 */
export function proposeMapping(layer: LayerDefinition, fields: readonly SourceField[]): Mapping {
  const byName = new Map(fields.map(({ name }) => [comparable(name), name]));
  const find = (names: readonly string[]) =>
    names.map((name) => byName.get(comparable(name))).find((name) => name !== undefined);
  const mapping: Mapping = {};
  for (const field of layer.fields) {
    const from = find(namesOf(field)) ?? find(shortNamesOf(field, layer));
    if (from !== undefined) mapping[field.name] = { from };
  }
  if (hasField(layer, 'land_class_scheme')) {
    mapping.land_class_scheme ??= { value: 'sandiao' };
    mapping.land_class_version ??= { value: '2019' };
  }
  const region = find(regionAliases);
  if (region !== undefined) mapping.region_code = { from: region };
  return mapping;
}

/** Columns the layer must have and the mapping leaves out; those that are computed when absent do not count. */
export function unmappedRequired(layer: LayerDefinition, mapping: Mapping): FieldDefinition[] {
  return layer.fields.filter(({ name, required }) => required && mapping[name] === undefined);
}

/** Entries that name a column or a field that does not exist. */
export function unknownEntries(
  layer: LayerDefinition,
  fields: readonly SourceField[],
  mapping: Mapping,
): { column: string; from?: string }[] {
  const names = new Set(fields.map(({ name }) => name));
  return Object.entries(mapping).flatMap(([column, entry]) => {
    if (column !== 'region_code' && !hasField(layer, column)) return [{ column }];
    return 'from' in entry && !names.has(entry.from) ? [{ column, from: entry.from }] : [];
  });
}

export function hasField(layer: LayerDefinition, name: string): boolean {
  return layer.fields.some((field) => field.name === name);
}

function namesOf(field: FieldDefinition): string[] {
  return [field.name, ...field.aliases, field.title.zh, field.title.en];
}

/** The names as a shapefile cuts them, where no other column of the layer could be meant. */
function shortNamesOf(field: FieldDefinition, layer: LayerDefinition): string[] {
  const others = layer.fields.filter((other) => other !== field).flatMap(namesOf);
  const taken = new Set(others.flatMap((name) => [comparable(name), comparable(cutName(name))]));
  return namesOf(field)
    .map(cutName)
    .filter((name) => !taken.has(comparable(name)));
}

/** The first ten bytes of a field name in a DBF; a Chinese character takes two. */
function cutName(name: string): string {
  let bytes = 0;
  return [...name]
    .filter((character) => {
      bytes += character.charCodeAt(0) < 0x80 ? 1 : 2;
      return bytes <= 10;
    })
    .join('');
}

function comparable(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-（）()]/g, '');
}
