import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { carried, stepped } from '../../../../client/map/scenario/move-geometry.ts';
import { square } from './cast.ts';

const lot = square(117.1, 39.12, 0.004);

describe('moving an item whole', () => {
  it('keeps its area to 0.002 % over kilometres', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.05, max: 0.05, noNaN: true }),
        fc.double({ min: -0.05, max: 0.05, noNaN: true }),
        (east, north) => {
          const moved = carried(lot, [117.1, 39.12], [117.1 + east, 39.12 + north]);
          expect(Math.abs(geodesicArea(moved) / geodesicArea(lot) - 1)).toBeLessThan(2e-5);
        },
      ),
    );
  });

  it('moves by metres: 10 m north is 10 m, and back is where it was to a millimetre', () => {
    const north = stepped(lot, 0, 10);
    expect((north.coordinates[0]![0]![0]![1]! - 39.12) * 111_000).toBeCloseTo(10, 1);
    const back = stepped(north, 0, -10);
    back.coordinates.flat(2).forEach((point, index) => {
      const before = lot.coordinates.flat(2)[index]!;
      expect(Math.hypot(point[0]! - before[0]!, point[1]! - before[1]!) * 111_000).toBeLessThan(0.001);
    });
  });
});
