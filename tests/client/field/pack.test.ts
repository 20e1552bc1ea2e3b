import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import { changeArea, deleteArea, usePackAreas } from '../../../client/field/pack/areas.ts';
import { downloadArea, PlanIsOld, TileRefused } from '../../../client/field/pack/download-area.ts';
import {
  closePackDatabase,
  PACK_DATABASE,
  type PackArea,
  packDatabase,
} from '../../../client/field/pack/pack-db.ts';
import { tilesOfArea } from '../../../client/field/pack/pack-tile-list.ts';
import { problemOf } from '../../../client/field/pack/queue.ts';

// The map needs a browser; what it is told is no part of these tests.
vi.mock('../../../client/map/field/field-map.ts', () => ({
  currentFieldMap: () => null,
  whenFieldMap: () => new Promise(() => {}),
}));

const VILLAGE: LonLatBox = [117.08, 39.1, 117.09, 39.12];

function anArea(id: string, changes: Partial<PackArea> = {}): PackArea {
  const area: PackArea = {
    id,
    owner: 'somebody',
    name: id,
    bounds: VILLAGE,
    layers: [
      { layer: 'land_parcels', version: '3-abc', minZoom: 10, maxZoom: 16 },
      { layer: 'permanent_farmland', version: '7-abc', minZoom: 10, maxZoom: 16 },
    ],
    tiles: 0,
    estimatedBytes: 0,
    status: 'queued',
    done: 0,
    bytes: 0,
    addedAt: 1,
    completedAt: null,
    stale: [],
    problem: null,
    ...changes,
  };
  return { ...area, tiles: [...tilesOfArea(area)].length };
}

/** The server: every tile is its own address; `asked` remembers what was asked for. */
let asked: string[] = [];
let answer: (url: string, init: RequestInit) => Response | Promise<Response>;

const tileOf = (url: string) => new TextEncoder().encode(`tile of ${url.replace(/\?.*/, '')}`);
const good = (url: string) =>
  new Response(tileOf(url), {
    headers: { 'cache-control': 'private, max-age=31536000, immutable', etag: `"${url}"` },
  });
const fence = {
  versions: [],
  zones: [
    {
      layer: 'permanent_farmland',
      id: 5,
      label: 'YN-5',
      rings: [[[1170800000, 391000000, 10000, 0, 0, 10000]]],
    },
  ],
  truncated: false,
};

beforeEach(() => {
  asked = [];
  answer = good;
  vi.stubGlobal('document', { documentElement: { lang: 'zh-CN' } });
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (url.startsWith('/api/field/pack/geofence')) return Response.json(fence);
    asked.push(url);
    init.signal?.throwIfAborted();
    return answer(url, init);
  });
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await closePackDatabase();
  await new Promise((resolve) => {
    indexedDB.deleteDatabase(PACK_DATABASE).onsuccess = resolve;
  });
  usePackAreas.setState({ areas: [], opened: false });
});

async function store(area: PackArea): Promise<PackArea> {
  await (await packDatabase()).put('areas', area);
  usePackAreas.setState(({ areas }) => ({ areas: [...areas, area] }));
  return area;
}

const run = async (area: PackArea, signal = new AbortController().signal) =>
  downloadArea(await packDatabase(), area, signal, () => {});

describe('the download of an area', () => {
  it('stores every tile with its version, the fence, and only then calls the area complete', async () => {
    const area = await store(anArea('a'));
    const seen: PackArea[] = [];
    const end = await downloadArea(await packDatabase(), area, new AbortController().signal, (each) =>
      seen.push(each),
    );
    expect(seen.every(({ status, completedAt }) => status === 'loading' && completedAt === null)).toBe(true);
    expect(end).toMatchObject({ status: 'complete', done: area.tiles });
    const database = await packDatabase();
    let bytes = 0;
    for (const { key, version } of tilesOfArea(area)) {
      const tile = await database.get('tiles', key);
      expect(tile?.version).toBe(version);
      bytes += tile?.data.byteLength ?? 0;
    }
    expect(end.bytes).toBe(bytes);
    expect(await database.get('areas', 'a')).toEqual(end);
    expect((await database.get('fences', 'a'))?.zones[0]).toMatchObject({
      layer: 'permanent_farmland',
      id: '5',
    });
  });

  it('keeps a true count wherever it breaks off, is not complete then, and goes on without asking twice', async () => {
    const area = await store(anArea('a'));
    for (const breaksAfter of [0, 1, 23, 24, 30, area.tiles - 1]) {
      const database = await packDatabase();
      await database.clear('tiles');
      await database.put('areas', area);
      asked = [];
      answer = (url) => {
        if (asked.length > breaksAfter) throw new TypeError('network gone');
        return good(url);
      };
      await expect(run(area)).rejects.toThrow(TypeError);
      const left = (await database.get('areas', 'a'))!;
      expect(left.completedAt).toBeNull();
      expect(left.status).not.toBe('complete');
      const keys = [...tilesOfArea(area)].map(({ key }) => key);
      for (const key of keys.slice(0, left.done)) expect(await database.get('tiles', key)).toBeDefined();
      expect(await database.count('tiles')).toBe(left.done);

      const before = left.done;
      asked = [];
      answer = good;
      const end = await run(left);
      expect(end.status).toBe('complete');
      expect(asked).toHaveLength(area.tiles - before);
      expect(await database.count('tiles')).toBe(area.tiles);
    }
  });

  it('asks on a refresh only whether a tile has changed, and leaves alone what is of the same version', async () => {
    const first = await run(await store(anArea('a')));
    asked = [];
    const conditions: (string | null)[] = [];
    answer = (_url, init) => {
      conditions.push(new Headers(init.headers).get('if-none-match'));
      return new Response(null, { status: 304 });
    };
    const [parcels, farmland] = first.layers;
    const again = { ...first, layers: [{ ...parcels!, version: '4-abc' }, farmland!], done: 0, bytes: 0 };
    await (await packDatabase()).put('areas', again);
    const end = await run(again);
    expect(asked.every((url) => url.startsWith('/tiles/land_parcels/'))).toBe(true);
    expect(asked).toHaveLength(first.tiles / 2);
    expect(conditions.every((each) => each !== null)).toBe(true);
    expect(end.bytes).toBe(first.bytes);
    const [tile] = [...tilesOfArea(again)];
    expect((await (await packDatabase()).get('tiles', tile!.key))?.version).toBe('4-abc');
  });

  it('stops when the server has changed a layer meanwhile, or refuses', async () => {
    const area = await store(anArea('a'));
    answer = () => new Response('x', { headers: { 'cache-control': 'private, no-cache' } });
    await expect(run(area)).rejects.toThrow(PlanIsOld);
    answer = () => new Response('', { status: 401 });
    await expect(run(area)).rejects.toThrow(TileRefused);
    expect(await (await packDatabase()).count('tiles')).toBe(0);
  });

  it('keeps nothing of an area that was deleted while its tiles were on the way', async () => {
    const area = await store(anArea('a'));
    answer = async (url) => {
      await (await packDatabase()).delete('areas', 'a');
      return good(url);
    };
    await expect(run(area)).rejects.toMatchObject({ name: 'AbortError' });
    expect(await (await packDatabase()).count('tiles')).toBe(0);
  });

  it('says in words what stands in the way', () => {
    expect(problemOf(new TypeError('Failed to fetch'))).toBe('network');
    expect(problemOf(new DOMException('', 'TimeoutError'))).toBe('network');
    expect(problemOf(new TileRefused(401))).toBe('sign-in');
    expect(problemOf(new TileRefused(404))).toBe('refused');
    expect(problemOf(new TileRefused(503))).toBe('network');
    expect(problemOf(new DOMException('', 'QuotaExceededError'))).toBe('full');
    expect(problemOf(new PlanIsOld())).toBe('changing');
  });
});

describe('the deletion of an area', () => {
  it('leaves the tiles that another area holds too', async () => {
    const [west, both] = [anArea('west'), anArea('both', { bounds: [117.085, 39.1, 117.1, 39.12] })];
    await run(await store(west));
    await run(await store(both));
    const database = await packDatabase();
    await deleteArea('west');
    expect(await database.get('areas', 'west')).toBeUndefined();
    expect(await database.get('fences', 'west')).toBeUndefined();
    for (const { key } of tilesOfArea(both)) expect(await database.get('tiles', key)).toBeDefined();
    expect(await database.count('tiles')).toBe(both.tiles);
    await deleteArea('both');
    expect(await database.count('tiles')).toBe(0);
    expect(usePackAreas.getState().areas).toEqual([]);
  });

  it('is nothing for an area that is gone', async () => {
    expect(await changeArea('none', (area) => area)).toBeUndefined();
    await expect(deleteArea('none')).resolves.toBeUndefined();
  });
});
