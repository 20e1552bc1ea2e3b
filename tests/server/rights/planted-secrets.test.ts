import { beforeAll, describe, expect, it } from 'vitest';
import { catalog } from '#core/catalog/index.ts';
import { type Client, withApp } from '../../support/app.ts';
import { aFeature, aSettledTown, OTHER_VILLAGE, TOWN, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { plant } from '../../support/every-layer.ts';
import { aPerson } from '../../support/people.ts';
import { decodeTile } from '../tiles/decode.ts';

const SECRETS = 200;
const MARK = '机密SECRET';
const VIEW = '117.08,39.1,117.1,39.12';

interface Answer {
  readonly status: number;
  readonly text: string;
}

describe.each(databases)('200 secrets of another village on %s', (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database, { GENGJIE_RATE_LIMIT: '0' });
  let asked: Client;
  let target: number;
  const before = new Map<string, Answer>();
  const secretIds: number[] = [];

  beforeAll(async () => {
    ({ target } = await aSettledTown(database()));
    for (let index = 0; index < 3; index += 1) {
      const west = 117.082 + index * 0.001;
      const columns = {
        patch_number: `自村${index}`,
        register: 'lead',
        patch_class: 'public',
        state: 'found',
      };
      await aFeature(database(), 'patches', columns, [west, 39.106, west + 0.0005, 39.1065]);
    }
    const worker = await aPerson(database(), 'village-worker', [{ role: 'field', regionCode: VILLAGE }]);
    asked = client().as(worker.token);
    for (const address of addresses()) before.set(address, await answer(address));
    for (let index = 0; index < SECRETS; index += 1) {
      const layer = catalog[index % catalog.length]!;
      const west = 117.0901 + (index % 40) * 0.0002;
      const south = 39.1005 + Math.floor(index / 40) * 0.003;
      const box = [west, south, west + 0.00015, south + 0.002] as const;
      secretIds.push(await plant(database(), layer, OTHER_VILLAGE, `${MARK}${index}`, box));
    }
  });

  it('planting changes not one answer: no feature, count, area, extent, search result, tile or error text', async () => {
    const changed: string[] = [];
    for (const [address, was] of before) {
      const now = await answer(address);
      if (now.status !== was.status || now.text !== was.text)
        changed.push(`${address}: ${now.status} ${now.text.slice(0, 200)}`);
    }
    expect(changed).toEqual([]);
    const asked = [...before]
      .filter(([address]) => address.startsWith('POST'))
      .map(([, { status }]) => status);
    expect(
      asked.filter((status) => status === 200),
      'questions about one’s own village are answered',
    ).toHaveLength(3);
  });

  it('each secret is not there in the words in which nothing is there', async () => {
    for (const [index, id] of secretIds.entries()) {
      const { id: layer } = catalog[index % catalog.length]!;
      for (const suffix of ['', '/overlay', '/history', '/versions/1', '/personal', '/attachments']) {
        const found = await answer(`/api/layers/${layer}/features/${id}${suffix}`);
        const never = await answer(`/api/layers/${layer}/features/${id + 1_000_000}${suffix}`);
        expect(found.status).toBe(404);
        expect(nameless(found.text, id)).toBe(nameless(never.text, id + 1_000_000));
      }
    }
  });

  it('no tile at any zoom holds one, and no answer names one', async () => {
    for (const layer of catalog) {
      for (let z = layer.zoom.min; z <= 16; z += 1) {
        const [x, y] = tileAt(117.094, 39.106, z);
        const response = await fetch(`${asked.origin}/tiles/${layer.id}/${z}/${x}/${y}.mvt`, {
          headers: { authorization: `Bearer ${asked.token}`, 'accept-encoding': 'identity' },
        });
        if (response.status === 204) continue;
        expect(response.status).toBe(200);
        const bytes = Buffer.from(await response.arrayBuffer());
        expect(bytes.includes('SECRET'), `${layer.id} z${z}`).toBe(false);
        const ids = decodeTile(bytes, layer.id).map((feature) => feature.id);
        expect(ids.filter((id) => id !== undefined && secretIds.includes(id))).toEqual([]);
      }
    }
  });

  it('a town leader finds all of them: they are there to be found', async () => {
    const leader = await aPerson(database(), 'town-leader', [{ role: 'leader', regionCode: TOWN }]);
    const found = (await client()
      .as(leader.token)
      .get(`/api/search?q=${encodeURIComponent(MARK)}&limit=50`)) as {
      results: unknown[];
    };
    expect(found.results.length).toBeGreaterThan(20);
    const mine = (await asked.get(`/api/search?q=${encodeURIComponent(MARK)}&limit=50`)) as {
      results: unknown[];
    };
    expect(mine.results).toEqual([]);
  });

  /** Every address a reader can ask, with parameters that reach over the other village. */
  function addresses(): string[] {
    const layers = catalog.map(({ id }) => id);
    return [
      '/api/workspace',
      '/api/layers',
      `/api/layers-in-view?bbox=${VIEW}&layers=${layers.join(',')}`,
      ...[117.0945, 117.0902, 117.0985].map((lng) => `/api/identify?lng=${lng}&lat=39.106`),
      '/api/identify?lng=117.083&lat=39.103',
      ...[MARK, 'secret', 'jm', '0001', '120111888', OTHER_VILLAGE, '怡和'].map(
        (text) => `/api/search?q=${encodeURIComponent(text)}&limit=50`,
      ),
      ...[VILLAGE, OTHER_VILLAGE, TOWN, '120111'].map((region) => `/api/targets?region=${region}`),
      `/api/targets/${target}/rows`,
      `/api/targets/${target}/rows?region=${OTHER_VILLAGE}`,
      `/api/targets/${target}/export`,
      `/api/targets/export?region=${OTHER_VILLAGE}`,
      '/api/import-batches',
      ...layers.flatMap((id) => [
        `/api/layers/${id}/export?region=${OTHER_VILLAGE}`,
        `/api/layers/${id}/export?region=${TOWN}`,
        `/api/layers/${id}/features/999999999`,
        `/tiles/${id}.json`,
      ]),
      `/api/layers-in-view?bbox=${VIEW}&layers=no-such`,
      `/api/targets?region=${OTHER_VILLAGE}&year=2023`,
      '/api/scenarios',
      ...[VILLAGE, OTHER_VILLAGE, TOWN].flatMap((region) => [
        `/api/ground?bbox=${VIEW}&region=${region}`,
        `POST /api/what-if ${JSON.stringify({ region, items: [conversion] })}`,
      ]),
      `POST /api/overlay ${JSON.stringify({ geometry: conversion.geometry })}`,
    ];
  }

  /** An answer without what changes with every write: the opaque version in tile addresses, and since when it holds. */
  async function answer(question: string): Promise<Answer> {
    const [, address = question, body] = /^POST (\S+) (.*)$/.exec(question) ?? [];
    const response = await fetch(asked.origin + address, {
      headers: { authorization: `Bearer ${asked.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
    const text = await response.text();
    return {
      status: response.status,
      text: text
        .replaceAll(/"version":\s*"[^"]*"/g, '"version":"…"')
        .replaceAll(/[?&]v=[\w-]+/g, '?v=…')
        .replaceAll(/"(asOf|knownAt)":\s*"[^"]*"/g, '"$1":"…"'),
    };
  }
});

/** Ground of both villages. */
const conversion = {
  id: 'a',
  kind: 'conversion',
  name: '地块',
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [117.0885, 39.1005],
        [117.0985, 39.1005],
        [117.0985, 39.1185],
        [117.0885, 39.1185],
        [117.0885, 39.1005],
      ],
    ],
  },
  landClassAfter: '0701',
};

/** A refusal without the number that was asked for. */
function nameless(text: string, id: number): string {
  return text.replaceAll(new RegExp(`\\b${id}\\b`, 'g'), 'ID');
}

function tileAt(lng: number, lat: number, z: number): [number, number] {
  const y = (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2;
  return [Math.floor(((lng + 180) / 360) * 2 ** z), Math.floor(y * 2 ** z)];
}
