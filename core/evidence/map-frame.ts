import type { Position } from 'geojson';
import { planeOf } from '#core/evidence/corners.ts';
import { fromLonLat, toLonLat } from '#core/geometry/crs.ts';
import type { LonLat, LonLatBox } from '#core/geometry/lon-lat.ts';

/** One point of print is 1/72 inch. */
export const MM_PER_POINT = 25.4 / 72;

/** 比例尺 that maps of a parcel are drawn at. */
const denominators = [
  200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000,
];

/** 图幅: a drawing of one size on paper at one of the usual scales, in the plane of its place. */
export interface MapFrame {
  /** 1 : denominator. */
  readonly denominator: number;
  /** Degrees that the frame covers, to fetch what lies in it. */
  readonly box: LonLatBox;
  /** 比例尺条: so many metres on the ground are so many millimetres on paper. */
  readonly bar: { readonly meters: number; readonly millimeters: number };
  /** Points from the frame's upper left corner. */
  toPaper(position: Position): readonly [x: number, y: number];
  /** Points on paper of a length on the ground. */
  length(meters: number): number;
}

/**
 * The largest usual scale at which all places lie inside a frame with room around them, their middle in its middle.
 *
 * @param places lon/lat, EPSG:4490; at least one
 * @param size of the frame, points
 * @param room share of the frame left free on each side
 */
export function mapFrame(
  places: readonly Position[],
  size: { readonly width: number; readonly height: number },
  room = 0.14,
): MapFrame {
  const { crs } = planeOf(places[0]!);
  const project = (position: Position) => fromLonLat(crs, [position[0]!, position[1]!] as LonLat);
  const all = places.map(project);
  const easts = all.map(([east]) => east);
  const norths = all.map(([, north]) => north);
  const [west, east] = [Math.min(...easts), Math.max(...easts)];
  const [south, north] = [Math.min(...norths), Math.max(...norths)];
  const free = 1 - 2 * room;
  // Metres of ground that a point of paper would have to hold.
  const needed = Math.max((east - west) / (size.width * free), (north - south) / (size.height * free));
  const denominator =
    denominators.find((each) => metersPerPoint(each) >= needed) ?? denominators[denominators.length - 1]!;
  const perPoint = metersPerPoint(denominator);
  const middle = [(west + east) / 2, (south + north) / 2] as const;
  const corner = (x: number, y: number) =>
    toLonLat(crs, middle[0] + (x - size.width / 2) * perPoint, middle[1] - (y - size.height / 2) * perPoint);
  const corners = [
    corner(0, 0),
    corner(size.width, 0),
    corner(0, size.height),
    corner(size.width, size.height),
  ];
  return {
    denominator,
    box: [
      Math.min(...corners.map(([lon]) => lon)),
      Math.min(...corners.map(([, lat]) => lat)),
      Math.max(...corners.map(([lon]) => lon)),
      Math.max(...corners.map(([, lat]) => lat)),
    ],
    bar: barOf(denominator),
    toPaper(position) {
      const [e, n] = project(position);
      return [size.width / 2 + (e - middle[0]) / perPoint, size.height / 2 - (n - middle[1]) / perPoint];
    },
    length: (meters) => meters / perPoint,
  };
}

function metersPerPoint(denominator: number): number {
  return (MM_PER_POINT / 1000) * denominator;
}

/** The longest of 1, 2, 5 × 10ⁿ m that is no longer than 50 mm on paper. */
function barOf(denominator: number): MapFrame['bar'] {
  const longest = 0.05 * denominator;
  const power = 10 ** Math.floor(Math.log10(longest));
  const meters = [5, 2, 1].map((step) => step * power).find((each) => each <= longest) ?? power;
  return { meters, millimeters: (meters * 1000) / denominator };
}
