import type { MultiPolygon, Polygon, Position } from 'geojson';
import { type Crs, crsByCode, fromLonLat, gaussKrugerCrs, toLonLat } from '#core/geometry/crs.ts';
import { cgcs2000, degree } from '#core/geometry/ellipsoid.ts';
import { threeDegreeZone } from '#core/geometry/gauss-kruger.ts';
import { roundHalfUp, type SquareMeters, squareMeters } from '#core/geometry/units.ts';

const { b, e2 } = cgcs2000;
const lonLatCrs = crsByCode(4490)!;

/** The coefficients A to E of the edge formula, in e² to the fourth power. */
const coefficients = [
  1 + (3 / 6) * e2 + (30 / 80) * e2 ** 2 + (35 / 112) * e2 ** 3 + (630 / 2304) * e2 ** 4,
  (1 / 6) * e2 + (15 / 80) * e2 ** 2 + (21 / 112) * e2 ** 3 + (420 / 2304) * e2 ** 4,
  (3 / 80) * e2 ** 2 + (7 / 112) * e2 ** 3 + (180 / 2304) * e2 ** 4,
  (1 / 112) * e2 ** 3 + (45 / 2304) * e2 ** 4,
  (5 / 2304) * e2 ** 4,
] as const;

/** Edges longer than this many metres are divided (国土调查 rule). */
const longestEdge = 70;

/**
 * 图斑椭球面积: the area routine of the land survey with all its rounding, for figures that must reproduce an official TBMJ to the cent. For everything
 * else use `geodesicArea`: the two differ by up to about 0.5 ppm, from the rounding to 10⁻⁶ arc-seconds.
 *
 * Plane coordinates to 4 decimals; edges over 70 m divided evenly on the straight line of the plane, new points to 6 decimals; inverse
 * projection; latitude and longitude to 6 decimals of a second; trapezoids between the parallels summed; result to 0.01 m², half-up.
 *
 * @param geometry polygon in `crs`: easting/northing of a CGCS2000 Gauss–Krüger plane, or lon/lat (the default; then projected to its 3° zone first)
 * @returns m², rounded to 0.01 half-up; holes subtracted
 * @throws RangeError when the CRS is neither, or a lon/lat lies outside the zones of China
 * Source: 国土调查办发〔2008〕32号, 椭球面积计算公式及要求; docs/spec/areas.md
 */
export function surveyArea(geometry: Polygon | MultiPolygon, crs: Crs = lonLatCrs): SquareMeters {
  return squareMeters(roundHalfUp(surveyAreaUnrounded(geometry, crs), 2));
}

/** As `surveyArea` without the last rounding. */
export function surveyAreaUnrounded(geometry: Polygon | MultiPolygon, crs: Crs = lonLatCrs): number {
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const plane = crs.kind === 'geographic' ? planeOf(parts) : crs;
  if (plane.kind !== 'gauss-kruger' || !plane.usable) {
    throw new RangeError(`not a CGCS2000 Gauss-Krüger plane: ${crs.name.en}`);
  }
  const project = ([x, y]: Position): Position =>
    crs.kind === 'geographic' ? [...fromLonLat(plane, [x!, y!])] : [x!, y!];
  let sum = 0;
  for (const rings of parts) {
    rings.forEach((ring, index) => {
      const area = Math.abs(ringArea(ring.map(project), plane));
      sum += index === 0 ? area : -area;
    });
  }
  return sum;
}

function ringArea(ring: readonly Position[], plane: Crs): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const points = dividedEdge(ring[i - 1]!, ring[i]!).map(([east, north]) => geodetic(plane, east!, north!));
    for (let j = 1; j < points.length; j++) sum += trapezoid(points[j - 1]!, points[j]!);
  }
  return sum;
}

function dividedEdge(from: Position, to: Position): Position[] {
  const [x1, y1, x2, y2] = [from[0]!, from[1]!, to[0]!, to[1]!].map((value) => round(value, 1e4)) as [
    number,
    number,
    number,
    number,
  ];
  const length = Math.hypot(x2 - x1, y2 - y1);
  const steps = length > longestEdge ? Math.floor(length / longestEdge) + 1 : 1;
  return Array.from({ length: steps + 1 }, (_, j) => [
    round(x1 + ((x2 - x1) * j) / steps, 1e6),
    round(y1 + ((y2 - y1) * j) / steps, 1e6),
  ]);
}

/** Latitude and longitude in radians, from 6 decimals of an arc-second. */
function geodetic(plane: Crs, east: number, north: number): readonly [lon: number, lat: number] {
  const [lon, lat] = toLonLat(plane, east, north);
  return [(round(lon * 3600, 1e6) / 3600) * degree, (round(lat * 3600, 1e6) / 3600) * degree];
}

/** Area between an edge, its parallels and the meridian 0, the edge taken at its mean longitude. */
function trapezoid([lon1, lat1]: readonly [number, number], [lon2, lat2]: readonly [number, number]): number {
  const difference = lat2 - lat1;
  const middle = (lat1 + lat2) / 2;
  const series = coefficients.reduce((sum, coefficient, index) => {
    const order = 2 * index + 1;
    const sign = index % 2 === 0 ? 1 : -1;
    return sum + sign * coefficient * Math.sin((order * difference) / 2) * Math.cos(order * middle);
  }, 0);
  return 2 * b * b * ((lon1 + lon2) / 2) * series;
}

/** The survey's 四舍五入 of a binary number, as its own programs round. */
function round(value: number, scale: number): number {
  return (Math.sign(value) * Math.floor(Math.abs(value) * scale + 0.5)) / scale;
}

/** The 3° plane of the first point. */
function planeOf(parts: readonly Position[][][]): Crs {
  const longitude = parts[0]?.[0]?.[0]?.[0] ?? Number.NaN;
  const crs = gaussKrugerCrs(threeDegreeZone(longitude), 3, true);
  if (crs === undefined) throw new RangeError(`no 3° zone of China at longitude ${longitude}`);
  return crs;
}
