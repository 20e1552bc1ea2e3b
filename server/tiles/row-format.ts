import type { FieldType, LayerDefinition } from '#core/catalog/types.ts';
import { quoteIdentifier } from '../db/sql.ts';

/**
 * 行格式: what SQL sends and the encoder reads, written down once. A tile is its rows one after the other, in any order:
 *
 *     row   = int8 feature id, geometry, one value a property column in the order asked
 *     geometry = TWKB (multi)polygon in EPSG:3857 with its size inside (flag 2): type byte, flag byte, varint size, body
 *     value = int4 byte length (−1 = NULL), bytes: UTF-8 text · int8 · float8, as the column's kind says
 *
 * Numbers outside TWKB are big-endian, as PostgreSQL's `…send` functions write them. TWKB (tiny WKB) instead of WKB: whole tenths
 * of a metre, delta-coded, repeated points dropped, a fifth of the bytes; rounding is to an absolute grid, so parcels that share an
 * edge still share it. It is stored with the row (`tile_geom`), as making it takes PostgreSQL longer than reading it.
 * `record_send(row(…))` would be simpler SQL; its type oids cost a third more time to send. Every part carries its length: a
 * geometry that cannot be read costs its own row only.
 */
export type ValueKind = 'text' | 'integer' | 'number';

export interface TileField {
  readonly name: string;
  readonly kind: ValueKind;
}

/** Half the world's width in EPSG:3857, metres. */
export const HALF_WORLD = 20037508.342789244;

/** The units of a tile's side, and how far beyond it geometry is kept so that outlines join across tiles. */
export const EXTENT = 4096;
export const BUFFER = 64;

/** minx, miny, maxx, maxy in EPSG:3857 of a tile with its buffer. */
export function tileBounds(z: number, x: number, y: number): readonly [number, number, number, number] {
  const size = (2 * HALF_WORLD) / 2 ** z;
  const margin = (size * BUFFER) / EXTENT;
  const minX = x * size - HALF_WORLD;
  const maxY = HALF_WORLD - y * size;
  return [minX - margin, maxY - size - margin, minX + size + margin, maxY + margin];
}

/** The property column of that name, with the kind its catalogue type travels as. */
export function tileField(layer: LayerDefinition, name: string): TileField {
  const type = layer.fields.find((field) => field.name === name)?.type ?? 'text';
  return { name, kind: KINDS[type] };
}

/** The SQL expression of one row. */
export function rowExpression(fields: readonly TileField[]): string {
  return ['int8send(id)', 'tile_geom', ...fields.map(valueExpression)].join(' || ');
}

function valueExpression({ name, kind }: TileField): string {
  const column = quoteIdentifier(name);
  const missing = `'\\xffffffff'::bytea`;
  if (kind === 'text') {
    return `coalesce(int4send(octet_length(${column}::text)) || textsend(${column}::text), ${missing})`;
  }
  const send = kind === 'integer' ? `int8send(${column}::int8)` : `float8send(${column}::float8)`;
  return `coalesce(int4send(8) || ${send}, ${missing})`;
}

const KINDS: Record<FieldType, ValueKind> = {
  text: 'text',
  code: 'text',
  date: 'text',
  integer: 'integer',
  number: 'number',
  area: 'number',
  ratio: 'number',
  money: 'number',
};
