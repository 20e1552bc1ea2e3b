import { mkdtempSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Queryable, TransactionOptions } from '#server/db/database.ts';
import { TILE_LIMIT } from '#server/tiles/encoder.ts';
import { drawRows, emptyRaster, type OverviewRaster } from '#server/tiles/overview-raster.ts';
import { overviewTile } from '#server/tiles/overview-tile.ts';
import { HALF_WORLD } from '#server/tiles/row-format.ts';
import { aTown } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { decodeTile, ringArea } from './decode.ts';
import { type Point, rowBlock } from './rows.ts';
import { insertParcels, startTileServer, type TileServer, tileAt } from './tile-server.ts';
import { voronoiCoverage } from './voronoi-coverage.ts';

const bounds = [117.2, 39.85, 117.45, 40.05] as const;
const fields = [{ name: 'land_class', kind: 'text' }] as const;

function project([lon, lat]: readonly [number, number]): Point {
  return [
    (lon / 180) * HALF_WORLD,
    (Math.log(Math.tan(((90 + lat) * Math.PI) / 360)) / Math.PI) * HALF_WORLD,
  ];
}

describe('the generalised picture of 20 000 parcels', () => {
  let raster: OverviewRaster;
  let classes: string[];
  const exact = new Map<string, number>();

  beforeAll(() => {
    const parcels = [...voronoiCoverage({ count: 20_000, bounds, seed: 21 })].map(({ ring, landClass }) => ({
      landClass,
      ring: ring.map(project),
    }));
    for (const { landClass, ring } of parcels) {
      exact.set(landClass, (exact.get(landClass) ?? 0) + Math.abs(ringArea(ring)));
    }
    const corners = [project([bounds[0], bounds[1]]), project([bounds[2], bounds[3]])] as const;
    raster = emptyRaster([...corners[0], ...corners[1]] as [number, number, number, number]);
    const rows = rowBlock(
      parcels.map(({ ring, landClass }, id) => ({ id, polygons: [[ring]], values: [landClass] })),
    );
    const drawn = drawRows(raster, rows, fields, []);
    expect(drawn.skipped).toBe(0);
    classes = drawn.classes;
  });

  it.each([8, 9, 10, 11])(
    'at z%i: share of each class within 3 %% of the ground, and at most 500 KB',
    (z) => {
      const unit = (2 * HALF_WORLD) / 2 ** z / 4096;
      const drawn = new Map<string, number>();
      const from = tileAt(z, bounds[0], bounds[3]);
      const to = tileAt(z, bounds[2], bounds[1]);
      for (let x = from.x; x <= to.x; x += 1) {
        for (let y = from.y; y <= to.y; y += 1) {
          const { bytes } = overviewTile(raster, {
            layer: 'land_parcels',
            field: 'land_class',
            classes,
            z,
            x,
            y,
          });
          expect(bytes.length).toBeLessThanOrEqual(TILE_LIMIT);
          for (const { id, properties, rings } of decodeTile(Uint8Array.from(bytes), 'land_parcels')) {
            expect(id).toBeUndefined();
            expect(properties.generalized).toBe(true);
            const area = rings.reduce((sum, ring) => sum + ringArea(cutToTile(ring)), 0) * unit ** 2;
            const name = properties.land_class as string;
            drawn.set(name, (drawn.get(name) ?? 0) + area);
          }
        }
      }
      const ground = [...exact.values()].reduce((sum, area) => sum + area, 0);
      expect([...drawn.keys()].sort()).toEqual([...exact.keys()].sort());
      for (const [name, area] of exact) {
        expect(Math.abs(drawn.get(name)! - area) / ground, `class ${name}`).toBeLessThan(0.03);
      }
      const total = [...drawn.values()].reduce((sum, area) => sum + area, 0);
      expect(Math.abs(total - ground) / ground).toBeLessThan(0.03);
    },
  );

  it('has regions that fit: inside the layer no gap and no overlap', () => {
    const z = 11;
    const { x, y } = tileAt(z, 117.33, 39.95);
    const { bytes } = overviewTile(raster, { layer: 'land_parcels', field: 'land_class', classes, z, x, y });
    const features = decodeTile(Uint8Array.from(bytes), 'land_parcels');
    expect(features.reduce((sum, { area }) => sum + area, 0)).toBe(4224 * 4224);
    for (const { rings } of features) expect(ringArea(rings[0]!)).toBeGreaterThan(0);
  });

  it('is empty elsewhere', () => {
    const request = { layer: 'land_parcels', field: 'land_class', classes, z: 11, x: 0, y: 0 };
    expect(overviewTile(raster, request).bytes).toHaveLength(0);
  });
});

it('a raster leaves the holes of a polygon empty and the parts filled', () => {
  const square = (west: number, south: number, size: number): Point[] => [
    [west, south],
    [west, south + size],
    [west + size, south + size],
    [west + size, south],
    [west, south],
  ];
  const raster = emptyRaster([0, 0, 4000, 4000]);
  const polygons = [[square(0, 0, 2000), square(500, 500, 1000)], [square(3000, 3000, 1000)]];
  drawRows(raster, rowBlock([{ id: 1, polygons }]), [], []);
  const filled = new Uint8Array(raster.cells).reduce((sum, value) => sum + value, 0);
  const cell = ((2 * HALF_WORLD) / 2 ** raster.bits) ** 2;
  expect((filled * cell) / 4_000_000).toBeCloseTo(1, 1);
});

describe.each(databases)('a big layer at low zooms on %s', (engine) => {
  const database = withDatabase(engine);
  const home = mkdtempSync(join(tmpdir(), 'gengjie-overview-'));
  const { x, y } = tileAt(10, 117.33, 39.95);
  const path = `/tiles/land_parcels/10/${x}/${y}.mvt`;
  const files = () => readdir(join(home, 'cache', 'tiles'));
  let server: TileServer;

  beforeAll(async () => {
    await aTown(database());
    await insertParcels(database(), voronoiCoverage({ count: 900, bounds, seed: 5 }));
    server = await startTileServer(database(), { bigLayer: 500, home });
  }, 60_000);
  afterAll(async () => {
    await server?.close();
    await rm(home, { recursive: true, force: true });
  });

  it('is generalised below z12 and has its features from z12', async () => {
    const low = decodeTile((await server.get(path)).body, 'land_parcels');
    expect(low.length).toBeGreaterThan(3);
    expect(low.every(({ id, properties }) => id === undefined && properties.generalized === true)).toBe(true);
    const near = tileAt(12, 117.33, 39.95);
    const high = decodeTile(
      (await server.get(`/tiles/land_parcels/12/${near.x}/${near.y}.mvt`)).body,
      'land_parcels',
    );
    expect(high.every(({ id }) => id !== undefined)).toBe(true);
  });

  it('is drawn once and kept for the next start; a damaged file is drawn anew', async () => {
    const first = await server.get(path);
    await expect.poll(files).toEqual([expect.stringMatching(/^land_parcels\.[\w-]{43}\.overview$/)]);
    const statements: string[] = [];
    const listening = {
      ...bound(database()),
      transaction: <T>(work: (tx: Queryable) => Promise<T>, options?: TransactionOptions) =>
        database().transaction((tx) => {
          const queryBytes: Queryable['queryBytes'] = (text, values) => {
            statements.push(text);
            return tx.queryBytes(text, values);
          };
          return work({ ...bound(tx), queryBytes });
        }, options),
    };
    const restarted = await startTileServer(listening, { bigLayer: 500, home });
    expect((await restarted.get(path)).headers.etag).toBe(first.headers.etag);
    expect(statements).toEqual([]);
    await restarted.close();

    for (const name of await files()) await writeFile(join(home, 'cache', 'tiles', name), 'not an overview');
    const again = await startTileServer(listening, { bigLayer: 500, home });
    expect((await again.get(path)).headers.etag).toBe(first.headers.etag);
    expect(statements.length).toBeGreaterThan(0);
    await again.close();
  });

  it('shows the last picture, not to be kept, while a change is drawn', async () => {
    const json = JSON.parse((await server.get('/tiles/land_parcels.json')).body.toString());
    const version = /v=([\w-]+)/.exec(json.tiles[0])?.[1];
    expect((await server.get(`${path}?v=${version}`)).headers['cache-control']).toContain('immutable');
    await database().query(`update gengjie.land_parcels set land_class = '0101'`);
    server.handler.invalidate();
    const changed = JSON.parse((await server.get('/tiles/land_parcels.json')).body.toString());
    const newVersion = /v=([\w-]+)/.exec(changed.tiles[0])?.[1];
    expect((await server.get(`${path}?v=${newVersion}`)).headers['cache-control']).toBe('private, no-cache');
    await expect
      .poll(async () => decodeTile((await server.get(path)).body, 'land_parcels').length, {
        timeout: 20_000,
        interval: 500,
      })
      .toBe(1);
  }, 30_000);
});

/** The methods of a database as own properties, so that one can be replaced. */
function bound<T extends object>(database: T): T {
  return new Proxy(
    {},
    {
      ownKeys: () => [...Reflect.ownKeys(database), ...Reflect.ownKeys(Object.getPrototypeOf(database))],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      get: (_target, key) => {
        const value = Reflect.get(database, key, database);
        return typeof value === 'function' ? value.bind(database) : value;
      },
    },
  ) as T;
}

/** A ring cut to the tile without its buffer, so that neighbours are not counted twice. */
function cutToTile(ring: readonly (readonly [number, number])[]): Point[] {
  let points: Point[] = ring.slice(0, -1).map(([x, y]) => [x, y]);
  for (const [axis, limit, sign] of [
    [0, 0, 1],
    [0, 4096, -1],
    [1, 0, 1],
    [1, 4096, -1],
  ] as const) {
    const kept: Point[] = [];
    points.forEach((point, index) => {
      const last = points[(index + points.length - 1) % points.length]!;
      const here = sign * (point[axis] - limit);
      const before = sign * (last[axis] - limit);
      if (here >= 0 !== before >= 0) {
        const share = before / (before - here);
        kept.push([last[0] + (point[0] - last[0]) * share, last[1] + (point[1] - last[1]) * share]);
      }
      if (here >= 0) kept.push(point);
    });
    points = kept;
  }
  return points.length === 0 ? [] : [...points, points[0]!];
}
