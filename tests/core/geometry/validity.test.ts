import fc from 'fast-check';
import type { Polygon, Position } from 'geojson';
import GeometryFactory from 'jsts/org/locationtech/jts/geom/GeometryFactory.js';
import GeoJSONReader from 'jsts/org/locationtech/jts/io/GeoJSONReader.js';
import IsValidOp from 'jsts/org/locationtech/jts/operation/valid/IsValidOp.js';
import { describe, expect, it } from 'vitest';
import { checkPolygon } from '#core/geometry/validity.ts';
import { aPolygonWithHolesAndParts } from '../../support/random-polygons.ts';

const box = (x: number, y: number, size: number): Position[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];
const check = (coordinates: Position[][], options = {}) =>
  checkPolygon({ type: 'Polygon', coordinates }, { subject: 'row 1', ...options });
const codes = (coordinates: Position[][]) => check(coordinates).map(({ code }) => code);

describe('几何检查: defects of rings', () => {
  it('finds nothing in a square with a hole', () => {
    expect(codes([box(0, 0, 10), box(2, 2, 3).reverse()])).toEqual([]);
  });

  it.each<[string, Position[][]]>([
    ['geometry.ring.not-finite', [[...box(0, 0, 1).slice(0, 2), [Number.NaN, 1], [0, 1], [0, 0]]]],
    [
      'geometry.ring.not-finite',
      [
        [
          [1e308, -1e308],
          [0, 0],
          [1, 1],
          [1e308, -1e308],
        ],
      ],
    ],
    ['geometry.ring.not-finite', [[...box(0, 0, 1).slice(0, 2), [1, Infinity], [0, 1], [0, 0]]]],
    [
      'geometry.ring.too-few-points',
      [
        [
          [0, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    ],
    ['geometry.ring.too-few-points', [[]]],
    ['geometry.ring.unclosed', [box(0, 0, 1).slice(0, 4)]],
    [
      'geometry.ring.zero-area',
      [
        [
          [0, 0],
          [1, 1],
          [2, 2],
          [0, 0],
        ],
      ],
    ],
    ['geometry.polygon.empty', []],
    ['geometry.hole.outside-shell', [box(0, 0, 10), box(20, 20, 1)]],
    ['geometry.hole.nested', [box(0, 0, 10), box(1, 1, 6), box(2, 2, 1)]],
    ['geometry.rings.crossing', [box(0, 0, 10), box(9, 5, 3)]],
    ['geometry.rings.overlapping', [box(0, 0, 10), box(0, 3, 2)]],
    ['geometry.rings.overlapping', [box(0, 0, 10), box(0, 0, 10)]],
    [
      'geometry.ring.spike',
      [
        [
          [0, 0],
          [10, 0],
          [10, 5],
          [20, 5],
          [10, 5],
          [10, 10],
          [0, 10],
          [0, 0],
        ],
      ],
    ],
    [
      'geometry.ring.self-touching',
      [
        [
          [0, 0],
          [10, 0],
          [10, 10],
          [5, 0],
          [0, 10],
          [0, 0],
        ],
      ],
    ],
  ])('%s', (code, coordinates) => {
    expect(codes(coordinates)).toContain(code);
  });

  it('gives the crossing point of a bow-tie, even when its two halves cancel', () => {
    const [finding, ...others] = check(
      [
        [
          [0, 0],
          [2, 2],
          [2, 0],
          [0, 2],
          [0, 0],
        ],
      ],
      {
        row: 7,
        toLonLat: ([x, y]: Position) => [100 + x!, 30 + y!] as const,
      },
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'geometry.ring.self-crossing',
      severity: 'error',
      row: 7,
      lonLat: [101, 31],
      context: { part: 1, ring: 1, vertex: 1, otherVertex: 3, x: 1, y: 1 },
    });
  });

  it('only warns of a point written twice, and still finds the neighbours to be neighbours', () => {
    const ring: Position[] = [
      [0, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
      [0, 0],
    ];
    expect(check([ring]).map(({ code, severity }) => [code, severity])).toEqual(
      Array(3).fill(['geometry.ring.duplicate-point', 'warning']),
    );
  });

  it('lets rings touch at a point', () => {
    const diamond: Position[] = [
      [5, 0],
      [7, 3],
      [5, 5],
      [3, 3],
      [5, 0],
    ];
    expect(codes([box(0, 0, 10), diamond])).toEqual([]);
  });

  it('finds a part inside another part, but not an island in a hole', () => {
    const parts = (inner: Position[][]) =>
      checkPolygon(
        { type: 'MultiPolygon', coordinates: [[box(0, 0, 10), box(2, 2, 6)], inner] },
        { subject: 'row 1' },
      ).map(({ code }) => code);
    expect(parts([box(3, 3, 2)])).toEqual([]);
    expect(parts([box(0.5, 0.5, 1)])).toEqual(['geometry.shell.nested']);
  });

  it('keeps a finding’s id while the defect is the same, and stops at the limit', () => {
    const bowTie: Position[][] = [
      [
        [0, 0],
        [2, 2],
        [2, 0],
        [0, 2],
        [0, 0],
      ],
    ];
    expect(check(bowTie)[0]?.id).toBe(check(bowTie)[0]?.id);
    const zigzag: Position[] = Array.from({ length: 400 }, (_, i) => [
      i % 2 === 0 ? 0 : 10,
      (i * 7919) % 401,
    ]);
    expect(check([[...zigzag, zigzag[0]!]])).toHaveLength(20);
  });

  it('agrees with JTS on which random rings are valid', () => {
    const reader = new GeoJSONReader(new GeometryFactory());
    // A small grid makes touching, overlapping and collinear edges common.
    const point = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }));
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 8 }), (points) => {
        const polygon: Polygon = { type: 'Polygon', coordinates: [[...points, points[0]!]] };
        const ours = checkPolygon(polygon, { subject: 'x' }).every(({ severity }) => severity !== 'error');
        expect(ours).toBe(IsValidOp.isValid(reader.read(polygon)));
      }),
      { numRuns: 3000 },
    );
  });

  it('finds no fault in valid polygons with holes and parts', () => {
    fc.assert(
      fc.property(aPolygonWithHolesAndParts(), (geometry) => {
        expect(checkPolygon(geometry, { subject: 'x' })).toEqual([]);
      }),
    );
  });

  it('checks a ring of 10 000 vertices in less than half a second, also when its edges span the drawing', () => {
    const circle: Position[] = Array.from({ length: 10_000 }, (_, i) => {
      const angle = (2 * Math.PI * i) / 10_000;
      const radius = 1 + 0.01 * Math.sin(angle * 300);
      return [117 + radius * Math.cos(angle), 39 + radius * Math.sin(angle)];
    });
    const comb: Position[] = Array.from({ length: 10_000 }, (_, i) => [
      i % 4 === 1 || i % 4 === 2 ? 1000 : 1,
      Math.floor(i / 2),
    ]);
    const rings = [
      [...circle, circle[0]!],
      [...comb, [0, 5000] as Position, [0, 0] as Position, comb[0]!],
    ];
    for (const ring of rings) {
      const start = performance.now();
      expect(check([ring])).toEqual([]);
      expect(performance.now() - start).toBeLessThan(500);
    }
  });
});
