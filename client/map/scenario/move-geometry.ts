import type { MultiPolygon, Position } from 'geojson';
import type { LonLat } from '#core/contract/shared.ts';

/** Mean metres of a degree of latitude: a move is a hand's movement, not a measurement. */
const METERS_PER_DEGREE = 111_195;

/** 移动: the outline carried from one place to another (lon/lat degrees) as a rigid figure on the ground: it keeps its size in metres. */
export function carried(geometry: MultiPolygon, from: LonLat, to: LonLat): MultiPolygon {
  const north = to[1] - from[1];
  const [centre, latitude] = middleOf(geometry);
  const east = to[0] - from[0];
  // A metre is more degrees of longitude the further north it is.
  const stretch = Math.cos(radians(latitude)) / Math.cos(radians(latitude + north));
  const move = ([lon = 0, lat = 0]: Position): Position => [
    rounded(centre + east + (lon - centre) * stretch),
    rounded(lat + north),
  ];
  return {
    type: 'MultiPolygon',
    coordinates: geometry.coordinates.map((rings) => rings.map((ring) => ring.map(move))),
  };
}

/** The outline moved by metres east and north. */
export function stepped(geometry: MultiPolygon, east: number, north: number): MultiPolygon {
  const from = middleOf(geometry);
  const perDegreeEast = METERS_PER_DEGREE * Math.cos(radians(from[1]));
  return carried(geometry, from, [from[0] + east / perDegreeEast, from[1] + north / METERS_PER_DEGREE]);
}

/** Middle of the outline's box. */
function middleOf(geometry: MultiPolygon): LonLat {
  const box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
  for (const [lon = 0, lat = 0] of geometry.coordinates.flat(2)) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** To 0.1 mm. */
function rounded(degrees: number): number {
  return Number(degrees.toFixed(9));
}
