import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layerById } from '#core/catalog/index.ts';
import type { Queryable } from '#server/db/database.ts';
import { TileEncoder } from '#server/tiles/encoder.ts';
import type { Reader } from '#server/tiles/reader.ts';
import { fieldsAt, sqlRowSource } from '#server/tiles/row-source.ts';
import { aTown } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { apart, type DecodedFeature, decodeTile } from './decode.ts';
import { insertParcels, startTileServer, type TileServer, tileAt } from './tile-server.ts';
import { random, voronoiCoverage } from './voronoi-coverage.ts';

const bounds = [117.05, 39.08, 117.13, 39.14] as const;
const layer = layerById('land_parcels');

describe.each(databases.filter((engine) => engine === 'postgis'))('against ST_AsMVT on %s', (engine) => {
  const database = withDatabase(engine);
  let server: TileServer;

  beforeAll(async () => {
    await aTown(database());
    await insertParcels(database(), voronoiCoverage({ count: 6000, bounds, seed: 11 }));
    await database().query('analyze gengjie.land_parcels');
    server = await startTileServer(database());
  }, 60_000);
  afterAll(() => server?.close());

  it('z12 to z16: 99.99 % of the ids, the same attributes, and outlines that fit within a unit', async () => {
    const next = random(12);
    let ids = 0;
    let missing = 0;
    let extra = 0;
    let far = 0;
    for (let index = 0; index < 60; index += 1) {
      const zoom = 12 + (index % 5);
      const { z, x, y } = tileAt(
        zoom,
        bounds[0] + next() * (bounds[2] - bounds[0]),
        bounds[1] + next() * (bounds[3] - bounds[1]),
      );
      const native = await database().queryBytes(
        `select st_asmvt(t, 'land_parcels', 4096, 'g', 'id') from (
           select id, land_class, parcel_number, st_asmvtgeom(geom_3857, st_tileenvelope($1, $2, $3), 4096, 64, true) as g
           from gengjie.land_parcels
           where in_force and geom_3857 && st_tileenvelope($1, $2, $3, margin => 64.0 / 4096)) t`,
        [z, x, y],
      );
      const theirs = byId(decodeTile(native ?? new Uint8Array(0), 'land_parcels'));
      const { body } = await server.get(`/tiles/land_parcels/${z}/${x}/${y}.mvt`);
      const ours = byId(decodeTile(body, 'land_parcels'));
      for (const [id, feature] of theirs) {
        const own = ours.get(id);
        ids += 1;
        if (!own) missing += 1;
        else {
          expect(own.properties.land_class).toBe(feature.properties.land_class);
          if (apart(own, feature) > 1.5) far += 1;
        }
      }
      for (const id of ours.keys()) if (!theirs.has(id)) extra += 1;
    }
    expect(ids).toBeGreaterThan(5000);
    expect(missing / ids).toBeLessThanOrEqual(0.0001);
    expect(extra / ids).toBeLessThanOrEqual(0.0001);
    expect(far / ids).toBeLessThanOrEqual(0.01);
  }, 60_000);
});

describe.each(databases)('the rows of a tile on %s', (engine) => {
  const database = withDatabase(engine);

  it('are the same on every engine, and cover the tile without a gap', async () => {
    await aTown(database());
    await insertParcels(database(), voronoiCoverage({ count: 400, bounds, seed: 3 }));
    const address = tileAt(15, 117.09, 39.11);
    const fields = fieldsAt(layer, 15, false);
    const rows = await sqlRowSource().rows({ layer, ...address, fields }, through(database()));
    const tile = new TileEncoder().encode(rows!, {
      layer: layer.id,
      ...address,
      fields,
      minimumSize: 0,
      small: 'drop',
    });
    const decoded = decodeTile(Uint8Array.from(tile.bytes), layer.id);
    expect(decoded.map(({ properties }) => properties.parcel_number)).toMatchInlineSnapshot(`
      [
        "P21",
        "P22",
        "P32",
        "P56",
        "P57",
        "P109",
        "P134",
        "P135",
        "P141",
        "P184",
        "P192",
        "P195",
        "P196",
        "P209",
        "P212",
        "P236",
        "P270",
        "P274",
        "P295",
        "P324",
      ]
    `);
    // A coverage: inside the tile its areas add up to the buffered tile.
    expect(decoded.reduce((sum, { area }) => sum + area, 0)).toBe(4224 * 4224);
  }, 60_000);

  it('are found by the partial index on geom_3857', async () => {
    let statement = '';
    const listening = {
      queryBytes: (text: string, values: readonly unknown[] = []) => {
        statement = values.reduce<string>(
          (all, value, index) => all.replace(`$${index + 1}`, String(value)),
          text,
        );
        return Promise.resolve(null);
      },
    };
    const address = tileAt(15, 117.09, 39.11);
    await sqlRowSource().rows({ layer, ...address, fields: [] }, through(listening as unknown as Queryable));
    const plan = await database().transaction(async (tx) => {
      await tx.query('set local enable_seqscan = off');
      return tx.query<{ 'QUERY PLAN': string }>(`explain ${statement}`);
    });
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('land_parcels_geom_3857');
  });
});

/** Somebody who reads whatever `db` gives. */
function through(db: Queryable): Reader {
  return { regions: '', scope: '', seesNothing: false, run: (work) => work(db) };
}

function byId(features: readonly DecodedFeature[]): Map<number, DecodedFeature> {
  return new Map(features.map((feature) => [feature.id ?? -1, feature]));
}
