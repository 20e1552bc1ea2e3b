import type { Finding } from '#core/finding.ts';
import type { TextValue } from './encoding.ts';
import { broken, truncated } from './problems.ts';
import { isAscii, latin1, textReader } from './text.ts';
import type { AttributeValue, SourceField } from './types.ts';

interface DbfColumn {
  readonly rawName: Uint8Array;
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly decimals: number;
}

/** DBF 表: the header of a dBASE table and its record bytes. */
export interface DbfTable {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly columns: readonly DbfColumn[];
  readonly recordCount: number;
  readonly headerLength: number;
  readonly recordLength: number;
  /** Language driver byte. */
  readonly ldid: number;
}

/** @throws Problem when the header is broken or the records are cut short */
export function openDbf(file: string, bytes: Uint8Array): DbfTable {
  if (bytes.length < 32) {
    throw truncated(
      file,
      '不足 32 字节，没有完整的文件头',
      'fewer than 32 bytes, the header is not complete',
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const recordCount = view.getUint32(4, true);
  const headerLength = view.getUint16(8, true);
  const recordLength = view.getUint16(10, true);
  if (headerLength < 33 || recordLength < 1 || headerLength > bytes.length) {
    throw broken(file, 'DBF 文件头的长度不合理', 'the lengths in the DBF header make no sense');
  }
  const columns = readColumns(bytes, view, headerLength);
  const whole = Math.floor((bytes.length - headerLength) / recordLength);
  if (whole < recordCount) {
    throw truncated(
      file,
      `文件头写有 ${recordCount} 条记录，只有 ${whole} 条完整`,
      `the header announces ${recordCount} records, only ${whole} are whole`,
      whole + 1,
    );
  }
  const width = columns.reduce((sum, column) => sum + column.length, 1);
  if (width > recordLength || columns.length === 0) {
    throw broken(
      file,
      '字段长度之和超过记录长度',
      'the fields are together longer than a record, or there are none',
    );
  }
  return { file, bytes, columns, recordCount, headerLength, recordLength, ldid: bytes[29]! };
}

function readColumns(bytes: Uint8Array, view: DataView, headerLength: number): DbfColumn[] {
  const columns: DbfColumn[] = [];
  let offset = 1;
  for (let at = 32; at + 32 <= headerLength && bytes[at] !== 0x0d; at += 32) {
    const name = bytes.subarray(at, at + 11);
    const end = name.indexOf(0);
    const type = String.fromCharCode(bytes[at + 11]!).toUpperCase();
    // Text fields may be longer than 255: the decimals byte is then the high byte.
    const length = type === 'C' ? view.getUint16(at + 16, true) : bytes[at + 16]!;
    columns.push({
      rawName: end < 0 ? name : name.subarray(0, end),
      type,
      offset,
      length,
      decimals: bytes[at + 17]!,
    });
    offset += length;
  }
  return columns;
}

/**
 * Text values and field names that are not plain ASCII, taken from records all over the table: what an encoding is judged by.
 * @param limit how many values at most
 */
export function textSample(table: DbfTable, limit = 4000): TextValue[] {
  const sample: TextValue[] = [];
  for (const { rawName } of table.columns) {
    if (!isAscii(rawName)) sample.push({ bytes: rawName, full: rawName.length >= 10 });
  }
  const text = table.columns.filter((column) => column.type === 'C');
  const step = Math.max(1, Math.floor((table.recordCount * text.length) / limit));
  for (let record = 0; record < table.recordCount; record += step) {
    for (const column of text) {
      const from = table.headerLength + record * table.recordLength + column.offset;
      const bytes = trimmed(table.bytes, from, from + column.length);
      if (!isAscii(bytes)) sample.push({ bytes, full: bytes.length === column.length });
    }
  }
  return sample;
}

/** The bytes without the blanks and zeros that pad a field. */
function trimmed(bytes: Uint8Array, from: number, to: number): Uint8Array {
  let end = to;
  while (end > from && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end--;
  return bytes.subarray(from, end);
}

export interface DbfReader {
  readonly fields: readonly SourceField[];
  /** Values of a record (0-based), or null when it is marked as deleted. */
  record(index: number, wanted?: ReadonlySet<string>): AttributeValue[] | null;
  findings(): Finding[];
}

/** 读 DBF: values by field; blank → null, overflowed numbers (`****`) → null with a finding. */
export function readDbf(table: DbfTable, encoding: string): DbfReader {
  const decoder = textReader(encoding);
  const seen = new Map<string, string>();
  const fields = table.columns.map((column): SourceField => {
    return { name: decoder.decode(column.rawName).trim(), type: fieldType(column) };
  });
  const overflowed = new Map<string, { row: number; count: number }>();
  let deleted = 0;

  const text = (from: number, to: number): string => {
    const value = trimmed(table.bytes, from, to);
    let binary = '';
    let ascii = true;
    for (let i = 0; i < value.length; i++) {
      const byte = value[i]!;
      if (byte > 0x7f) ascii = false;
      binary += String.fromCharCode(byte);
    }
    if (ascii) return binary;
    let decoded = seen.get(binary);
    if (decoded === undefined) {
      decoded = decoder.decode(value);
      // A character that the end of the field cuts in half was lost by the writer, whatever the encoding.
      if (value.length === to - from) decoded = decoded.replace(/\uFFFD+$/, '');
      // Names repeat over and over in a parcel table: decoding each once is most of the saving.
      if (seen.size < 20_000) seen.set(binary, decoded);
    }
    return decoded;
  };

  return {
    fields,
    record(index, wanted) {
      const start = table.headerLength + index * table.recordLength;
      if (table.bytes[start] === 0x2a) {
        deleted++;
        return null;
      }
      return table.columns.map((column, at): AttributeValue => {
        const name = fields[at]!.name;
        if (wanted && !wanted.has(name)) return null;
        const from = start + column.offset;
        const value = cellValue(table, column, from, text);
        if (value !== overflow) return value;
        const known = overflowed.get(name);
        if (known) known.count++;
        else overflowed.set(name, { row: index + 1, count: 1 });
        return null;
      });
    },
    findings: () => [
      ...[...overflowed].map(([name, { row, count }]): Finding => {
        return {
          code: 'file.number.unreadable',
          severity: 'warning',
          subject: `field ${name}`,
          id: `file.number.unreadable:${table.file}:${name}`,
          row,
          field: name,
          context: { file: table.file, field: name, count, row },
        };
      }),
      ...(deleted > 0 ? [deletedFinding(table.file, deleted)] : []),
    ],
  };
}

function deletedFinding(file: string, count: number): Finding {
  return {
    code: 'file.rows.deleted',
    severity: 'info',
    subject: `file ${file}`,
    id: `file.rows.deleted:${file}`,
    context: { file, count },
  };
}

const overflow = Symbol('a number that the field could not hold or that is no number');

function cellValue(
  { bytes }: DbfTable,
  column: DbfColumn,
  from: number,
  text: (from: number, to: number) => string,
): AttributeValue | typeof overflow {
  const to = from + column.length;
  const view = () => new DataView(bytes.buffer, bytes.byteOffset + from, column.length);
  switch (column.type) {
    case 'N':
    case 'F': {
      const digits = latin1(bytes.subarray(from, to)).replaceAll('\0', ' ').trim();
      if (digits === '') return null;
      const value = Number(digits.replace(',', '.'));
      return Number.isFinite(value) ? value : overflow;
    }
    case 'D': {
      const digits = latin1(bytes.subarray(from, to)).trim();
      return /^\d{8}$/.test(digits) && digits !== '00000000'
        ? `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
        : null;
    }
    case 'L': {
      const letter = latin1(bytes.subarray(from, to)).toUpperCase();
      return letter === 'T' || letter === 'Y' ? true : letter === 'F' || letter === 'N' ? false : null;
    }
    case 'I':
    case '+':
      return column.length === 4 ? view().getInt32(0, true) : null;
    case 'O':
    case 'B':
      return column.length === 8 ? view().getFloat64(0, true) : null;
    case 'C': {
      const value = text(from, to).trim();
      return value === '' ? null : value;
    }
    default:
      // Memo and general fields live in a file that a shapefile does not have.
      return null;
  }
}

function fieldType(column: DbfColumn): SourceField['type'] {
  if (column.type === 'N' || column.type === 'F') return column.decimals === 0 ? 'integer' : 'number';
  if (column.type === 'O' || column.type === 'B') return 'number';
  if (column.type === 'I' || column.type === '+') return 'integer';
  if (column.type === 'D') return 'date';
  return column.type === 'L' ? 'boolean' : 'text';
}
