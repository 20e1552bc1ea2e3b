import type { MultiPolygon, Position } from 'geojson';
import type { SourcePolygon } from '#core/formats/types.ts';
import { type Crs, toLonLat } from '#core/geometry/crs.ts';
import { doubledPlaneArea, polygonsFromRings } from '#core/geometry/rings.ts';

/**
 * 转经纬度: the polygon of a row as a lon/lat multipolygon, holes and parts as the format says, or by nesting where it does not say. Broken
 * rings come through for the checks to find. The one place of the import where axes are exchanged.
 *
 * @param crs null: coordinates are left as they are (the CRS is not settled)
 */
export function multiPolygonOf(source: SourcePolygon, crs: Crs | null, swapped: boolean): MultiPolygon {
  const rings = ringsOf(source, crs, swapped);
  if (source.partEnds !== null) {
    const ends = source.partEnds;
    return {
      type: 'MultiPolygon',
      coordinates: ends.map((end, part) => rings.slice(part === 0 ? 0 : ends[part - 1]!, end)),
    };
  }
  if (rings.length === 1) return { type: 'MultiPolygon', coordinates: [rings] };
  const readable = rings.filter((ring) => ring.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y)));
  const assembled = polygonsFromRings(readable);
  const parts = assembled?.type === 'Polygon' ? [assembled.coordinates] : (assembled?.coordinates ?? []);
  // Rings that cannot be assembled stay visible as parts of their own, so that the checks name them.
  const left = rings.filter(
    (ring) => !readable.includes(ring) || ring.length < 4 || doubledPlaneArea(ring) === 0,
  );
  return { type: 'MultiPolygon', coordinates: [...parts, ...left.map((ring) => [ring])] };
}

function ringsOf({ coordinates, ringEnds }: SourcePolygon, crs: Crs | null, swapped: boolean): Position[][] {
  const plain = crs === null || crs.kind === 'geographic';
  let vertex = 0;
  return ringEnds.map((end) => {
    const ring: Position[] = [];
    for (; vertex < end; vertex++) {
      const a = coordinates[2 * vertex]!;
      const b = coordinates[2 * vertex + 1]!;
      const [x, y] = swapped ? [b, a] : [a, b];
      ring.push(plain || !Number.isFinite(x) || !Number.isFinite(y) ? [x, y] : [...toLonLat(crs, x, y)]);
    }
    return ring;
  });
}

/** Flat form of a lon/lat multipolygon, for WKB. */
export function flatOf({ coordinates }: MultiPolygon) {
  const flat: number[] = [];
  const ringEnds: number[] = [];
  const partEnds: number[] = [];
  for (const rings of coordinates) {
    for (const ring of rings) {
      for (const point of ring) flat.push(point[0]!, point[1]!);
      ringEnds.push(flat.length / 2);
    }
    partEnds.push(ringEnds.length);
  }
  return { coordinates: Float64Array.from(flat), ringEnds, partEnds };
}
