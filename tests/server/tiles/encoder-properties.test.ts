import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TileEncoder } from '#server/tiles/encoder.ts';
import { decodeTile, ringArea } from './decode.ts';
import { type Point, place, rowBlock } from './rows.ts';

const address = { z: 15, x: 27060, y: 12392 };
const at = place(address.z, address.x, address.y);
const encoder = new TileEncoder();

/** Any closed ring: small and large, self-crossing, with repeated points, half in and half out of the tile. */
const anyRing = fc
  .array(
    fc.oneof(
      fc.tuple(fc.integer({ min: -10, max: 30 }), fc.integer({ min: -10, max: 30 })),
      fc.tuple(fc.integer({ min: -300, max: 4400 }), fc.integer({ min: -300, max: 4400 })),
      fc.tuple(
        fc.double({ min: -1e5, max: 1e5, noNaN: true }),
        fc.double({ min: -1e5, max: 1e5, noNaN: true }),
      ),
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((points) => [...points, points[0]!].map((point) => at(point as Point)));
const anyPolygons = fc.array(fc.array(anyRing, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 3,
});

function draw(polygons: readonly (readonly Point[][])[], small: 'drop' | 'square' = 'drop') {
  const tile = encoder.encode(rowBlock([{ id: 1, polygons }]), {
    layer: 'patches',
    ...address,
    fields: [],
    minimumSize: small === 'square' ? 8 : 0,
    small,
  });
  return { tile, features: decodeTile(Uint8Array.from(tile.bytes), 'patches') };
}

it('whatever comes, rings are closed, have an area, stay in the buffered tile, and start with an exterior', () => {
  fc.assert(
    fc.property(anyPolygons, fc.constantFrom('drop' as const, 'square' as const), (polygons, small) => {
      const { tile, features } = draw(polygons, small);
      expect(tile.skipped).toBe(0);
      for (const { rings } of features) {
        expect(ringArea(rings[0]!)).toBeGreaterThan(0);
        for (const ring of rings) {
          expect(ring.length).toBeGreaterThanOrEqual(4);
          expect(ring[0]).toEqual(ring.at(-1));
          expect(ringArea(ring)).not.toBe(0);
          for (const [x, y] of ring) {
            expect(Number.isInteger(x) && Number.isInteger(y)).toBe(true);
            expect(Math.min(x, y)).toBeGreaterThanOrEqual(-64);
            expect(Math.max(x, y)).toBeLessThanOrEqual(4160);
          }
          ring.slice(1).forEach((point, index) => {
            expect(point).not.toEqual(ring[index]);
          });
        }
      }
    }),
    { numRuns: 300 },
  );
});

/** A star round a middle: simple by construction. */
const star = fc
  .tuple(
    fc.integer({ min: -200, max: 4300 }),
    fc.integer({ min: -200, max: 4300 }),
    fc.array(fc.integer({ min: 20, max: 900 }), { minLength: 5, maxLength: 40 }),
  )
  .map(([x, y, radii]) =>
    radii.map(
      (radius, index): Point => [
        x + Math.round(radius * Math.cos((index / radii.length) * 2 * Math.PI)),
        y + Math.round(radius * Math.sin((index / radii.length) * 2 * Math.PI)),
      ],
    ),
  );

it('the area in the tile is that of the polygon cut by the box, computed another way', () => {
  fc.assert(
    fc.property(star, (points) => {
      const { features } = draw([[[...points, points[0]!].map(at)]]);
      const drawn = features[0]?.area ?? 0;
      const length = points.reduce((sum, [x, y], index) => {
        const [nextX, nextY] = points[(index + 1) % points.length]!;
        return sum + Math.hypot(nextX - x, nextY - y);
      }, 0);
      // Where an edge is cut it may turn by half a unit at its end.
      expect(Math.abs(drawn - areaInBox(points))).toBeLessThanOrEqual(length / 2 + 10);
    }),
    { numRuns: 100 },
  );
});

it('two parcels on both sides of an edge share it after snapping and clipping', () => {
  const point = fc.tuple(fc.integer({ min: -900, max: 5000 }), fc.integer({ min: 300, max: 3800 }));
  fc.assert(
    fc.property(fc.array(point, { minLength: 2, maxLength: 12 }), (line) => {
      const shared = [...new Map(line.map((each) => [each[0], each] as const)).values()].sort(
        (a, b) => a[0] - b[0],
      );
      if (shared.length < 2) return;
      const [first, last] = [shared[0]!, shared.at(-1)!];
      const above: Point[] = [...shared, [last[0], -500], [first[0], -500], first];
      const below: Point[] = [...shared, [last[0], 5000], [first[0], 5000], first];
      const area = (points: Point[]) => draw([[points.map(at)]]).features[0]?.area ?? 0;
      const left = Math.max(first[0], -64);
      const right = Math.min(last[0], 4160);
      expect(area(above) + area(below)).toBe(Math.max(0, right - left) * 4224);
    }),
    { numRuns: 300 },
  );
});

/** Area of a polygon inside −64 … 4160 by slicing it into strips between all vertices' rows: slow and plain. */
function areaInBox(points: readonly Point[]): number {
  const clamp = (value: number) => Math.min(Math.max(value, -64), 4160);
  let sum = 0;
  const step = 1;
  for (let y = -64 + step / 2; y < 4160; y += step) {
    const crossings = points
      .flatMap(([x0, y0], index) => {
        const [x1, y1] = points[(index + 1) % points.length]!;
        return y0 <= y !== y1 <= y ? [x0 + ((x1 - x0) * (y - y0)) / (y1 - y0)] : [];
      })
      .sort((a, b) => a - b);
    for (let index = 0; index + 1 < crossings.length; index += 2) {
      sum += (clamp(crossings[index + 1]!) - clamp(crossings[index]!)) * step;
    }
  }
  return sum;
}
