import type { BulkColumn } from '../database.ts';
import { toEwkb } from './ewkb.ts';
import { numericBytes } from './numeric-bytes.ts';
import { geometryValue, textValue } from './text-value.ts';

/** Whether every column has a binary form here; a table with ranges or times is written as text. */
export function canCopyBinary(columns: readonly BulkColumn[]): boolean {
  return columns.every((column) => column.type !== 'tstzrange' && column.type !== 'timestamptz');
}

/**
 * One row of `COPY … WITH (FORMAT binary)`: 16-bit field count, then each field with its 32-bit length (−1 is NULL).
 * Source: PostgreSQL manual, COPY, "Binary Format".
 */
export function binaryRow(row: readonly unknown[], columns: readonly BulkColumn[]): Buffer {
  const parts: Buffer[] = [int16(columns.length)];
  columns.forEach((column, index) => {
    const value = row[index];
    if (value === null || value === undefined) {
      parts.push(nullField);
      return;
    }
    const bytes = fieldBytes(value, column);
    parts.push(int32(bytes.length), bytes);
  });
  return Buffer.concat(parts);
}

export const binaryHeader = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
export const binaryTrailer = Buffer.from([0xff, 0xff]);

function fieldBytes(value: unknown, column: BulkColumn): Buffer {
  switch (column.type) {
    case 'integer':
      return int32(wholeNumber(value, column, 31));
    case 'bigint': {
      const buffer = Buffer.alloc(8);
      buffer.writeBigInt64BE(BigInt(value as number | string | bigint));
      return buffer;
    }
    case 'double precision': {
      const buffer = Buffer.alloc(8);
      buffer.writeDoubleBE(Number(value));
      return buffer;
    }
    case 'numeric':
      return numericBytes(String(value), column.name);
    case 'boolean':
      return Buffer.from([value ? 1 : 0]);
    case 'date':
      return int32(daysSince2000(String(value), column));
    case 'geometry':
      return toEwkb(geometryValue(value, column));
    case 'jsonb':
      return Buffer.concat([jsonbVersion, Buffer.from(JSON.stringify(value))]);
    default:
      return Buffer.from(textValue(value, column) ?? '');
  }
}

function wholeNumber(value: unknown, column: BulkColumn, bits: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && Math.abs(number) < 2 ** bits) return number;
  throw new TypeError(`column ${column.name}: ${String(value)} is no ${column.type}`);
}

function daysSince2000(text: string, column: BulkColumn): number {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const real = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  if (!real) throw new TypeError(`column ${column.name}: ${text} is no date`);
  return (time - Date.UTC(2000, 0, 1)) / 86_400_000;
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

const nullField = int32(-1);
const jsonbVersion = Buffer.from([1]);
