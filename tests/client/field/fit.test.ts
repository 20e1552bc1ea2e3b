import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueAt } from '../../../client/map/field/first-picture.ts';
import { FIT, fitView } from '../../../client/map/field/fit.ts';

const size = { width: 390, height: 700 };

describe('a box brought into the free part of the map', () => {
  it('lies in the middle of what no panel covers, with air around, and as close as that allows', () => {
    const side = fc.double({ min: 1e-4, max: 0.5, noNaN: true });
    const place = fc.tuple(
      fc.double({ min: 73, max: 134, noNaN: true }),
      fc.double({ min: 18, max: 53, noNaN: true }),
    );
    const room = fc.record({ right: fc.constantFrom(0, 150), bottom: fc.constantFrom(0, 430) });
    fc.assert(
      fc.property(place, side, side, room, ([west, south], width, height, room) => {
        const [east, north] = [west + width, south + height];
        const { zoom, pixelOf } = fitView([west, south, east, north], size, room);
        const [left, top] = pixelOf([west, north]);
        const [right, bottom] = pixelOf([east, south]);
        const [freeWidth, freeHeight] = [size.width - room.right, size.height - room.bottom];
        expect((left + right) / 2).toBeCloseTo(freeWidth / 2, 3);
        expect((top + bottom) / 2).toBeCloseTo(freeHeight / 2, 3);
        if (zoom === FIT.minZoom) return;
        const air = Math.min(left, top, freeWidth - right, freeHeight - bottom);
        expect(air).toBeGreaterThanOrEqual(FIT.padding - 1e-3);
        if (zoom < FIT.maxZoom) expect(air).toBeCloseTo(FIT.padding, 3);
      }),
    );
  });

  it('has the zoom at which the ground is as wide as the screen', () => {
    // At the equator one degree is 512 · 2^z / 360 pixels.
    const { zoom, pixelOf } = fitView([0, -0.001, 0.01, 0.001], { width: 264, height: 400 }, {});
    expect(pixelOf([0.01, 0])[0] - pixelOf([0, 0])[0]).toBeCloseTo(200, 6);
    expect(zoom).toBeCloseTo(Math.log2((200 * 36_000) / 512), 6);
  });
});

describe('a size between two zooms', () => {
  it('is what lies between, and stays at its ends', () => {
    const stops = [
      [9, 2],
      [12, 5],
      [14, 8],
    ] as const;
    expect([8, 9, 10, 12, 13, 14, 15].map((zoom) => valueAt(stops, zoom))).toEqual([2, 2, 3, 5, 6.5, 8, 8]);
  });
});
