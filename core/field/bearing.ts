import { localPlane } from '#core/field/local-plane.ts';
import { degree } from '#core/geometry/ellipsoid.ts';
import { geodesicLine } from '#core/geometry/geodesic.ts';
import type { EastNorth, LonLat } from '#core/geometry/lon-lat.ts';

/** Bearings are degrees clockwise from true north, in [0, 360). */
export type Bearing = number;

/** 方位角 of the geodesic at its start; null when the points coincide. */
export function bearingBetween(from: LonLat, to: LonLat): Bearing | null {
  const line = geodesicLine(from, to);
  return line && normalBearing(Math.atan2(line.sinAlpha0 / line.cosBeta1, line.cosAlpha1) / degree);
}

/** Bearing of a vector of a local plane; 0 for no vector. */
export function bearingOf([east, north]: EastNorth): Bearing {
  return normalBearing(Math.atan2(east, north) / degree);
}

export function normalBearing(degrees: number): Bearing {
  const rest = degrees % 360;
  // The second sum may round up to 360.
  return rest < 0 ? (rest + 360) % 360 : rest + 0;
}

/** 转向: degrees to turn from one bearing to another, in (−180, 180]; positive to the right. */
export function turnBetween(from: Bearing, to: Bearing): number {
  const turn = normalBearing(to - from);
  return turn > 180 ? turn - 360 : turn;
}

/** 夹角 of two bearings, 0 to 180. */
export function angleBetween(a: Bearing, b: Bearing): number {
  return Math.abs(turnBetween(a, b));
}

/** The point at a distance (metres, up to a few kilometres) in a direction. */
export function pointTowards(from: LonLat, bearing: Bearing, meters: number): LonLat {
  const angle = bearing * degree;
  return localPlane(from).toLonLat([Math.sin(angle) * meters, Math.cos(angle) * meters]);
}

/** What a compass says: `magnetic` needs the declination; null where the device does not tell which north it means. */
export interface Heading {
  readonly degrees: number;
  readonly reference: 'true' | 'magnetic' | null;
}

/**
 * 真方位角 that a heading may mean: one bearing, or two where its north is not known (what is decided must hold for both).
 * @param declinationDegrees 磁偏角, east positive; about −7.5 in Tianjin
 */
export function trueBearings(heading: Heading | null, declinationDegrees: number): readonly Bearing[] {
  if (heading === null || !Number.isFinite(heading.degrees)) return [];
  const asTrue = normalBearing(heading.degrees);
  const asMagnetic = normalBearing(heading.degrees + declinationDegrees);
  if (heading.reference === 'true') return [asTrue];
  return heading.reference === 'magnetic' ? [asMagnetic] : [asTrue, asMagnetic];
}
