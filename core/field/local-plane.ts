import { cgcs2000, degree } from '#core/geometry/ellipsoid.ts';
import type { EastNorth, LonLat } from '#core/geometry/lon-lat.ts';

/**
 * 站心平面: metres east and north of an origin. Lengths are right to distance/R: 1 mm in 80 m, 0.2 m in 1 km; what a person sees or walks, not
 * what is accounted (that is core/geometry/geodesic.ts).
 */
export interface LocalPlane {
  readonly origin: LonLat;
  toMeters(point: LonLat): EastNorth;
  toLonLat(point: EastNorth): LonLat;
}

/** Metres of one degree of longitude and of latitude at a latitude (degrees). */
export function metersPerDegree(latitude: number): readonly [longitude: number, latitude: number] {
  const { a, e2 } = cgcs2000;
  const sin = Math.sin(latitude * degree);
  const w2 = 1 - e2 * sin * sin;
  const normal = a / Math.sqrt(w2);
  return [normal * Math.cos(latitude * degree) * degree, ((normal * (1 - e2)) / w2) * degree];
}

export function localPlane(origin: LonLat): LocalPlane {
  const [x, y] = metersPerDegree(origin[1]);
  return {
    origin,
    toMeters: ([lon, lat]) => [(lon - origin[0]) * x, (lat - origin[1]) * y],
    toLonLat: ([east, north]) => [origin[0] + east / x, origin[1] + north / y],
  };
}

/** A position of this earth: finite, longitude within ±180, latitude within ±90. */
export function isLonLat(point: readonly number[] | null | undefined): point is LonLat {
  return point !== null && point !== undefined && Math.abs(point[0]!) <= 180 && Math.abs(point[1]!) <= 90;
}
