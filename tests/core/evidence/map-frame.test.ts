import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cornerRings } from '#core/evidence/corners.ts';
import { MM_PER_POINT, mapFrame } from '#core/evidence/map-frame.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';

const size = { width: 480, height: 260 };

describe('the frame of a map in an evidence pack', () => {
  it('holds every place with room around it, at a usual scale', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 116.8, max: 117.9, noNaN: true }),
        fc.double({ min: 38.6, max: 40.2, noNaN: true }),
        fc.double({ min: 1e-5, max: 0.05, noNaN: true }),
        (lon, lat, span) => {
          const places = [
            [lon, lat],
            [lon + span, lat + span / 3],
          ];
          const frame = mapFrame(places, size);
          for (const [x, y] of places.map(frame.toPaper)) {
            expect(x).toBeGreaterThan(0.13 * size.width);
            expect(x).toBeLessThan(0.87 * size.width);
            expect(y).toBeGreaterThan(0.13 * size.height);
            expect(y).toBeLessThan(0.87 * size.height);
          }
        },
      ),
    );
  });

  it('draws a length on the ground as long in millimetres as its scale and its bar say', () => {
    for (const span of [0.0003, 0.002, 0.01, 0.2]) {
      const [a, b] = [
        [117.1, 39.1],
        [117.1 + span, 39.1 + span / 2],
      ] as const;
      const frame = mapFrame([[...a], [...b]], size);
      const [[ax, ay], [bx, by]] = [frame.toPaper([...a]), frame.toPaper([...b])];
      const paperMm = Math.hypot(bx - ax, by - ay) * MM_PER_POINT;
      const groundMm = geodesicDistance([...a], [...b]) * 1000;
      expect(groundMm / paperMm / frame.denominator).toBeCloseTo(1, 3);
      expect((frame.bar.meters * 1000) / frame.bar.millimeters).toBe(frame.denominator);
      expect(frame.bar.millimeters).toBeGreaterThanOrEqual(20);
      expect(frame.bar.millimeters).toBeLessThanOrEqual(50);
    }
  });

  it('tells each corner once, in degrees and in the 3° plane, with the distance to the next', () => {
    const ring = [
      [117.1, 39.1],
      [117.101, 39.1],
      [117.101, 39.101],
      [117.1, 39.101],
      [117.1, 39.1],
    ];
    const { rings, plane } = cornerRings({ type: 'MultiPolygon', coordinates: [[ring]] });
    expect(plane.epsg).toBe(4548);
    const [{ corners }] = rings as [(typeof rings)[0]];
    expect(corners.map(({ name }) => name)).toEqual(['J1', 'J2', 'J3', 'J4']);
    expect(corners[0]).toMatchObject({ lon: 117.1, lat: 39.1 });
    expect(corners[0]!.spacingMeters).toBeCloseTo(86.52, 1);
    expect(corners[3]!.spacingMeters).toBeCloseTo(111.02, 1);
    // Of one ground: the plane here is 1:1 within a few parts in 100 000.
    const plain = Math.hypot(
      corners[1]!.easting - corners[0]!.easting,
      corners[1]!.northing - corners[0]!.northing,
    );
    expect(plain).toBeCloseTo(corners[0]!.spacingMeters, 1);
  });
});
