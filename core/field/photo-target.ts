import type { MultiPolygon, Polygon, Position } from 'geojson';
import { type Bearing, bearingOf, turnBetween } from '#core/field/bearing.ts';
import { Fence } from '#core/field/fence-index.ts';
import { type LocalPlane, localPlane } from '#core/field/local-plane.ts';
import type { PhotoRange } from '#core/field/photo-rules.ts';
import type { EastNorth, LonLat } from '#core/geometry/lon-lat.ts';

/** 拍摄对象: a patch made ready to be photographed; once per patch, asked many times a second. */
export interface PhotoTarget {
  readonly outline: Polygon | MultiPolygon;
  /** 中心: centre of area. */
  readonly centre: LonLat;
  readonly plane: LocalPlane;
  readonly fence: Fence;
}

/** @returns null for an outline without a corner */
export function photoTarget(outline: Polygon | MultiPolygon): PhotoTarget | null {
  const parts = outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates;
  const first = parts[0]?.[0]?.[0];
  if (first === undefined) return null;
  const fence = new Fence([{ id: 'patch', layer: 'patch', outline }]);
  if (fence.refused.length > 0) return null;
  const plane = localPlane([first[0]!, first[1]!]);
  let [area, east, north] = [0, 0, 0];
  for (const rings of parts) {
    rings.forEach((ring, index) => {
      const moment = momentOf(ring, plane);
      // The first ring of a part adds and the others subtract, whatever their orientation.
      const sign = Math.sign(moment.area) * (index === 0 ? 1 : -1);
      area += sign * moment.area;
      east += sign * moment.east;
      north += sign * moment.north;
    });
  }
  const centre = area > 0 ? plane.toLonLat([east / area, north / area]) : meanOf(parts.flat(2));
  return { outline, centre, plane: localPlane(centre), fence };
}

/** How a patch is seen from a point. */
export interface Sight {
  /** Distance to the outline, metres; 0 inside. */
  readonly distanceMeters: number;
  readonly inside: boolean;
  /** To the nearest point of the outline: the way in, or the way out. */
  readonly edgeMeters: number;
  readonly edgeBearing: Bearing;
  /** To the centre. */
  readonly centreBearing: Bearing;
  readonly centreMeters: number;
  /** From the centre to the point: the side on which one stands. */
  readonly side: Bearing;
  /** The patch fills the view from so many degrees left (≤ 0) to so many right (≥ 0) of the centre. */
  readonly extent: readonly [left: number, right: number];
}

export function sightOf(target: PhotoTarget, from: LonLat): Sight {
  const [place] = target.fence.at(from, Infinity);
  const [east, north] = target.plane.toMeters(from);
  const centreBearing = bearingOf([-east, -north]);
  const inside = place?.inside ?? false;
  const edgeMeters = Math.abs(place?.signedMeters ?? 0);
  return {
    distanceMeters: inside ? 0 : edgeMeters,
    inside,
    edgeMeters,
    edgeBearing: place?.bearing ?? 0,
    centreBearing,
    centreMeters: Math.hypot(east, north),
    side: bearingOf([east, north]),
    extent: inside ? [-180, 180] : extentOf(target, [east, north], centreBearing),
  };
}

/** 0 while the camera points at the patch, else the degrees by which it points beside it. */
export function bearingError({ centreBearing, extent: [left, right] }: Sight, camera: Bearing): number {
  const beside = turnBetween(centreBearing, camera);
  if (beside < left) return Math.min(left - beside, beside + 360 - right);
  return beside > right ? Math.min(beside - right, left + 360 - beside) : 0;
}

/**
 * How far in (negative) or out (positive) one must go to come into a range; 0 in it. Inside a patch that is too large to be left within the
 * range, every distance is right.
 */
export function wayIntoRange(sight: Sight, { minMeters, maxMeters }: PhotoRange): number {
  if (sight.distanceMeters > maxMeters) return maxMeters - sight.distanceMeters;
  if (sight.inside) return minMeters > 0 && sight.edgeMeters <= maxMeters ? minMeters + sight.edgeMeters : 0;
  return sight.distanceMeters < minMeters ? minMeters - sight.distanceMeters : 0;
}

function extentOf(target: PhotoTarget, [x, y]: EastNorth, centreBearing: Bearing): [number, number] {
  const { outline, plane } = target;
  let [left, right] = [0, 0];
  const parts = outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates;
  for (const [shell = []] of parts) {
    let previous: number | null = null;
    for (const corner of [...shell, ...shell.slice(0, 1)]) {
      const [east, north] = plane.toMeters([corner[0]!, corner[1]!]);
      const beside = turnBetween(centreBearing, bearingOf([east - x, north - y]));
      // An edge behind one's back: the patch is all around.
      if (previous !== null && Math.abs(beside - previous) > 180) return [-180, 180];
      previous = beside;
      left = Math.min(left, beside);
      right = Math.max(right, beside);
    }
  }
  return [left, right];
}

function momentOf(ring: readonly Position[], plane: LocalPlane) {
  let [area, east, north] = [0, 0, 0];
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!];
    const [ax, ay] = plane.toMeters([a[0]!, a[1]!]);
    const [bx, by] = plane.toMeters([b[0]!, b[1]!]);
    const cross = ax * by - bx * ay;
    area += cross / 2;
    east += ((ax + bx) * cross) / 6;
    north += ((ay + by) * cross) / 6;
  }
  return { area, east, north };
}

function meanOf(corners: readonly Position[]): LonLat {
  const sum = (axis: number) => corners.reduce((total, corner) => total + corner[axis]!, 0);
  return [sum(0) / corners.length, sum(1) / corners.length];
}
