import type { SourceGeometry } from './types.ts';

const names = [
  'Geometry',
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'GeometryCollection',
];

/**
 * 读 WKB: ISO and EWKB, any byte order; Z and M dropped. Coordinates as stored (x = longitude or easting in a GeoPackage).
 * @throws RangeError when the bytes end early
 */
export function readWkb(bytes: Uint8Array, start = 0): SourceGeometry {
  const flat: number[] = [];
  const ringEnds: number[] = [];
  const partEnds: number[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;

  const header = () => {
    const little = view.getUint8(at) === 1;
    const raw = view.getUint32(at + 1, little);
    at += 5;
    // EWKB marks Z, M and SRID in the high bits; ISO adds 1000, 2000, 3000.
    if (raw & 0x20000000) at += 4;
    const code = raw & 0x0fffffff;
    const extra = Math.floor(code / 1000);
    const z = (raw & 0x80000000) !== 0 || extra === 1 || extra === 3;
    const m = (raw & 0x40000000) !== 0 || extra === 2 || extra === 3;
    return { little, type: code % 1000, stride: 16 + (z ? 8 : 0) + (m ? 8 : 0) };
  };
  const polygon = (little: boolean, stride: number) => {
    const rings = view.getUint32(at, little);
    at += 4;
    for (let ring = 0; ring < rings; ring++) {
      const points = view.getUint32(at, little);
      at += 4;
      for (let point = 0; point < points; point++, at += stride) {
        flat.push(view.getFloat64(at, little), view.getFloat64(at + 8, little));
      }
      ringEnds.push(flat.length / 2);
    }
    if (rings > 0) partEnds.push(ringEnds.length);
  };

  const { little, type, stride } = header();
  if (type === 3) polygon(little, stride);
  else if (type === 6) {
    const parts = view.getUint32(at, little);
    at += 4;
    for (let part = 0; part < parts; part++) {
      const inner = header();
      polygon(inner.little, inner.stride);
    }
  } else return { kind: 'other', type: names[type] ?? `type ${type}` };
  if (flat.length === 0) return { kind: 'none' };
  return { kind: 'polygon', coordinates: Float64Array.from(flat), ringEnds, partEnds };
}

/**
 * A multipolygon as little-endian WKB.
 * @param partEnds for each part the index of the ring after its last one
 */
export function writeMultiPolygonWkb(
  coordinates: Float64Array,
  ringEnds: readonly number[],
  partEnds: readonly number[],
): Uint8Array {
  const size = 9 + partEnds.length * 9 + ringEnds.length * 4 + coordinates.length * 8;
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const head = (type: number, count: number) => {
    view.setUint8(at, 1);
    view.setUint32(at + 1, type, true);
    view.setUint32(at + 5, count, true);
    at += 9;
  };
  head(6, partEnds.length);
  let ring = 0;
  let vertex = 0;
  for (const end of partEnds) {
    head(3, end - ring);
    for (; ring < end; ring++) {
      const ringEnd = ringEnds[ring]!;
      view.setUint32(at, ringEnd - vertex, true);
      at += 4;
      for (; vertex < ringEnd; vertex++, at += 16) {
        view.setFloat64(at, coordinates[2 * vertex]!, true);
        view.setFloat64(at + 8, coordinates[2 * vertex + 1]!, true);
      }
    }
  }
  return bytes;
}
