import { types as builtIn, type CustomTypesConfig } from 'pg';

/**
 * How answers become JavaScript values; see {@link Queryable}. Given to each connection, never set globally.
 * Object ids are PostgreSQL's own (catalog pg_type), equal on every server.
 */
export const typeParsers: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? binaryParsers.get(oid) : parsers.get(oid)) ??
    builtIn.getTypeParser(oid, format as 'text')) as CustomTypesConfig['getTypeParser'],
};

/** Columns asked for in binary come as Buffers (`binary-client.ts`). */
const binaryParsers = new Map<number, (value: string) => unknown>([[17, (value) => value]]);

const asText = (value: string) => value;

function wholeNumber(value: string): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function isoTime(value: string): string {
  if (value === 'infinity' || value === '-infinity') return value;
  return new Date(value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();
}

function bytes(value: string): Buffer {
  return Buffer.from(value.slice(2), 'hex');
}

function arrayOf<T>(parser: (value: string) => T): (value: string) => (T | null)[] {
  // The package's own type declaration of this function is of an older release.
  const { create } = builtIn.arrayParser as unknown as ArrayParser;
  return (value) => create(value, parser).parse() as (T | null)[];
}

interface ArrayParser {
  create(source: string, transform: (entry: string) => unknown): { parse(): unknown[] };
}

const parsers = new Map<number, (value: string) => unknown>([
  [17, bytes],
  [20, wholeNumber],
  [1700, Number],
  [1082, asText],
  [1114, asText],
  [1184, isoTime],
  [1001, arrayOf(bytes)],
  [1016, arrayOf(wholeNumber)],
  [1231, arrayOf(Number)],
  [1182, arrayOf(asText)],
  [1185, arrayOf(isoTime)],
]);
