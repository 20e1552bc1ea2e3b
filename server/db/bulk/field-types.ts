import type { FieldType } from '#core/catalog/types.ts';
import type { BulkType } from '#server/db/database.ts';

/** The SQL type of a catalogue field's column, as bulk writes and casts name it. */
export const columnTypes: Readonly<Record<FieldType, BulkType>> = {
  text: 'text',
  code: 'text',
  integer: 'integer',
  number: 'double precision',
  area: 'numeric',
  ratio: 'numeric',
  money: 'numeric',
  date: 'date',
};
