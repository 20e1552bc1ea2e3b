import type { Position } from 'geojson';

export type Direction = 'north' | 'south' | 'east' | 'west';

/** 步长 of a move by key, metres. */
export const STEPS = ['0.1', '1', '10'] as const;
export type Step = (typeof STEPS)[number];

/** Mean metres of a degree of latitude: a step is a hand's movement, not a measurement. */
const METERS_PER_DEGREE = 111_195;

/** A position (lon/lat degrees) moved by so many metres, kept to 0.1 mm. */
export function stepped([lon = 0, lat = 0]: Position, direction: Direction, meters: number): Position {
  const north = { north: 1, south: -1, east: 0, west: 0 }[direction];
  const east = { north: 0, south: 0, east: 1, west: -1 }[direction];
  const perDegreeEast = METERS_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  // The direction that does not move keeps its digits.
  return [
    east === 0 ? lon : rounded(lon + (east * meters) / perDegreeEast),
    north === 0 ? lat : rounded(lat + (north * meters) / METERS_PER_DEGREE),
  ];
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(9));
}
