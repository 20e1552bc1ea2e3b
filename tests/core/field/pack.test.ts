import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { landParcels } from '#core/catalog/land-parcels.ts';
import { packRings, unpackRings } from '#core/field/pack-fence.ts';
import { planLayer } from '#core/field/pack-plan.ts';
import { holdsTile, rangesOver, tilesIn, tilesOfRange, tilesOver } from '#core/field/pack-tiles.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';

const box = fc
  .tuple(
    fc.double({ min: 73, max: 134, noNaN: true }),
    fc.double({ min: 18, max: 53, noNaN: true }),
    fc.double({ min: 0.0001, max: 0.2, noNaN: true }),
    fc.double({ min: 0.0001, max: 0.2, noNaN: true }),
  )
  .map(([west, south, width, height]): LonLatBox => [west, south, west + width, south + height]);

describe('tiles of an offline area', () => {
  it('are the tiles of the XYZ scheme: a place known from the map', () => {
    // 117.09°E, 39.11°N at z14 by the formula of the scheme: column 13520.81, row 6255.04.
    expect(tilesOver([117.09, 39.11, 117.09, 39.11], 14)).toEqual({
      z: 14,
      west: 13520,
      east: 13520,
      north: 6255,
      south: 6255,
    });
  });

  it('cover every corner of the box at every zoom, and are as many as counted', () => {
    fc.assert(
      fc.property(box, (area) => {
        for (const range of rangesOver(area, 10, 16)) {
          for (const [lon, lat] of [
            [area[0], area[1]],
            [area[2], area[3]],
          ] as const) {
            const corner = tilesOver([lon, lat, lon, lat], range.z);
            expect(holdsTile(range, { z: range.z, x: corner.west, y: corner.north })).toBe(true);
          }
          if (tilesIn(range) < 2000) expect([...tilesOfRange(range)]).toHaveLength(tilesIn(range));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('count nothing for a layer that has nothing there', () => {
    const plan = planLayer(landParcels, [117.08, 39.1, 117.1, 39.12], { features: 0, points: 0 });
    expect(plan).toMatchObject({ minZoom: 10, maxZoom: 16, estimatedBytes: 0 });
    expect(plan.tiles).toBeGreaterThan(7);
  });
});

describe('outlines of the offline fence', () => {
  it('come back to the centimetre, holes and parts too, rings closed', () => {
    const ring = fc
      .array(
        fc.tuple(
          fc.double({ min: 100, max: 120, noNaN: true }),
          fc.double({ min: 20, max: 50, noNaN: true }),
        ),
        {
          minLength: 3,
          maxLength: 12,
        },
      )
      .map((corners) => [...corners, corners[0]!].map(([lon, lat]) => [lon, lat]));
    const shape = fc.array(fc.array(ring, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(shape, (coordinates) => {
        const back = unpackRings(packRings({ type: 'MultiPolygon', coordinates })).coordinates;
        const plain = (shape: number[][][][]) => shape.map((polygon) => polygon.map((ring) => ring.length));
        expect(plain(back as number[][][][])).toEqual(plain(coordinates));
        const [was, is] = [coordinates.flat(3), back.flat(3)];
        const worst = Math.max(...was.map((degrees, index) => Math.abs(is[index]! - degrees)));
        expect(worst).toBeLessThan(1e-7);
      }),
    );
  });
});
