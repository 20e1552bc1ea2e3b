import { HALF_WORLD } from '#server/tiles/row-format.ts';

export type Point = readonly [number, number];
/** Rings of one polygon: exterior first; points in metres (EPSG:3857), closed. */
export type Polygon = readonly (readonly Point[])[];

export interface Row {
  readonly id: number;
  readonly polygons: readonly Polygon[];
  /** Text, whole number, other number or NULL. */
  readonly values?: readonly (string | bigint | number | null)[];
  /** Instead of the geometry: bytes as they are. */
  readonly damaged?: Uint8Array;
}

/** Rows as PostgreSQL sends them (`row-format.ts`), written here a second time from the description alone. */
export function rowBlock(rows: readonly Row[]): Uint8Array {
  return Buffer.concat(rows.map(rowBytes));
}

export function rowBytes({ id, polygons, values = [], damaged }: Row): Buffer {
  const head = Buffer.alloc(8);
  head.writeBigInt64BE(BigInt(id));
  return Buffer.concat([head, damaged ?? twkb(polygons), ...values.map(valueBytes)]);
}

function valueBytes(value: string | bigint | number | null): Buffer {
  if (value === null) return Buffer.from([255, 255, 255, 255]);
  const text = typeof value === 'string' ? Buffer.from(value) : Buffer.alloc(8);
  if (typeof value === 'bigint') text.writeBigInt64BE(value);
  if (typeof value === 'number') text.writeDoubleBE(value);
  const length = Buffer.alloc(4);
  length.writeInt32BE(text.length);
  return Buffer.concat([length, text]);
}

/** TWKB multipolygon with 0.1 m precision and its size. */
export function twkb(polygons: readonly Polygon[]): Buffer {
  const body = twkbBody(polygons);
  return Buffer.from([0x26, 0x02, ...varint(body.length), ...body]);
}

function twkbBody(polygons: readonly Polygon[]): number[] {
  const body = [...varint(polygons.length)];
  let x = 0;
  let y = 0;
  for (const rings of polygons) {
    body.push(...varint(rings.length));
    for (const ring of rings) {
      body.push(...varint(ring.length));
      for (const point of ring) {
        const nextX = Math.round(point[0] * 10);
        const nextY = Math.round(point[1] * 10);
        body.push(...zigzag(nextX - x), ...zigzag(nextY - y));
        x = nextX;
        y = nextY;
      }
    }
  }
  return body;
}

function zigzag(value: number): number[] {
  return varint(value < 0 ? -value * 2 - 1 : value * 2);
}

export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return bytes;
}

/** The place in metres (EPSG:3857) of tile units in tile z/x/y. */
export function place(z: number, x: number, y: number): (units: Point) => Point {
  const unit = (2 * HALF_WORLD) / 2 ** z / 4096;
  return ([u, v]) => [(x * 4096 + u) * unit - HALF_WORLD, HALF_WORLD - (y * 4096 + v) * unit];
}

/** A closed rectangle in tile units, clockwise on the screen. */
export function rectangle(left: number, top: number, right: number, bottom: number): Point[] {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
    [left, top],
  ];
}
