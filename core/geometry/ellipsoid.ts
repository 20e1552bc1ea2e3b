/**
 * 椭球: semi-major axis a in metres and flattening f, with the constants that follow from them.
 * CGCS2000 and WGS84 differ in the 1/f only from the ninth digit: 0.1 mm on the ground.
 */
export interface Ellipsoid {
  readonly a: number;
  readonly f: number;
  /** Semi-minor axis, metres. */
  readonly b: number;
  /** First eccentricity squared. */
  readonly e2: number;
}

function ellipsoid(a: number, inverseFlattening: number): Ellipsoid {
  const f = 1 / inverseFlattening;
  return { a, f, b: a * (1 - f), e2: f * (2 - f) };
}

/** 2000国家大地坐标系 (GB 22021-2008). */
export const cgcs2000: Ellipsoid = ellipsoid(6378137, 298.257222101);
export const wgs84: Ellipsoid = ellipsoid(6378137, 298.257223563);

export const degree = Math.PI / 180;
