import { Delaunay } from 'd3-delaunay';

/** One parcel of the test fabric: closed ring in lon/lat (EPSG:4490 axis order x = lon), class and number. */
export interface CoverageParcel {
  readonly ring: readonly (readonly [number, number])[];
  readonly landClass: string;
  readonly number: string;
}

export interface CoverageOptions {
  readonly count: number;
  /** west, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number];
  readonly seed?: number;
}

const CLASSES = ['0101', '0102', '0103', '0201', '0301', '0602', '0702', '1003', '1101', '1104'] as const;

/** Deterministic numbers in [0, 1): the same seed gives the same fabric on every machine. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * A gapless coverage of irregular parcels: Voronoi cells whose shared edges are broken at the same points on both sides, 8–40
 * vertices each, with classes that are smooth over some kilometres but for a share of odd ones.
 */
export function* voronoiCoverage({ count, bounds, seed = 1 }: CoverageOptions): Generator<CoverageParcel> {
  const [west, south, east, north] = bounds;
  // Worked out in parcel widths from the corner: in degrees the triangulation runs out of digits.
  const width = Math.sqrt(((east - west) * (north - south)) / count);
  const across = (east - west) / width;
  const down = (north - south) / width;
  const next = random(seed);
  const points = new Float64Array(count * 2);
  for (let index = 0; index < count; index += 1) {
    points[index * 2] = next() * across;
    points[index * 2 + 1] = next() * down;
  }
  sortSpatially(points);
  const voronoi = new Delaunay(points).voronoi([0, 0, across, down]);
  const place = ([x, y]: readonly [number, number]) => [west + x * width, south + y * width] as const;
  for (let index = 0; index < count; index += 1) {
    const cell = voronoi.cellPolygon(index) as [number, number][] | null;
    if (!cell || cell.length < 4) continue;
    const ring: (readonly [number, number])[] = [];
    for (let corner = 0; corner + 1 < cell.length; corner += 1) {
      breakEdge(ring, cell[corner]!, cell[corner + 1]!);
    }
    const placed = ring.map(place);
    placed.push(placed[0]!);
    const [lon, lat] = place([points[index * 2]!, points[index * 2 + 1]!]);
    yield { ring: placed, landClass: classAt(lon, lat, next()), number: `P${index}` };
  }
}

/** Puts neighbours together in blocks, as files of a county do (village by village), so a table's rows have a place on disk. */
function sortSpatially(points: Float64Array): void {
  const block = (value: number) => Math.floor(value / 20);
  const order = Array.from({ length: points.length / 2 }, (_, index) => index);
  const key = order.map((index) => block(points[index * 2]!) * 100_000 + block(points[index * 2 + 1]!));
  order.sort((a, b) => key[a]! - key[b]! || a - b);
  points.set(Float64Array.from(order.flatMap((index) => [points[index * 2]!, points[index * 2 + 1]!])));
}

/** Pushes the start of an edge and its bends; the bends depend on the edge only, not on its direction. */
function breakEdge(
  ring: (readonly [number, number])[],
  from: readonly [number, number],
  to: readonly [number, number],
): void {
  ring.push(from);
  const forward = from[0] < to[0] || (from[0] === to[0] && from[1] < to[1]);
  const [a, b] = forward ? [from, to] : [to, from];
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  if (length < 0.15) return;
  const next = random(Math.trunc(a[0] * 1e5) ^ Math.trunc(b[1] * 1.3e5));
  const bends = 1 + Math.floor(next() * Math.min(6, 6 * length + 1));
  const middle: (readonly [number, number])[] = [];
  for (let bend = 1; bend <= bends; bend += 1) {
    const share = bend / (bends + 1);
    const aside = (next() - 0.5) * 0.05;
    middle.push([
      a[0] + (b[0] - a[0]) * share - (b[1] - a[1]) * aside,
      a[1] + (b[1] - a[1]) * share + (b[0] - a[0]) * aside,
    ]);
  }
  ring.push(...(forward ? middle : middle.reverse()));
}

function classAt(lon: number, lat: number, noise: number): string {
  const wave =
    Math.sin(lon * 97) +
    Math.sin(lat * 131 + lon * 41) +
    0.7 * Math.sin((lon + lat) * 277) +
    (noise - 0.5) * 1.6;
  const share = Math.min(0.999, Math.max(0, (wave + 3.2) / 6.4));
  return CLASSES[Math.floor(share * CLASSES.length)]!;
}

/** Little-endian WKB of a one-ring multipolygon; more rings become holes of it. */
export function multiPolygonWkb(rings: readonly (readonly (readonly [number, number])[])[]): Buffer {
  const size = 9 + 9 + rings.reduce((sum, ring) => sum + 4 + ring.length * 16, 0);
  const bytes = Buffer.alloc(size);
  let offset = bytes.writeUInt8(1, 0);
  offset = bytes.writeUInt32LE(6, offset);
  offset = bytes.writeUInt32LE(1, offset);
  offset = bytes.writeUInt8(1, offset);
  offset = bytes.writeUInt32LE(3, offset);
  offset = bytes.writeUInt32LE(rings.length, offset);
  for (const ring of rings) {
    offset = bytes.writeUInt32LE(ring.length, offset);
    for (const [x, y] of ring) {
      offset = bytes.writeDoubleLE(x, offset);
      offset = bytes.writeDoubleLE(y, offset);
    }
  }
  return bytes;
}
