import type { LineString, MultiLineString, MultiPolygon, Polygon, Position } from 'geojson';
import { cgcs2000, degree } from '#core/geometry/ellipsoid.ts';
import { geodesicDistance, geodesicLine, integrate, longitudeDifference } from '#core/geometry/geodesic.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import { type SquareMeters, squareMeters } from '#core/geometry/units.ts';

const { a, b, e2 } = cgcs2000;
const e = Math.sqrt(e2);

/** Below this difference (degrees, about 2 km) an edge takes the closed correction instead of the full geodesic. */
const shortEdge = 0.02;

/**
 * 椭球面积: area of a polygon on CGCS2000 whose edges are geodesics, holes subtracted, parts added. The ruler of the browser, next to
 * the database's `ST_Area(geom::geography)`.
 *
 * @param geometry lon/lat degrees (EPSG:4490); ring orientation does not matter; rings closed or not
 * @returns m², not rounded; relative error below 1e-11 for parcels of any size, down to a square of 10 cm
 * @throws RangeError on a coordinate that is not finite or beyond a pole, and on a ring around a pole
 *
 * Method: S = ∮ q dλ with the authalic q(φ), whose differences are known in closed form, taken from the ring's first vertex so that
 * nothing large cancels. Each edge adds its trapezoid in the plane (λ, q) and the area between that chord and the geodesic.
 * Agrees with GeographicLib (Karney, Algorithms for geodesics, J. Geodesy 87, 2013) to 1e-9.
 */
export function geodesicArea(geometry: Polygon | MultiPolygon): SquareMeters {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  let sum = 0;
  for (const rings of polygons) {
    rings.forEach((ring, index) => {
      const area = Math.abs(geodesicRingArea(ring));
      sum += index === 0 ? area : -area;
    });
  }
  return squareMeters(sum);
}

/** 周长: length of all rings, metres. */
export function geodesicPerimeter(geometry: Polygon | MultiPolygon): number {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.flat().reduce((sum, ring) => sum + pathLength(closed(ring)), 0);
}

/** 长度: length of a line along its geodesics, metres. */
export function geodesicLength(geometry: LineString | MultiLineString): number {
  const lines = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates;
  return lines.reduce((sum, line) => sum + pathLength(line), 0);
}

/** Signed area of one ring in m²: positive when anticlockwise. */
export function geodesicRingArea(ring: readonly Position[]): number {
  const first = ring[0];
  if (first === undefined) return 0;
  const origin = pointOf(first);
  const sinOrigin = Math.sin(origin[1] * degree);
  let area = 0;
  let turned = 0;
  let previous = origin;
  let previousQ = 0;
  for (let i = 1; i <= ring.length; i++) {
    const point = i === ring.length ? origin : pointOf(ring[i]!);
    const q = i === ring.length ? 0 : authalicDifference(origin[1], sinOrigin, point[1]);
    const deltaLambda = longitudeDifference(previous[0], point[0]);
    turned += deltaLambda;
    area +=
      Math.abs(deltaLambda) < shortEdge && Math.abs(point[1] - previous[1]) < shortEdge
        ? ((previousQ + q) / 2) * deltaLambda * degree + bulge(previous, point, deltaLambda, q - previousQ)
        : areaUnderGeodesic(previous, point, origin[1], sinOrigin);
    previous = point;
    previousQ = q;
  }
  if (Math.abs(turned) > 180) throw new RangeError('a ring around a pole has no area here');
  // q dλ runs positive eastwards, so an anticlockwise ring comes out negative; 0 − keeps −0 away.
  return 0 - area;
}

/**
 * Area between the chord of a short edge in the plane (λ, q) and the geodesic: the geodesic obeys q″ = −sin φ (r² + 3 q′²/r²) with r the radius of
 * the parallel, so the area is −q″ Δλ³/12; the next term is smaller by (edge/R)².
 */
function bulge(from: LonLat, to: LonLat, deltaLambdaDegrees: number, deltaQ: number): number {
  const phi = ((from[1] + to[1]) / 2) * degree;
  const sin = Math.sin(phi);
  const r2 = (a * a * (1 - sin * sin)) / (1 - e2 * sin * sin);
  const deltaLambda = deltaLambdaDegrees * degree;
  return (sin * deltaLambda * (r2 * deltaLambda * deltaLambda + (3 * deltaQ * deltaQ) / r2)) / 12;
}

/** ∫ (q − q₀) dλ along the geodesic, for edges of any length. */
function areaUnderGeodesic(from: LonLat, to: LonLat, phi0: number, sin0: number): number {
  const line = geodesicLine(from, to);
  if (line === null || line.sinAlpha0 === 0) return 0;
  const { sinBeta1, cosBeta1, cosAlpha1, sinAlpha0 } = line;
  return integrate(line, (sigma) => {
    const sinBeta = sinBeta1 * Math.cos(sigma) + cosBeta1 * cosAlpha1 * Math.sin(sigma);
    const cos2Beta = 1 - sinBeta * sinBeta;
    const w = Math.sqrt(1 - e2 * cos2Beta);
    const phi = Math.asin(Math.max(-1, Math.min(1, sinBeta / w)));
    return (authalicDifference(phi0, sin0, phi / degree) * w * sinAlpha0) / cos2Beta;
  });
}

/**
 * q(φ) − q(φ₀) in m² per radian of longitude, q = (b²/2) (s/(1 − e²s²) + artanh(e s)/e), s = sin φ; written as one product so that it
 * keeps its relative precision when φ is a few millimetres from φ₀.
 */
function authalicDifference(phi0: number, sin0: number, phi: number): number {
  const half = ((phi - phi0) / 2) * degree;
  const sin = Math.sin(phi * degree);
  const difference = 2 * Math.sin(half) * Math.cos(phi0 * degree + half);
  const rational = (difference * (1 + e2 * sin0 * sin)) / ((1 - e2 * sin0 * sin0) * (1 - e2 * sin * sin));
  return ((b * b) / 2) * (rational + Math.atanh((e * difference) / (1 - e2 * sin0 * sin)) / e);
}

function pathLength(path: readonly Position[]): number {
  let sum = 0;
  for (let i = 1; i < path.length; i++) sum += geodesicDistance(pointOf(path[i - 1]!), pointOf(path[i]!));
  return sum;
}

function closed(ring: readonly Position[]): readonly Position[] {
  return ring.length > 0 ? [...ring, ring[0]!] : ring;
}

function pointOf(position: Position): LonLat {
  const [longitude, latitude] = position;
  if (!Number.isFinite(longitude) || !(Math.abs(latitude!) <= 90)) {
    throw new RangeError(`not a lon/lat position: ${position.join(', ')}`);
  }
  return [longitude!, latitude!];
}
