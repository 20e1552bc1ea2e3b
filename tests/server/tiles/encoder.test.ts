import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { type EncodeRequest, TILE_LIMIT, TileEncoder } from '#server/tiles/encoder.ts';
import { decodeTile, ringArea } from './decode.ts';
import { type Point, place, type Row, rectangle, rowBlock, rowBytes, twkb, varint } from './rows.ts';
import { random } from './voronoi-coverage.ts';

const request: EncodeRequest = {
  layer: 'land_parcels',
  z: 14,
  x: 13530,
  y: 6196,
  fields: [],
  minimumSize: 0,
  small: 'drop',
};
const at = place(request.z, request.x, request.y);
const box = (left: number, top: number, right: number, bottom: number) =>
  rectangle(left, top, right, bottom).map(at);
const encoder = new TileEncoder();

function draw(rows: readonly Row[], changes: Partial<EncodeRequest> = {}) {
  const tile = encoder.encode(rowBlock(rows), { ...request, ...changes });
  return { ...tile, decoded: decodeTile(Uint8Array.from(tile.bytes), request.layer) };
}

describe('the tile encoder', () => {
  it('writes extent 4096, version 2, the layer name and whole-number ids, by ascending id', () => {
    const { bytes } = draw([
      { id: 9_007_199_254_740_991, polygons: [[box(10, 10, 20, 20)]] },
      { id: 7, polygons: [[box(100, 100, 200, 300)]] },
    ]);
    const layer = new VectorTile(new PbfReader(Uint8Array.from(bytes))).layers.land_parcels!;
    expect([layer.extent, layer.version, layer.length]).toEqual([4096, 2, 2]);
    expect([layer.feature(0).id, layer.feature(1).id]).toEqual([7, 9_007_199_254_740_991]);
    expect(layer.feature(0).type).toBe(3);
  });

  it('keeps parts and holes, exteriors clockwise on the screen and holes the other way, however they came', () => {
    const hole = box(120, 120, 180, 180);
    for (const turned of [hole, [...hole].reverse()]) {
      const { decoded } = draw([
        { id: 1, polygons: [[box(100, 100, 200, 200).reverse(), turned], [box(300, 300, 310, 340)]] },
      ]);
      expect(decoded[0]!.rings.map(ringArea)).toEqual([10_000, -3600, 400]);
    }
  });

  it('clips to the tile and 64 units round it', () => {
    const { decoded } = draw([
      { id: 1, polygons: [[box(-500, 4000, 5000, 9000), box(-400, 4100, 100, 4200)]] },
    ]);
    expect(decoded[0]!.rings.map(ringArea)).toEqual([4224 * 160, -164 * 60]);
    expect(draw([{ id: 1, polygons: [[box(5000, 0, 6000, 10)]] }]).bytes).toHaveLength(0);
  });

  it('covers a tile that lies inside a polygon', () => {
    const { decoded } = draw([{ id: 1, polygons: [[box(-9e6, -5e6, 9e6, 5e6)]] }]);
    expect(decoded[0]!.area).toBe(4224 * 4224);
  });

  it('drops repeated points, points on a straight line and spikes, and what then has no area', () => {
    const wavy: Point[] = [
      [0, 0],
      [50, 0],
      [50.2, 0.1],
      [100, 0],
      [100, 100],
      [100, 300],
      [100.1, 100],
      [0, 100],
      [0, 0],
    ];
    const flat: Point[] = [
      [0, 0],
      [100, 0.3],
      [50, 0],
      [0, 0],
    ];
    const { decoded } = draw([
      { id: 1, polygons: [[wavy.map(at)]] },
      { id: 2, polygons: [[flat.map(at), box(1, 0, 2, 0.2)]] },
    ]);
    expect(decoded).toHaveLength(1);
    expect(decoded[0]!.rings).toHaveLength(1);
    expect(decoded[0]!.rings[0]).toHaveLength(5);
    expect(decoded[0]!.area).toBe(10_000);
  });

  it('carries text, whole numbers, fractions and leaves NULL out', () => {
    const fields = [
      { name: 'name', kind: 'text' },
      { name: 'count', kind: 'integer' },
      { name: 'share', kind: 'number' },
      { name: 'note', kind: 'text' },
    ] as const;
    const long = '图斑'.repeat(100);
    const rows: Row[] = [
      { id: 1, polygons: [[box(0, 0, 9, 9)]], values: ['小稍直口村', 12n, 0.25, null] },
      { id: 2, polygons: [[box(9, 9, 19, 19)]], values: ['', -7n, -1.5, long] },
      { id: 3, polygons: [[box(9, 9, 19, 19)]], values: ['小稍直口村', 2n ** 40n, 0.25, 'a'] },
    ];
    expect(draw(rows, { fields }).decoded.map((feature) => feature.properties)).toEqual([
      { name: '小稍直口村', count: 12, share: 0.25 },
      { name: '', count: -7, share: -1.5, note: long },
      { name: '小稍直口村', count: 2 ** 40, share: 0.25, note: 'a' },
    ]);
  });

  it('tells a thousand values apart', () => {
    const fields = [{ name: 'parcel_number', kind: 'text' }] as const;
    const rows = Array.from({ length: 3000 }, (_, index) => ({
      id: index,
      polygons: [[box(index, 0, index + 5, 5)]],
      values: [`P${index % 1500}`],
    }));
    const { decoded } = draw(rows, { fields });
    expect(decoded.map((feature) => feature.properties.parcel_number)).toEqual(
      rows.map(({ values }) => values[0]),
    );
  });
});

describe('a row that cannot be read', () => {
  const good = (id: number): Row => ({ id, polygons: [[box(0, 0, 10, 10)]] });
  const sized = (type: number, body: readonly number[]) =>
    Uint8Array.from([type, 0x02, ...varint(body.length), ...body]);
  const damaged: Record<string, Uint8Array> = {
    'a point instead of a polygon': sized(0x21, [2, 2]),
    'a ring that says it has more points than bytes': sized(0x26, [1, 1, 200, 1, 2, 2]),
    'a count that never ends': sized(0x26, [255, 255, 255, 255, 255, 255]),
    'a coordinate no place on Earth has': sized(0x26, [
      1,
      1,
      4,
      ...Array(8).fill([255, 255, 255, 255, 255, 255, 127]).flat(),
    ]),
    'bytes left over': sized(0x26, [...twkb([]).subarray(3), 0, 0, 0]),
    'a box nobody asked for': Uint8Array.from([0x26, 0x03, 2, 1, 1]),
    'three dimensions': Uint8Array.from([0x26, 0x0a, 2, 1, 1]),
  };
  it.each(Object.entries(damaged))('%s is left out and counted, its neighbours stay', (_name, bytes) => {
    const { decoded, skipped } = draw([good(1), { id: 2, polygons: [], damaged: bytes }, good(3)]);
    expect(decoded.map(({ id }) => id)).toEqual([1, 3]);
    expect(skipped).toBe(1);
  });

  it('cut short at any byte never throws and keeps the rows before it', () => {
    const fields = [{ name: 'name', kind: 'text' }] as const;
    const first = rowBytes({ ...good(1), values: ['甲'] });
    const second = rowBytes({ ...good(2), values: ['乙'] });
    const whole = Buffer.concat([first, second]);
    for (let length = first.length + 1; length < whole.length; length += 1) {
      const tile = encoder.encode(Uint8Array.from(whole.subarray(0, length)), { ...request, fields });
      expect([tile.features, tile.skipped]).toEqual([1, 1]);
    }
  });

  it('an empty geometry is not an error', () => {
    const { features, skipped } = draw([
      { id: 1, polygons: [], damaged: Uint8Array.from([0x26, 0x12, 0]) },
      good(2),
    ]);
    expect([features, skipped]).toEqual([1, 0]);
  });
});

describe('small features', () => {
  const speck: Row = { id: 1, polygons: [[box(100, 100, 102, 103)]] };

  it('are left out below the size asked for', () => {
    expect(draw([speck], { minimumSize: 4 }).features).toBe(0);
    expect(draw([speck], { minimumSize: 2 }).features).toBe(1);
  });

  it('become a square of one pixel where every row must be seen', () => {
    const { decoded } = draw([speck, { id: 2, polygons: [[box(200, 200, 200.1, 200.1)]] }], {
      minimumSize: 8,
      small: 'square',
    });
    expect(decoded.map(({ id, area }) => [id, area])).toEqual([
      [1, 64],
      [2, 64],
    ]);
  });

  it('outside the tile make no square in it', () => {
    const far: Row = { id: 1, polygons: [[box(5000, 100, 5001, 101)]] };
    expect(draw([far], { minimumSize: 8, small: 'square' }).features).toBe(0);
  });
});

describe('a crowded tile', () => {
  it(`stays under ${TILE_LIMIT} bytes by a coarser grid, and keeps its large features`, () => {
    const next = random(5);
    const rows = Array.from({ length: 9000 }, (_, id) => {
      const x = next() * 4000;
      const y = next() * 4000;
      const ring = Array.from({ length: 40 }, (_, corner): Point => {
        const angle = (corner / 40) * 2 * Math.PI;
        const radius = (id % 100 === 0 ? 200 : 6) * (0.7 + next() * 0.6);
        return at([x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);
      });
      return { id, polygons: [[[...ring, ring[0]!]]] };
    });
    const { bytes, decoded } = draw(rows);
    expect(bytes.length).toBeLessThanOrEqual(TILE_LIMIT);
    expect(bytes.length).toBeGreaterThan(TILE_LIMIT / 5);
    const large = decoded.filter(({ id }) => id! % 100 === 0);
    expect(large.length).toBe(90);
  });
});
