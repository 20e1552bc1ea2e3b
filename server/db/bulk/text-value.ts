import type { BulkColumn } from '../database.ts';
import { toEwkb } from './ewkb.ts';

/** A bulk value as PostgreSQL reads it from text; `null` for NULL. Throws a TypeError that names the column. */
export function textValue(value: unknown, column: BulkColumn): string | null {
  if (value === null || value === undefined) return null;
  switch (column.type) {
    case 'geometry':
      return toEwkb(geometryValue(value, column)).toString('hex');
    case 'jsonb':
      return JSON.stringify(value);
    case 'boolean':
      return value ? 't' : 'f';
    case 'timestamptz':
      return value instanceof Date ? value.toISOString() : String(value);
    case 'text': {
      const text = String(value);
      if (text.includes('\0')) throw new TypeError(`column ${column.name}: text holds a NUL character`);
      return text;
    }
    default:
      return String(value);
  }
}

export function geometryValue(value: unknown, column: BulkColumn): Uint8Array | string {
  if (typeof value === 'string' || value instanceof Uint8Array) return value;
  throw new TypeError(`column ${column.name}: a geometry must be bytes or hex text`);
}
