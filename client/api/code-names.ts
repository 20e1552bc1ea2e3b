import { useQueries } from '@tanstack/react-query';
import type { FieldDefinition } from '#core/catalog/types.ts';
import type { PropertyValue } from '#core/contract/shared.ts';
import { type CodeList, nameIn } from '#core/vocabulary/code-list.ts';
import { loadCodeList } from '#core/vocabulary/lists/load.ts';
import { useLanguage } from '../app/i18n.ts';

type Properties = Readonly<Record<string, PropertyValue>>;

/** `scheme@version` of the list that explains a field of this row; `$land` is the row's own scheme and version. */
export function schemeOf(field: FieldDefinition, properties: Properties): string | undefined {
  if (field.codes !== '$land') return field.codes;
  const { land_class_scheme: scheme, land_class_version: version } = properties;
  return scheme && version ? `${scheme}@${version}` : undefined;
}

/** 代码名称: explains the codes of a row; lists are loaded when first needed, and until then a code stands for itself. */
export function useCodeNames(
  fields: readonly FieldDefinition[],
  properties: Properties,
): (field: FieldDefinition) => string | null {
  const language = useLanguage();
  const schemes = [
    ...new Set(
      fields.flatMap((field) => {
        const value = properties[field.name];
        return value === null || value === undefined ? [] : (schemeOf(field, properties) ?? []);
      }),
    ),
  ];
  const lists = useQueries({
    queries: schemes.map((scheme) => ({
      queryKey: ['code-list', scheme],
      queryFn: async () => (await loadCodeList(scheme)) ?? null,
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  return (field) => {
    const value = properties[field.name];
    const scheme = schemeOf(field, properties);
    if (typeof value !== 'string' || !scheme) return null;
    const list = lists[schemes.indexOf(scheme)]?.data as CodeList | null | undefined;
    return list ? nameIn(list, value, language) : null;
  };
}
