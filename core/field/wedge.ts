import type { Polygon, Position } from 'geojson';
import { type Bearing, pointTowards } from '#core/field/bearing.ts';
import { isLonLat } from '#core/field/local-plane.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';

/**
 * 视域扇形: what a photograph looks at, for the map: anticlockwise, EPSG:4490. A view all around is a circle.
 * @param photo where it was taken, and its *true* bearing (a magnetic one goes through `trueBearings` first)
 * @returns null without a position, a bearing, a range or an angle
 */
export function wedgeOf(
  photo: { readonly lonLat: LonLat | null; readonly bearing: Bearing | null },
  rangeMeters: number,
  fieldOfViewDegrees: number,
): Polygon | null {
  const { lonLat, bearing } = photo;
  if (!isLonLat(lonLat) || bearing === null || !Number.isFinite(bearing)) return null;
  if (!(rangeMeters > 0 && rangeMeters < Infinity && fieldOfViewDegrees > 0)) return null;
  const view = Math.min(fieldOfViewDegrees, 360);
  const steps = Math.max(1, Math.ceil(view / 5));
  const arc: Position[] = [];
  // From right to left: bearings run clockwise, rings anticlockwise.
  for (let i = 0; i <= steps; i++) {
    arc.push([...pointTowards(lonLat, bearing + view / 2 - (view * i) / steps, rangeMeters)]);
  }
  if (view === 360) return { type: 'Polygon', coordinates: [[...arc.slice(0, -1), arc[0]!]] };
  return { type: 'Polygon', coordinates: [[[...lonLat], ...arc, [...lonLat]]] };
}
