import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#server/db/database.ts';
import { aTown, OTHER_VILLAGE, TOWN, VILLAGE, withParcels } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson, type TestPerson } from '../../support/people.ts';
import { decodeTile } from './decode.ts';
import { type Answer, startTileServer, type TileServer, tileAt } from './tile-server.ts';

const near = tileAt(15, 117.085, 39.105);
const NEAR = `/tiles/land_parcels/${near.z}/${near.x}/${near.y}.mvt`;
const far = tileAt(10, 117.085, 39.105);
const FAR = `/tiles/land_parcels/${far.z}/${far.x}/${far.y}.mvt`;

/** Ids of a tile in their order. */
function idsOf(answer: Answer): (number | undefined)[] {
  return answer.status === 204 ? [] : decodeTile(answer.body, 'land_parcels').map(({ id }) => id);
}

/** A small square in the near tile, of one of 400 places. */
function placeOf(index: number): readonly [number, number, number, number] {
  const west = 117.0842 + (index % 20) * 0.00015;
  const south = 39.1052 + Math.floor(index / 20) * 0.0001;
  return [west, south, west + 0.0001, south + 0.00008];
}

describe.each(databases)('tiles of several people from one server on %s', (engine) => {
  const database = withDatabase(engine);
  let server: TileServer;
  let west: TestPerson;
  let east: TestPerson;
  let both: TestPerson;
  let town: TestPerson;

  beforeAll(async () => {
    await aTown(database());
    west = await aPerson(database(), 'west', [{ role: 'field', regionCode: VILLAGE }]);
    east = await aPerson(database(), 'east', [{ role: 'viewer', regionCode: OTHER_VILLAGE }]);
    both = await aPerson(database(), 'both', [
      { role: 'field', regionCode: VILLAGE },
      { role: 'viewer', regionCode: OTHER_VILLAGE },
    ]);
    town = await aPerson(database(), 'town', [{ role: 'leader', regionCode: TOWN }]);
    server = await startTileServer(database());
  }, 60_000);
  afterAll(() => server?.close());

  it('hold the features of each reader’s own villages and no other, in whatever order and however many at once they are asked', async () => {
    const readers = [
      { token: () => west.token, sees: [VILLAGE] },
      { token: () => east.token, sees: [OTHER_VILLAGE] },
      { token: () => both.token, sees: [VILLAGE, OTHER_VILLAGE] },
      { token: () => town.token, sees: [VILLAGE, OTHER_VILLAGE] },
    ];
    let next = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 2, maxLength: 12 }),
        fc.shuffledSubarray([0, 1, 2, 3, 0, 1, 2, 3], { minLength: 8 }),
        async (inWest, order) => {
          await database().query('delete from gengjie.land_parcels');
          const villages = inWest.map((yes) => (yes ? VILLAGE : OTHER_VILLAGE));
          const ids = await withParcels(
            database(),
            villages.map((village) => ({
              number: `N${next}`,
              landClass: '0101',
              box: placeOf(next++ % 400),
              village,
            })),
          );
          server.handler.invalidate();
          const answers = await Promise.all(
            order.map(async (which) => {
              const { token, sees } = readers[which]!;
              return { sees, got: idsOf(await server.as(token()).get(NEAR)) };
            }),
          );
          for (const { sees, got } of answers)
            expect(got).toEqual(ids.filter((_, index) => sees.includes(villages[index]!)));
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);

  it('have versions, ETags and bounds of their own, and share them where two see the same', async () => {
    await database().query('delete from gengjie.land_parcels');
    await withParcels(database(), [
      { number: 'W', landClass: '0101', box: placeOf(0), village: VILLAGE },
      { number: 'E', landClass: '0301', box: placeOf(25), village: OTHER_VILLAGE },
    ]);
    server.handler.invalidate();
    const described = async ({ token }: TestPerson) => {
      const tile = await server.as(token).get(NEAR);
      const json = JSON.parse((await server.as(token).get('/tiles/land_parcels.json')).body.toString());
      return { etag: tile.headers.etag, address: new URL(json.tiles[0]).search, bounds: json.bounds };
    };
    const [ofWest, ofEast, ofBoth] = [await described(west), await described(east), await described(both)];
    for (const key of ['etag', 'address', 'bounds'] as const) {
      const all = [ofWest, ofEast, ofBoth].map((each) => JSON.stringify(each[key]));
      expect(new Set(all).size, key).toBe(3);
    }
    ofEast.bounds.forEach((value: number, index: number) => {
      expect(value).toBeCloseTo(placeOf(25)[index]!, 9);
    });
    const neighbour = await aPerson(database(), 'neighbour', [{ role: 'inspector', regionCode: VILLAGE }]);
    expect(await described(neighbour)).toEqual(ofWest);
    const eastern = `${NEAR}${ofEast.address}`;
    const kept = await server.as(east.token).get(eastern);
    expect(kept.headers['cache-control']).toBe('private, max-age=31536000, immutable');
    const notTheirs = await server
      .as(west.token)
      .get(eastern, { 'accept-encoding': 'gzip', 'if-none-match': ofEast.etag! });
    expect([notTheirs.status, notTheirs.headers['cache-control']]).toEqual([200, 'private, no-cache']);
    expect(notTheirs.headers.vary).toContain('Cookie, Authorization');
  });

  it('are 401 for nobody, 403 for administrators, and 204 without a question to the database for who has no region', async () => {
    const admin = await aPerson(database(), 'an-admin', [{ role: 'security', regionCode: '' }]);
    const idle = await aPerson(database(), 'idle', []);
    for (const path of [NEAR, FAR, '/tiles/land_parcels.json', '/tiles/nothing.json', '/tiles/']) {
      const stranger = await server.as(undefined).get(path);
      expect([stranger.status, JSON.parse(stranger.body.toString()).type], path).toEqual([
        401,
        '/problems/sign-in-required',
      ]);
      expect((await server.as('wrong').get(path)).status).toBe(401);
      const refused = await server.as(admin.token).get(path);
      expect([refused.status, JSON.parse(refused.body.toString()).type], path).toEqual([
        403,
        '/problems/not-allowed',
      ]);
    }
    const asked: string[] = [];
    const listening = listenTo(database(), asked);
    const own = await startTileServer(listening);
    await own.as(idle.token).get(NEAR);
    asked.length = 0;
    for (const path of [NEAR, FAR, `${NEAR}?v=1`])
      expect((await own.as(idle.token).get(path)).status).toBe(204);
    expect(asked).toEqual([]);
    await own.close();
  });

  it('take the token from the address, and TileJSON passes it on to its tiles', async () => {
    const { body } = await server.as(undefined).get(`/tiles/land_parcels.json?token=${west.token}`);
    const [template] = JSON.parse(body.toString()).tiles as [string];
    const url = new URL(template.replace('{z}/{x}/{y}', `${near.z}/${near.x}/${near.y}`));
    const tile = await server.as(undefined).get(url.pathname + url.search);
    expect([tile.status, tile.headers['cache-control']]).toEqual([
      200,
      'private, max-age=31536000, immutable',
    ]);
  });

  it('show what somebody was just given, and nobody else of the former scope is shown it', async () => {
    const promoted = await aPerson(database(), 'promoted', [{ role: 'field', regionCode: VILLAGE }]);
    const colleague = await aPerson(database(), 'colleague', [{ role: 'field', regionCode: VILLAGE }]);
    const [own, theirs] = await withParcels(database(), [
      { number: 'W2', landClass: '0101', box: placeOf(41), village: VILLAGE },
      { number: 'E2', landClass: '0101', box: placeOf(45), village: OTHER_VILLAGE },
    ]);
    // The server remembers them with one village; the tile itself is not in its cache.
    await server.as(promoted.token).get('/tiles/land_parcels.json');
    await server.as(colleague.token).get('/tiles/land_parcels.json');
    await database().query(
      'insert into gengjie.person_roles (person_id, role, region_code) values ($1, $2, $3)',
      [promoted.id, 'viewer', OTHER_VILLAGE],
    );
    server.handler.invalidate();
    const seen = idsOf(await server.as(promoted.token).get(NEAR));
    expect(seen).toEqual(expect.arrayContaining([own, theirs]));
    const kept = idsOf(await server.as(colleague.token).get(NEAR));
    expect(kept).toContain(own);
    expect(kept).not.toContain(theirs);
  });

  it('are empty within a second of a grant withdrawn, cached or not; 401 once the person is disabled', async () => {
    const leaving = await aPerson(database(), 'leaving', [{ role: 'viewer', regionCode: VILLAGE }]);
    expect(idsOf(await server.as(leaving.token).get(NEAR)).length).toBeGreaterThan(0);
    await database().query('update gengjie.person_roles set revoked_at = now() where person_id = $1', [
      leaving.id,
    ]);
    await expect
      .poll(async () => (await server.as(leaving.token).get(NEAR)).status, { timeout: 1500, interval: 100 })
      .toBe(204);
    await database().query(`update gengjie.people set state = 'disabled' where id = $1`, [west.id]);
    await expect
      .poll(async () => (await server.as(west.token).get(NEAR)).status, { timeout: 1500, interval: 100 })
      .toBe(401);
    await database().query(`update gengjie.people set state = 'active' where id = $1`, [west.id]);
    server.authenticator.forget();
  });

  it('are generalised from the reader’s own rows alone', async () => {
    await database().query('delete from gengjie.land_parcels');
    const [own = 0] = await withParcels(
      database(),
      Array.from({ length: 12 }, (_, index) => ({
        number: `G${index}`,
        landClass: index < 6 ? '0101' : '0301',
        box: [117.0805 + index * 0.0015, 39.101, 117.082 + index * 0.0015, 39.119] as const,
        village: index < 6 ? VILLAGE : OTHER_VILLAGE,
      })),
    );
    const small = await startTileServer(database(), { bigLayer: 3 });
    const classes = async ({ token }: TestPerson) => {
      const features = decodeTile((await small.as(token).get(FAR)).body, 'land_parcels');
      expect(
        features.every(({ id, properties }) => id === undefined && properties.generalized === true),
      ).toBe(true);
      return features.map(({ properties, area }) => ({ land_class: properties.land_class, area }));
    };
    const [ofTown, ofWest, ofEast] = await Promise.all([classes(town), classes(west), classes(east)]);
    expect(ofWest.map(({ land_class }) => land_class)).toEqual(['0101']);
    expect(ofEast.map(({ land_class }) => land_class)).toEqual(['0301']);
    expect(ofTown.map(({ land_class }) => land_class)).toEqual(['0101', '0301']);
    expect(own).toBeGreaterThan(0);
    await small.close();
  });

  it('show the past to who sees it, for ever the same', async () => {
    await database().query('delete from gengjie.land_parcels');
    const [old, other] = await withParcels(database(), [
      { number: 'OLD', landClass: '0101', box: placeOf(60), village: VILLAGE },
      { number: 'OTHER', landClass: '0101', box: placeOf(64), village: OTHER_VILLAGE },
    ]);
    const [clock] = await database().query<{ last: string }>(
      `select to_char(last at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as last from gengjie.clock`,
    );
    const change = (landClass: string) =>
      database().transaction(async (tx) => {
        await tx.query(
          `update gengjie.land_parcels set known_during = tstzrange(lower(known_during), gengjie.next_instant())
           where in_force and id = $1`,
          [old],
        );
        await tx.query(
          `insert into gengjie.land_parcels (id, parcel_number, land_class, region_code, geom, parcel_area, class_area, valid_during)
           select id, parcel_number, $2, region_code, geom, parcel_area, class_area, valid_during
           from gengjie.land_parcels where id = $1 order by version_id desc limit 1`,
          [old, landClass],
        );
      });
    await change('0103');
    server.handler.invalidate();
    const json = await server.as(west.token).get(`/tiles/land_parcels.json?asOf=${clock?.last}`);
    const [template] = JSON.parse(json.body.toString()).tiles as [string];
    const url = new URL(template.replace('{z}/{x}/{y}', `${near.z}/${near.x}/${near.y}`));
    const path = url.pathname + url.search;
    const past = await server.as(west.token).get(path);
    expect(past.headers['cache-control']).toBe('private, max-age=31536000, immutable');
    expect(
      decodeTile(past.body, 'land_parcels').map(({ id, properties }) => [id, properties.land_class]),
    ).toEqual([[old, '0101']]);
    const now = decodeTile((await server.as(west.token).get(NEAR)).body, 'land_parcels');
    expect(now.map(({ id, properties }) => [id, properties.land_class])).toEqual([[old, '0103']]);
    await change('0102');
    server.handler.invalidate();
    const fresh = await startTileServer(database());
    expect((await fresh.as(west.token).get(path)).body.equals(past.body)).toBe(true);
    expect(idsOf(await fresh.as(east.token).get(path))).toEqual([other]);
    expect((await fresh.as(west.token).get(`${NEAR}?asOf=2999-01-01`)).headers['cache-control']).toBe(
      'private, no-cache',
    );
    expect((await fresh.as(west.token).get(`${NEAR}?asOf=1999-01-01`)).status).toBe(204);
    const wrong = await fresh.as(west.token).get(`${NEAR}?asOf=yesterday`);
    expect([wrong.status, JSON.parse(wrong.body.toString()).type]).toEqual([
      400,
      '/problems/invalid-request',
    ]);
    await fresh.close();
  });
});

/** A database that notes what it is asked. */
function listenTo(database: Database, asked: string[]): Database {
  return new Proxy(database, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...parameters: unknown[]) => {
        // Who somebody is, is asked once a second.
        if (!String(parameters[0]).includes('gengjie.tokens')) asked.push(String(key));
        return value.apply(target, parameters);
      };
    },
  });
}
