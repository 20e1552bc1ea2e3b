import { describe, expect, it } from 'vitest';
import { TILE_LIMIT, TileEncoder } from '#server/tiles/encoder.ts';
import { decodeTile, farthest, ringArea } from './decode.ts';
import { type Point, place, rowBlock } from './rows.ts';
import { voronoiCoverage } from './voronoi-coverage.ts';

const address = { z: 12, x: 3384, y: 1551 };
const at = place(address.z, address.x, address.y);

/** The outlines of {@link crowd} in tile units. */
const units = [...coverage(14_000)].map(({ ring }) => ring.map(([x, y]): Point => [x * 1000, y * 1000]));

function coverage(count: number) {
  return voronoiCoverage({ count, bounds: [-0.1, -0.1, 4.2, 4.2], seed: 8 });
}

/** A coverage of the whole tile and its buffer with this many parcels, in degrees of its own that stand for tile units. */
function crowd(count: number) {
  return [...coverage(count)].map(({ ring }, id) => ({
    id,
    polygons: [[ring.map(([x, y]): Point => at([x * 1000, y * 1000]))]],
  }));
}

function draw(rows: ReturnType<typeof crowd>) {
  const request = { layer: 'land_parcels', ...address, fields: [], minimumSize: 0, small: 'drop' } as const;
  const tile = new TileEncoder().encode(rowBlock(rows), request);
  return { tile, features: decodeTile(Uint8Array.from(tile.bytes), 'land_parcels') };
}

describe('a tile of 14 000 parcels', () => {
  const { tile, features } = draw(crowd(14_000));

  it('is under 500 KB and has every parcel that is in it', () => {
    expect(tile.bytes.length).toBeLessThanOrEqual(TILE_LIMIT);
    expect(features.length).toBeGreaterThan(13_000);
  });

  it('is thinned alike on both sides of an edge: gaps and overlaps are under two pixels of 278 000', () => {
    const covered = features.reduce((sum, { area }) => sum + area, 0);
    expect(Math.abs(covered - 4224 * 4224)).toBeLessThan(2 * 64);
    for (const { rings } of features) expect(ringArea(rings[0]!)).toBeGreaterThan(0);
  });

  it('has half the vertices, and its outlines run at most half a pixel beside the full ones', () => {
    let before = 0;
    let after = 0;
    for (const { id, rings } of features.slice(0, 1500)) {
      const ring = units[id!]!;
      if (ring.some(([x, y]) => Math.min(x, y) < 0 || Math.max(x, y) > 4096)) continue;
      before += ring.length;
      after += rings[0]!.length;
      // Half a pixel, and half a unit on both axes for snapping.
      expect(farthest({ rings: [ring] }, { rings })).toBeLessThanOrEqual(4 + Math.SQRT1_2);
    }
    expect(before).toBeGreaterThan(10_000);
    expect(after / before).toBeLessThan(0.5);
  });
});

it('a tile of a few parcels keeps every vertex', () => {
  const { features } = draw(crowd(400));
  const full = crowd(400).reduce((sum, row) => sum + row.polygons[0]![0]!.length, 0);
  expect(features.reduce((sum, { rings }) => sum + rings[0]!.length, 0)).toBeGreaterThan(full * 0.9);
});
