import { type Heading, normalBearing } from '#core/field/bearing.ts';
import { degree } from '#core/geometry/ellipsoid.ts';

/** What the device tells of how it is held; degrees, as `DeviceOrientationEvent` has them. */
export interface Orientation {
  readonly alpha: number | null;
  readonly beta: number | null;
  readonly gamma: number | null;
  /** Of iOS: clockwise from magnetic north. */
  readonly webkitCompassHeading?: number | null;
}

/** 朝向: where the camera on the back looks, and how far up (degrees, negative: down). */
export interface CameraDirection {
  readonly heading: Heading | null;
  readonly pitch: number | null;
}

/** Looking down steeper than this the phone lies in the hand, and its upper edge points the way. */
const FLAT = Math.sin(60 * degree);

/**
 * Of the device's angles: the axis out of its back turned into east, north and up (W3C DeviceOrientation, Z-X′-Y″). Android's rotation vector and
 * iOS's compass heading are both of magnetic north; alpha of an event that is not absolute is of no north at all.
 */
export function cameraDirection(orientation: Orientation, absolute: boolean): CameraDirection {
  const { alpha, beta, gamma, webkitCompassHeading } = orientation;
  const pitch = beta === null || gamma === null ? null : pitchOf(beta, gamma);
  if (typeof webkitCompassHeading === 'number' && webkitCompassHeading >= 0) {
    return { heading: { degrees: normalBearing(webkitCompassHeading), reference: 'magnetic' }, pitch };
  }
  if (!absolute || alpha === null || beta === null || gamma === null) return { heading: null, pitch };
  const [sa, ca] = sinCos(alpha);
  const [sb, cb] = sinCos(beta);
  const [sg, cg] = sinCos(gamma);
  const up = -cb * cg;
  const [east, north] =
    Math.abs(up) > FLAT ? [-cb * sa, ca * cb] : [-(ca * sg + cg * sa * sb), -(sa * sg - ca * cg * sb)];
  const degrees = normalBearing(Math.atan2(east, north) / degree);
  return { heading: { degrees, reference: 'magnetic' }, pitch };
}

function pitchOf(beta: number, gamma: number): number {
  const up = -Math.cos(beta * degree) * Math.cos(gamma * degree);
  return Math.asin(Math.min(1, Math.max(-1, up))) / degree;
}

function sinCos(degrees: number): readonly [number, number] {
  return [Math.sin(degrees * degree), Math.cos(degrees * degree)];
}
