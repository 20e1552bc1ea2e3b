import { broken, truncated } from './problems.ts';
import type { SourceGeometry } from './types.ts';

const shapeNames: Readonly<Record<number, string>> = {
  1: 'Point',
  3: 'PolyLine',
  8: 'MultiPoint',
  11: 'PointZ',
  13: 'PolyLineZ',
  18: 'MultiPointZ',
  21: 'PointM',
  23: 'PolyLineM',
  28: 'MultiPointM',
  31: 'MultiPatch',
};

/** Polygon, PolygonZ, PolygonM: the planar part is laid out alike. */
const polygonTypes = new Set([5, 15, 25]);

/** Whether the bytes begin like a .shp: file code 9994, version 1000. */
export function isShp(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  return bytes.length >= 100 && view.getInt32(0, false) === 9994 && view.getInt32(28, true) === 1000;
}

/**
 * 读 .shp: geometry of every record in file order, without the .shx. Rings come as they are; which is a hole is decided by nesting, because
 * writers do not agree on orientation.
 *
 * @yields [record number (1-based), geometry]
 * @throws Problem `file-truncated` or `file-broken` with the record number
 */
export function* readShp(file: string, bytes: Uint8Array): Generator<readonly [number, SourceGeometry]> {
  if (!isShp(bytes)) throw broken(file, '不是 Shapefile 的 .shp 文件', 'this is not the .shp of a Shapefile');
  const view = viewOf(bytes);
  const announced = view.getInt32(24, false) * 2;
  let at = 100;
  let row = 0;
  while (at + 8 <= bytes.length) {
    row++;
    const length = view.getInt32(at + 4, false) * 2;
    const start = at + 8;
    if (length < 4) {
      // Bytes behind the announced end are left over from an earlier, longer file.
      if (at >= announced) return;
      throw broken(file, `第 ${row} 条记录的长度不合理`, `record ${row} has an impossible length`, {
        place: { row },
      });
    }
    if (start + length > bytes.length) throw cut(file, row);
    yield [row, readGeometry(file, view, bytes, start, length, row)];
    at = start + length;
  }
  if (at < Math.min(announced, bytes.length) || announced > bytes.length) throw cut(file, row + 1);
}

/** How many records there are, by walking the headers only. */
export function countShp(bytes: Uint8Array): number {
  const view = viewOf(bytes);
  let count = 0;
  for (let at = 100; at + 8 <= bytes.length; count++) {
    const length = view.getInt32(at + 4, false) * 2;
    if (length < 4) break;
    at += 8 + length;
  }
  return count;
}

function readGeometry(
  file: string,
  view: DataView,
  bytes: Uint8Array,
  start: number,
  length: number,
  row: number,
): SourceGeometry {
  const type = view.getInt32(start, true);
  if (type === 0) return { kind: 'none' };
  if (!polygonTypes.has(type)) return { kind: 'other', type: shapeNames[type] ?? `type ${type}` };
  const bad = (zh: string, en: string) =>
    broken(file, `第 ${row} 条记录${zh}`, `record ${row} ${en}`, { place: { row } });
  if (length < 44) throw bad('不完整', 'is not whole');
  const ringCount = view.getInt32(start + 36, true);
  const pointCount = view.getInt32(start + 40, true);
  const points = start + 44 + ringCount * 4;
  if (ringCount < 0 || pointCount < 0 || points + pointCount * 16 > start + length) {
    throw bad('的环数或点数超出记录长度', 'announces more rings or points than it holds');
  }
  const ringEnds: number[] = [];
  for (let ring = 1; ring <= ringCount; ring++) {
    const end = ring === ringCount ? pointCount : view.getInt32(start + 44 + ring * 4, true);
    if (end < (ringEnds.at(-1) ?? 0) || end > pointCount)
      throw bad('的环序号错乱', 'has ring indices out of order');
    ringEnds.push(end);
  }
  if (ringCount === 0 || pointCount === 0) return { kind: 'none' };
  return { kind: 'polygon', coordinates: doubles(bytes, points, pointCount * 2), ringEnds, partEnds: null };
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Little-endian doubles as an array of their own. */
function doubles(bytes: Uint8Array, at: number, count: number): Float64Array {
  const values = new Float64Array(count);
  if (littleEndian) {
    new Uint8Array(values.buffer).set(bytes.subarray(at, at + count * 8));
    return values;
  }
  const view = viewOf(bytes);
  for (let i = 0; i < count; i++) values[i] = view.getFloat64(at + i * 8, true);
  return values;
}

function cut(file: string, row: number) {
  return truncated(file, `在第 ${row} 条记录处中断`, `the file ends inside record ${row}`, row);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
