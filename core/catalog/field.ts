import type { FieldDefinition, FieldType } from '#core/catalog/types.ts';

type Rest = Omit<FieldDefinition, 'name' | 'title' | 'type' | 'aliases'>;

/** Shorthand of the catalogue's files: a field with its Chinese and English title and the names files use for it. */
export function field(
  name: string,
  type: FieldType,
  zh: string,
  en: string,
  aliases: readonly string[] = [],
  rest: Rest = {},
): FieldDefinition {
  return { name, type, title: { zh, en }, aliases, ...rest };
}

/** 报告值: the figure and unit as the source document prints them, kept beside the measured area. */
export const reportedFields: readonly FieldDefinition[] = [
  field('reported_text', 'text', '文件数值', 'Figure in the source', [], { length: 100 }),
  field('reported_unit', 'text', '文件单位', 'Unit in the source', [], { length: 20 }),
  field('source_document', 'text', '来源文件', 'Source document', [], { length: 200 }),
  field('source_note', 'text', '数据质量说明', 'Data-quality note', [], { length: 500 }),
];

export const noteField = field('note', 'text', '备注', 'Note', ['BZ'], { length: 255 });
