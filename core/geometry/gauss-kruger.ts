import { degree, type Ellipsoid } from '#core/geometry/ellipsoid.ts';
import type { EastNorth, LonLat } from '#core/geometry/lon-lat.ts';

/** 高斯-克吕格投影: one transverse Mercator plane. */
export interface TransverseMercator {
  readonly ellipsoid: Ellipsoid;
  /** Degrees east. */
  readonly centralMeridian: number;
  /** Metres; with a zone prefix it is zone × 1 000 000 + 500 000. */
  readonly falseEasting: number;
  /** 1 for Gauss–Krüger, 0.9996 for UTM. */
  readonly scale: number;
}

/** Krüger's series in the third flattening n to the sixth order, as given by Karney, J. Geodesy 85 (2011), eqs 12, 14, 35, 36. */
interface Series {
  readonly e: number;
  /** Radius of the rectifying sphere, metres. */
  readonly radius: number;
  readonly alpha: readonly number[];
  readonly beta: readonly number[];
}

const seriesByEllipsoid = new Map<Ellipsoid, Series>();

function seriesOf(ellipsoid: Ellipsoid): Series {
  const known = seriesByEllipsoid.get(ellipsoid);
  if (known) return known;
  const n = ellipsoid.f / (2 - ellipsoid.f);
  const poly = (lowest: number, ...coefficients: number[]) =>
    coefficients.reduceRight((sum, coefficient) => sum * n + coefficient, 0) * n ** lowest;
  const series: Series = {
    e: Math.sqrt(ellipsoid.e2),
    radius: (ellipsoid.a / (1 + n)) * poly(0, 1, 0, 1 / 4, 0, 1 / 64, 0, 1 / 256),
    alpha: [
      poly(1, 1 / 2, -2 / 3, 5 / 16, 41 / 180, -127 / 288, 7891 / 37800),
      poly(2, 13 / 48, -3 / 5, 557 / 1440, 281 / 630, -1983433 / 1935360),
      poly(3, 61 / 240, -103 / 140, 15061 / 26880, 167603 / 181440),
      poly(4, 49561 / 161280, -179 / 168, 6601661 / 7257600),
      poly(5, 34729 / 80640, -3418889 / 1995840),
      poly(6, 212378941 / 319334400),
    ],
    beta: [
      poly(1, 1 / 2, -2 / 3, 37 / 96, -1 / 360, -81 / 512, 96199 / 604800),
      poly(2, 1 / 48, 1 / 15, -437 / 1440, 46 / 105, -1118711 / 3870720),
      poly(3, 17 / 480, -37 / 840, -209 / 4480, 5569 / 90720),
      poly(4, 4397 / 161280, -11 / 504, -830251 / 7257600),
      poly(5, 4583 / 161280, -108847 / 3991680),
      poly(6, 20648693 / 638668800),
    ],
  };
  seriesByEllipsoid.set(ellipsoid, series);
  return series;
}

/**
 * 正算: lon/lat degrees → easting, northing in metres (northern hemisphere, false northing 0). Exact to a few nanometres
 * within 40° of the central meridian.
 */
export function projectTransverseMercator(plane: TransverseMercator, [lon, lat]: LonLat): EastNorth {
  const { e, radius, alpha } = seriesOf(plane.ellipsoid);
  const lambda = (lon - plane.centralMeridian) * degree;
  const tau = Math.tan(lat * degree);
  const sigma = Math.sinh(e * Math.atanh((e * tau) / Math.hypot(1, tau)));
  const tauConformal = tau * Math.hypot(1, sigma) - sigma * Math.hypot(1, tau);
  const xi0 = Math.atan2(tauConformal, Math.cos(lambda));
  const eta0 = Math.asinh(Math.sin(lambda) / Math.hypot(tauConformal, Math.cos(lambda)));
  let xi = xi0;
  let eta = eta0;
  alpha.forEach((coefficient, index) => {
    const order = 2 * (index + 1);
    xi += coefficient * Math.sin(order * xi0) * Math.cosh(order * eta0);
    eta += coefficient * Math.cos(order * xi0) * Math.sinh(order * eta0);
  });
  const size = plane.scale * radius;
  return [plane.falseEasting + size * eta, size * xi];
}

/** 反算: easting, northing in metres → lon/lat degrees; the inverse of `projectTransverseMercator` to 1e-14 rad. */
export function unprojectTransverseMercator(
  plane: TransverseMercator,
  [easting, northing]: EastNorth,
): LonLat {
  const { e, radius, beta } = seriesOf(plane.ellipsoid);
  const size = plane.scale * radius;
  const xi = northing / size;
  const eta = (easting - plane.falseEasting) / size;
  let xi0 = xi;
  let eta0 = eta;
  beta.forEach((coefficient, index) => {
    const order = 2 * (index + 1);
    xi0 -= coefficient * Math.sin(order * xi) * Math.cosh(order * eta);
    eta0 -= coefficient * Math.cos(order * xi) * Math.sinh(order * eta);
  });
  const sinhEta = Math.sinh(eta0);
  const tauConformal = Math.sin(xi0) / Math.hypot(sinhEta, Math.cos(xi0));
  const rest = 1 - plane.ellipsoid.e2;
  let tau = tauConformal / rest;
  // Newton on the conformal latitude; two rounds reach the last digit, the third costs nothing.
  for (let round = 0; round < 3; round++) {
    const root = Math.hypot(1, tau);
    const sigma = Math.sinh(e * Math.atanh((e * tau) / root));
    const reached = tau * Math.hypot(1, sigma) - sigma * root;
    const slope = (rest * root * Math.hypot(1, reached)) / (1 + rest * tau * tau);
    tau += (tauConformal - reached) / slope;
  }
  return [plane.centralMeridian + Math.atan2(sinhEta, Math.cos(xi0)) / degree, Math.atan(tau) / degree];
}

/** 三度带带号: zone number of a longitude, `floor((λ + 1.5) / 3)`; 117.1° is zone 39 with central meridian 117°. */
export function threeDegreeZone(longitude: number): number {
  return Math.floor((longitude + 1.5) / 3);
}
