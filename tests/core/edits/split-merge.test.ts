import fc from 'fast-check';
import type { MultiPolygon, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { mergeOutlines } from '#core/edits/merge-outlines.ts';
import { splitOutline } from '#core/edits/split-outline.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { boxOf, doubledPlaneArea, locate } from '#core/geometry/rings.ts';
import { checkPolygon } from '#core/geometry/validity.ts';
import { aPolygonWithHolesAndParts } from '../../support/random-polygons.ts';

const box = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const area = (coordinates: Position[][][]) => geodesicArea({ type: 'MultiPolygon', coordinates });
/** In square degrees: cutting a long edge moves the geodesic it stands for, not the line on the map. */
const planeArea = (coordinates: Position[][][]) =>
  coordinates.reduce(
    (sum, rings) => sum + rings.reduce((part, ring) => part + doubledPlaneArea(ring), 0),
    0,
  ) / 2;
const faults = (coordinates: Position[][][]) =>
  checkPolygon({ type: 'MultiPolygon', coordinates }, { subject: 't' });
const square = [[box(117, 39, 117.01, 39.01)]];
const ringed = [[box(117, 39, 117.01, 39.01), box(117.004, 39.004, 117.006, 39.006).reverse()]];
const upright = (x: number): Position[] => [
  [x, 38.9],
  [x, 39.1],
];
/** Points as a set, whatever ring begins where. */
const points = (coordinates: Position[][][]) => [...new Set(coordinates.flat(2).map(String))].sort();
const inside = (coordinates: Position[][][], point: Position) =>
  coordinates.some(
    ([shell, ...holes]) =>
      locate(point, shell!) === 'inside' && holes.every((hole) => locate(point, hole) === 'outside'),
  );

describe('splitting an outline', () => {
  it('gives both sides of a cut the same points along it', () => {
    const pieces = splitOutline(square, [
      [116.99, 39.003],
      [117.005, 39.004],
      [117.02, 39.0071],
    ]);
    expect(pieces).toHaveLength(2);
    const [a, b] = pieces.map(({ coordinates }) => points(coordinates));
    expect(a!.filter((point) => b!.includes(point))).toHaveLength(3);
    expect(pieces[0]!.areaSquareMeters + pieces[1]!.areaSquareMeters).toBeCloseTo(area(square), 2);
    expect(pieces[0]!.areaSquareMeters).toBeGreaterThanOrEqual(pieces[1]!.areaSquareMeters);
  });

  it('opens a hole that the cut runs through, and keeps one that it passes', () => {
    const through = splitOutline(ringed, upright(117.005));
    expect(through.map(({ coordinates }) => coordinates.map((rings) => rings.length))).toEqual([[1], [1]]);
    const past = splitOutline(ringed, upright(117.002));
    expect(past.map(({ coordinates }) => coordinates[0]!.length)).toEqual([2, 1]);
  });

  it('divides nothing with a line that ends inside, reaches only a hole, or runs along an edge', () => {
    for (const line of [
      [
        [117.005, 38.9],
        [117.005, 39.001],
      ],
      [
        [117.005, 38.9],
        [117.005, 39.005],
      ],
      upright(117),
      upright(118),
    ]) {
      const pieces = splitOutline(ringed, line);
      expect(pieces).toHaveLength(1);
      expect(pieces[0]!.coordinates).toEqual(ringed);
    }
  });

  it('cuts from corner to corner and from a point set on an edge without leaving splinters', () => {
    const diagonal = splitOutline(square, [
      [117, 39],
      [117.01, 39.01],
    ]);
    expect(diagonal.map(({ coordinates }) => coordinates[0]![0]!.length)).toEqual([4, 4]);
    const onEdge: Position = [117 + 0.01 / 3, 39];
    const fromEdge = splitOutline(square, [onEdge, [117.005, 39.02]]);
    expect(fromEdge).toHaveLength(2);
    expect(points(fromEdge[0]!.coordinates)).toContain(String(onEdge));
  });

  it('leaves parts that are not cut with the largest piece', () => {
    const two = [...square, [box(117.02, 39, 117.03, 39.01)]];
    const pieces = splitOutline(two, upright(117.003));
    expect(pieces.map(({ coordinates }) => coordinates.length)).toEqual([2, 1]);
    expect(pieces[0]!.areaSquareMeters + pieces[1]!.areaSquareMeters).toBeCloseTo(area(two), 2);
  });

  it('cuts an island out along a line that crosses itself, and leaves its hole to the ground around it', () => {
    const ring: Position[] = [
      [130.19454123480773, 18.00000000000002],
      [130.04764070894075, 18.14662302560642],
      [129.87504150443073, 18.090787661266656],
      [129.8492273262195, 17.89045724043743],
      [130.05705082252783, 17.82441562272377],
      [130.19454123480773, 18.00000000000002],
    ];
    const [west, south, east, north] = boxOf(ring);
    const line = [
      [-0.1, 0.976],
      [0.263, 0.699],
      [0.356, 0.208],
      [0.264, 0.3],
      [1.1, 0.999],
    ].map(([x, y]) => [west + x! * (east - west), south + y! * (north - south)]);
    const pieces = splitOutline([[ring]], line);
    expect(pieces).toHaveLength(3);
    for (const { coordinates } of pieces) expect(faults(coordinates)).toEqual([]);
    expect(pieces.map(({ coordinates }) => coordinates[0]!.length).sort()).toEqual([1, 1, 2]);
  });

  it('cuts an island out along a line that closes on itself', () => {
    const pieces = splitOutline(square, box(117.002, 39.002, 117.004, 39.004));
    expect(pieces.map(({ coordinates }) => coordinates[0]!.length)).toEqual([2, 1]);
  });
});

describe('split, then merged', () => {
  const share = fc.integer({ min: 0, max: 1000 }).map((value) => value / 1000);
  /** A line from the west of the polygon to its east. */
  const aCut = fc.tuple(
    aPolygonWithHolesAndParts(),
    fc
      .tuple(share, fc.array(fc.tuple(share, share), { maxLength: 3 }), share)
      .map(([from, between, to]): [number, number][] => [[-0.1, from], ...between, [1.1, to]]),
  );
  it('restores the area and covers the same ground; pieces are valid and sum to the whole', () => {
    let divided = 0;
    let together = 0;
    fc.assert(
      fc.property(aCut, ([polygon, shares]: [MultiPolygon, [number, number][]]) => {
        const [west, south, east, north] = boxOf(polygon.coordinates.flat(2));
        const line = shares.map(([x, y]) => [west + x * (east - west), south + y * (north - south)]);
        const pieces = splitOutline(polygon.coordinates, line);
        if (pieces.length < 2) return;
        divided += 1;
        const whole = planeArea(polygon.coordinates);
        for (const { coordinates } of pieces) expect(faults(coordinates)).toEqual([]);
        const sum = pieces.reduce((total, { coordinates }) => total + planeArea(coordinates), 0);
        expect(Math.abs(sum - whole)).toBeLessThanOrEqual(whole * 1e-9);
        const merged = mergeOutlines(pieces.map(({ coordinates }) => coordinates));
        // Both parts were cut: what is left of one shares no edge with what is left of the other.
        if (merged === 'apart' && polygon.coordinates.length > 1) return;
        if (typeof merged === 'string') throw new Error(merged);
        together += 1;
        expect(faults(merged)).toEqual([]);
        expect(Math.abs(planeArea(merged) - whole)).toBeLessThanOrEqual(whole * 1e-9);
        for (const piece of pieces) {
          const [x0, y0, x1, y1] = boxOf(piece.coordinates.flat(2));
          for (const at of [0.21, 0.5, 0.83]) {
            const point = [x0 + at * (x1 - x0), y0 + (1 - at) * (y1 - y0)];
            expect(inside(merged, point)).toBe(inside(polygon.coordinates, point));
          }
        }
      }),
      { numRuns: 300, endOnFailure: true },
    );
    expect(divided).toBeGreaterThan(200);
    expect(together).toBeGreaterThan(20);
  });

  it('gives back the very points of a parcel', () => {
    for (const line of [upright(117.0033), upright(117.005)]) {
      const pieces = splitOutline(ringed, line);
      const merged = mergeOutlines(pieces.map(({ coordinates }) => coordinates));
      expect(points(merged as Position[][][])).toEqual(points(ringed));
    }
  });
});

describe('merging outlines', () => {
  it('sets points of a neighbour into an edge before it takes the edge out', () => {
    const merged = mergeOutlines([[[box(0, 0, 2, 1)]], [[box(0, 1, 1, 2)]], [[box(1, 1, 2, 2)]]]);
    expect(points(merged as Position[][][])).toEqual(['0,0', '0,2', '2,0', '2,2']);
  });

  it('keeps the ground that a ring of parcels encloses as a hole', () => {
    const merged = mergeOutlines([
      [[box(0, 0, 3, 1)]],
      [[box(0, 2, 3, 3)]],
      [[box(0, 1, 1, 2)]],
      [[box(2, 1, 3, 2)]],
    ]);
    expect((merged as Position[][][])[0]).toHaveLength(2);
  });

  it('refuses what lies apart, touches in a point, or overlaps', () => {
    expect(mergeOutlines([[[box(0, 0, 1, 1)]], [[box(2, 0, 3, 1)]]])).toBe('apart');
    expect(mergeOutlines([[[box(0, 0, 1, 1)]], [[box(1, 1, 2, 2)]]])).toBe('apart');
    expect(mergeOutlines([[[box(0, 0, 2, 1)]], [[box(1, 0, 3, 1)]]])).not.toBeInstanceOf(Array);
    expect(mergeOutlines([[[box(0, 0, 2, 1)]], [[box(0, 0, 2, 1)]]])).toBe('overlapping');
  });
});
