import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalog } from '#core/catalog/index.ts';
import type { LayerDefinition, LayerId } from '#core/catalog/types.ts';
import type { Action } from '#core/rights/rights.ts';
import { actionsOf } from '#core/rights/rights.ts';
import { isAdministrator, ROLE_IDS, type RoleId } from '#core/rights/roles.ts';
import { type Client, withApp } from '../../support/app.ts';
import { aTown, OTHER_VILLAGE, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { type Box, plant, propertiesFor } from '../../support/every-layer.ts';
import { aPerson } from '../../support/people.ts';
import { decodeTile } from '../tiles/decode.ts';

/** Two places in two villages, both inside tile 15/27041/12443's neighbourhood; regions stand apart, since they decide where things lie. */
const OWN: Box = [117.082, 39.102, 117.084, 39.104];
const OTHER: Box = [117.092, 39.102, 117.094, 39.104];
const OWN_REGION: Box = [117.082, 39.112, 117.084, 39.114];
const OTHER_REGION: Box = [117.092, 39.112, 117.094, 39.114];

interface Planted {
  readonly id: number;
  readonly box: Box;
}

interface Stage {
  readonly own: Planted;
  readonly other: Planted;
  readonly asked: Client;
}

/** Regions that hold either place: village, town and district; of the other village's, the village is not seen. */
const HOLDING = 2;

const businessRoles = ROLE_IDS.filter((role) => !isAdministrator(role));

/** Statuses a route may answer to somebody who may not: the thing is not there, or it is not theirs to do. */
const refused = [403, 404, 422];

describe.each(databases)('the table of rights on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database, { GENGJIE_RATE_LIMIT: '0' });

  const stages = new Map<string, Stage>();

  beforeAll(async () => {
    await aTown(database());
    for (const role of businessRoles) {
      const person = await aPerson(database(), `matrix-${role}`, [{ role, regionCode: VILLAGE }]);
      const asked = client().as(person.token);
      for (const layer of catalog) stages.set(`${role}/${layer.id}`, { ...(await pair(role, layer)), asked });
    }
    // A row that another process writes is in the tiles within a second.
    await wait(1200);
  });

  /** A feature of the layer in each village, of its own for each role: the tests change them. */
  async function pair(role: RoleId, layer: LayerDefinition): Promise<Omit<Stage, 'asked'>> {
    const [ownBox, otherBox] = layer.id === 'regions' ? [OWN_REGION, OTHER_REGION] : [OWN, OTHER];
    return {
      own: { id: await plant(database(), layer, VILLAGE, `自村${role}`, ownBox), box: ownBox },
      other: { id: await plant(database(), layer, OTHER_VILLAGE, `他村${role}`, otherBox), box: otherBox },
    };
  }

  const cases = businessRoles.flatMap((role) => catalog.map((layer) => [role, layer.id, layer] as const));

  it.each(cases)('%s on %s', async (role, id, layer) => {
    const { own, other, asked } = stages.get(`${role}/${id}`)!;
    const mayDo = (action: Action) => actionsOf(role, id).includes(action);
    // A region lies in itself: a change of one that is not the village's own puts it outside the village.
    const mayChange = (action: Action) => mayDo(action) && id !== 'regions';

    // 查看: every way to see a feature shows one's own and not the other's.
    expect(await ways(asked, layer, own), 'own').toEqual(everyWay(mayDo('see')));
    expect(await ways(asked, layer, other), 'other').toEqual(everyWay(false));
    expect(await exported(asked, id, VILLAGE, own.id), 'export own').toBe(mayDo('export'));
    expect(await exported(asked, id, OTHER_VILLAGE, other.id), 'export other').toBe(false);
    expect(await attachmentStatus(asked, id, own.id), 'files of own').toBe(mayDo('see') ? 200 : 404);
    expect(await attachmentStatus(asked, id, other.id), 'files of other').toBe(404);

    // 修改: an edit of one's own succeeds where the table says so; the other's is not there.
    const label = layer.labelField;
    expect(
      await edited(asked, id, own.id, { properties: { [label]: relabelled(layer, 'A') } }),
      'edit attributes',
    ).toBe(mayDo('edit_attributes') ? 200 : 403);
    expect(await edited(asked, id, own.id, { geometry: polygon(shrunk(own.box)) }), 'edit geometry').toBe(
      mayChange('edit_geometry') ? 200 : 403,
    );
    expect(
      await edited(asked, id, other.id, { properties: { [label]: relabelled(layer, 'B') } }),
      'edit other',
    ).toBe(404);
    expect(await edited(asked, id, other.id, { geometry: polygon(shrunk(other.box)) }), 'move other').toBe(
      404,
    );

    // 新增: in one's own village; in the other's nothing comes about, whatever the refusal.
    expect(await added(asked, layer, own.box), 'add').toBe(mayChange('add') ? 201 : 403);
    const before = await countIn(OTHER_VILLAGE, id);
    expect(refused, 'add to other').toContain(await added(asked, layer, other.box));
    expect(await countIn(OTHER_VILLAGE, id)).toBe(before);

    // 注销.
    expect(await withdrawn(asked, id, other.id), 'withdraw other').toBe(404);
    expect(await withdrawn(asked, id, own.id), 'withdraw').toBe(mayDo('edit_attributes') ? 200 : 403);
  });

  async function countIn(region: string, layer: LayerId): Promise<number> {
    const [row] = await database().query<{ count: number }>(
      `select count(*)::integer as count from gengjie.${layer} where region_code = $1`,
      [region],
    );
    return row?.count ?? Number.NaN;
  }

  async function versionOf(layer: LayerId, id: number): Promise<number> {
    const [row] = await database().query<{ version: number }>(
      `select version_id as version from gengjie.${layer} where id = $1 order by version_id desc limit 1`,
      [id],
    );
    return row?.version ?? Number.NaN;
  }

  /** By which routes a feature can be found. */
  async function ways(asked: Client, layer: LayerDefinition, { id, box }: Planted) {
    const [lng, lat] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    const path = `/api/layers/${layer.id}/features/${id}`;
    const version = await versionOf(layer.id, id);
    const identified = (await asked.get(`/api/identify?lng=${lng}&lat=${lat}&layers=${layer.id}`)) as {
      hits: { id: number }[];
    };
    const inView = (await asked.get(`/api/layers-in-view?bbox=${box.join(',')}&layers=${layer.id}`)) as {
      layers: { count: number }[];
    };
    return {
      feature: (await asked.request(path)).status === 200,
      overlay: (await asked.request(`${path}/overlay`)).status === 200,
      history: (await asked.request(`${path}/history`)).status === 200,
      version: (await asked.request(`${path}/versions/${version}`)).status === 200,
      personal: (await asked.request(`${path}/personal`)).status === 200,
      identify: identified.hits.some((hit) => hit.id === id),
      // The town and the district that hold one's village are there for everybody in it.
      count: (inView.layers[0]?.count ?? 0) > (layer.id === 'regions' ? HOLDING : 0),
      tile: (await tileIds(asked, layer, lng, lat)).includes(id),
    };
  }

  function everyWay(seen: boolean) {
    return {
      feature: seen,
      overlay: seen,
      history: seen,
      version: seen,
      personal: seen,
      identify: seen,
      count: seen,
      tile: seen,
    };
  }

  async function tileIds(asked: Client, layer: LayerDefinition, lng: number, lat: number): Promise<number[]> {
    const z = 16;
    const x = Math.floor(((lng + 180) / 360) * 2 ** z);
    const rad = (lat * Math.PI) / 180;
    const y = Math.floor(((1 - Math.asinh(Math.tan(rad)) / Math.PI) / 2) * 2 ** z);
    const response = await fetch(`${asked.origin}/tiles/${layer.id}/${z}/${x}/${y}.mvt`, {
      headers: { authorization: `Bearer ${asked.token}`, 'accept-encoding': 'identity' },
    });
    if (response.status === 204) return [];
    expect(response.status).toBe(200);
    return decodeTile(Buffer.from(await response.arrayBuffer()), layer.id).map((feature) =>
      Number(feature.id),
    );
  }
});

async function exported(asked: Client, layer: LayerId, region: string, id: number): Promise<boolean> {
  const { status, body } = await asked.request(`/api/layers/${layer}/export?region=${region}&format=geojson`);
  if (status !== 200) {
    expect(refused).toContain(status);
    return false;
  }
  const { features } = (typeof body === 'string' ? JSON.parse(body) : body) as { features: { id: number }[] };
  return features.some((feature) => feature.id === id);
}

async function attachmentStatus(asked: Client, layer: LayerId, id: number): Promise<number> {
  return (await asked.request(`/api/layers/${layer}/features/${id}/attachments`)).status;
}

/** Reads the version first, as a client does; what cannot be read is asked for with a made-up one. */
async function changed(
  asked: Client,
  path: string,
  method: string,
  suffix: string,
  body: object,
): Promise<number> {
  const { headers } = await asked.request(path);
  const { status } = await asked.request(`${path}${suffix}`, {
    method,
    headers: { 'content-type': 'application/json', 'if-match': headers.get('etag') ?? '"1"' },
    body: JSON.stringify({ reason: '权限测试', ...body }),
  });
  return status;
}

function edited(asked: Client, layer: LayerId, id: number, body: object): Promise<number> {
  return changed(asked, `/api/layers/${layer}/features/${id}`, 'PATCH', '', body);
}

function withdrawn(asked: Client, layer: LayerId, id: number): Promise<number> {
  return changed(asked, `/api/layers/${layer}/features/${id}`, 'POST', '/withdraw', {});
}

async function added(asked: Client, layer: LayerDefinition, box: Box): Promise<number> {
  const { status } = await asked.request(`/api/layers/${layer.id}/features`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      reason: '权限测试',
      geometry: polygon(box),
      properties: { ...propertiesFor(layer, '新增'), ...balanced(layer) },
    }),
  });
  return status;
}

/** Parcel areas are derived from the outline when left out; what the course of a patch sets is not given by hand. */
function balanced(layer: LayerDefinition): Record<string, undefined> {
  const managed = layer.fields.filter((field) => field.managed && !field.required).map(({ name }) => name);
  const left = [...managed, ...(layer.areaField ? ['parcel_area', 'class_area'] : [])];
  return Object.fromEntries(left.map((name) => [name, undefined]));
}

function relabelled(layer: LayerDefinition, text: string): string | number {
  const field = layer.fields.find(({ name }) => name === layer.labelField);
  return field?.type === 'integer' ? 2024 : `改${text}`;
}

function polygon([west, south, east, north]: Box) {
  return {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  };
}

function shrunk([west, south, east, north]: Box): Box {
  return [west + 0.0002, south + 0.0002, east - 0.0002, north - 0.0002];
}
