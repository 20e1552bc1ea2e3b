import fc from 'fast-check';
import type { Polygon, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { orientation } from '#core/geometry/predicates.ts';
import { containersOf, doubledPlaneArea, locate, polygonsFromRings, rewind } from '#core/geometry/rings.ts';
import { aPolygonWithHolesAndParts } from '../../support/random-polygons.ts';

const box = (x: number, y: number, size: number): Position[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];

describe('环 → 面: hole or part is decided by nesting, not by order or orientation', () => {
  it('makes an island in a hole a part of its own', () => {
    const rings = [box(4, 4, 1), box(0, 0, 10), box(2, 2, 6), box(20, 0, 1)];
    expect(containersOf(rings).map((around) => around.length)).toEqual([2, 0, 1, 0]);
    const geometry = polygonsFromRings(rings);
    expect(geometry?.type).toBe('MultiPolygon');
    expect(geometry?.coordinates.map((part) => part.length)).toEqual([1, 2, 1]);
  });

  it('takes a second ring beside the first for a part, and one inside for a hole', () => {
    expect(polygonsFromRings([box(0, 0, 2), box(5, 0, 2)])?.type).toBe('MultiPolygon');
    expect(polygonsFromRings([box(0, 0, 9), box(1, 1, 2)])).toMatchObject({ type: 'Polygon' });
  });

  it('knows a hole that touches its shell at a vertex, and two parts that share a corner', () => {
    const diamond: Position[] = [
      [5, 0],
      [7, 3],
      [5, 5],
      [3, 3],
      [5, 0],
    ];
    expect(polygonsFromRings([diamond, box(0, 0, 10)])?.coordinates).toHaveLength(2);
    expect(polygonsFromRings([box(0, 0, 2), box(2, 2, 2)])?.type).toBe('MultiPolygon');
  });

  it('leaves out rings without area, and answers null when none is left', () => {
    expect(
      polygonsFromRings([
        [
          [0, 0],
          [1, 1],
          [2, 2],
          [0, 0],
        ],
      ]),
    ).toBeNull();
    expect(polygonsFromRings([])).toBeNull();
  });

  it('rebuilds any polygon from its rings shuffled and reversed, with the same area', () => {
    fc.assert(
      fc.property(aPolygonWithHolesAndParts(), fc.infiniteStream(fc.integer()), (geometry, random) => {
        const rings = geometry.coordinates
          .flat()
          .map((ring) => ({
            ring: random.next().value % 2 === 0 ? ring : [...ring].reverse(),
            key: random.next().value,
          }))
          .sort((a, b) => a.key - b.key)
          .map(({ ring }) => ring);
        const rebuilt = polygonsFromRings(rings)!;
        const area = geodesicArea(geometry);
        expect(Math.abs(geodesicArea(rebuilt) - area)).toBeLessThan(1e-9 * area);
      }),
    );
  });

  it('winds shells anticlockwise and holes clockwise (RFC 7946), and leaves the argument alone', () => {
    const polygon: Polygon = { type: 'Polygon', coordinates: [box(0, 0, 9).reverse(), box(1, 1, 2)] };
    const before = structuredClone(polygon);
    const [shell, hole] = rewind(polygon).coordinates;
    expect(doubledPlaneArea(shell!)).toBeGreaterThan(0);
    expect(doubledPlaneArea(hole!)).toBeLessThan(0);
    expect(polygon).toEqual(before);
  });
});

describe('exact predicates', () => {
  it('see the turn of points that rounding would call straight', () => {
    expect(orientation([0, 0], [1e-20, 1], [0, 2])).toBeGreaterThan(0);
    expect(orientation([12, 12], [24, 24], [0.5, 0.5])).toBe(0);
    expect(orientation([12, 12], [24, 24], [0.5, 0.5000000000000001])).not.toBe(0);
  });

  it('place a point inside, outside or on the ring', () => {
    const ring = box(0, 0, 10);
    expect(locate([5, 5], ring)).toBe('inside');
    expect(locate([10, 3], ring)).toBe('boundary');
    expect(locate([5, 10], ring)).toBe('boundary');
    expect(locate([5, 0], ring)).toBe('boundary');
    expect(locate([0, 0], ring)).toBe('boundary');
    expect(locate([-1, 10], ring)).toBe('outside');
    expect(locate([11, 0], ring)).toBe('outside');
  });
});
