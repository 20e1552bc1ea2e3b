import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFlag, makeOperation, writesFrom } from '../../client/field/store/make-operation.ts';
import type { PatchView } from '../../core/contract/patches.ts';
import type { PatchOperation } from '../../core/patches/operation.ts';
import { type RunningServer, startServer } from '../../scripts/bench/server-process.ts';
import { Chance } from '../field/chaos/chance.ts';
import { aMaker, aPhoto } from '../field/phone.ts';
import { outlineOf } from '../server/patches/field-work.ts';
import { aJpeg } from '../server/patches/pictures.ts';
import { launchBrowser, PHONE } from '../support/browser.ts';
import { signInAs } from '../support/sign-in-as.ts';

const SEED = 20_261_123;
const SCHEDULES = 12;
const FAULTS = [
  'offline',
  'lost-answer',
  'server-fault',
  'photo-cut',
  'signed-out',
  'close',
  'server-restart',
] as const;
type Fault = (typeof FAULTS)[number];

/** What a schedule records: rows as the field app's own store has them. */
interface Recorded {
  readonly operations: readonly PatchOperation[];
  readonly pictures: ReadonlyMap<string, Buffer>;
}

const home = mkdtempSync(join(tmpdir(), 'gengjie-e2e-chaos-'));
let port = 0;
let server: RunningServer;
let browser: Browser;
let context: BrowserContext;
let person = '';
let corner: [number, number];

beforeAll(async () => {
  port = await freePort();
  [server, browser] = await Promise.all([start(), launchBrowser()]);
  context = await browser.newContext({
    baseURL: server.origin,
    viewport: PHONE,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  await signIn();
  const session = await context.request.get('/api/session');
  person = ((await session.json()) as { person: { id: string } }).person.id;
  const { regions } = await ask<{ regions: { code: string; bounds: number[] }[] }>('/api/workspace');
  const [west = 0, south = 0, east = 0, north = 0] = regions.find(
    ({ code }) => code === '120111001001',
  )!.bounds;
  corner = [(west + east) / 2, (south + north) / 2];
  const page = await context.newPage();
  await page.goto('/field/queue');
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.getByRole('button', { name: '立即同步' }).waitFor();
  await page.close();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(home, { recursive: true, force: true });
});

function start(): Promise<RunningServer> {
  return startServer({
    ...{ HOST: '127.0.0.1', PORT: String(port), GENGJIE_HOME: home, DATABASE_URL: '' },
    ...{ GENGJIE_DEMONSTRATION: 'on', GENGJIE_RATE_LIMIT: '0' },
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function signIn(): Promise<void> {
  const [name = '', value = ''] = (await signInAs(server.origin, 'demo-field')).split('=');
  await context.addCookies([{ name, value, url: server.origin, httpOnly: true, sameSite: 'Strict' }]);
}

/** The office, beside the phone; signed in once: a person has only so many sessions. */
let office = '';
async function look(path: string): Promise<Response> {
  office ||= await signInAs(server.origin, 'demo-inspector');
  const answer = await fetch(server.origin + path, { headers: { cookie: office } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

async function ask<T>(path: string): Promise<T> {
  return (await look(path)).json() as Promise<T>;
}

function record(chance: Chance): Recorded {
  const maker = aMaker(person, null);
  const operations: PatchOperation[] = [];
  const pictures = new Map<string, Buffer>();
  for (let flags = 1 + chance.below(2); flags > 0; flags -= 1) {
    const [west, south] = [
      corner[0] + chance.below(400) * 0.000005,
      corner[1] + chance.below(400) * 0.000005,
    ];
    const flag = makeFlag(maker, {
      outline: outlineOf(
        [west, south, west + 0.00003, south + 0.00003].map((value) => Math.round(value * 1e9) / 1e9),
      ),
      patch_class: 'residential',
      description: `第 ${chance.below(10_000)} 号手记`,
    });
    operations.push(flag);
    for (let photos = chance.below(3); photos > 0; photos -= 1) {
      const bytes = aJpeg(chance.often(0.3) ? 1_500_000 : 3000 + chance.below(50_000));
      operations.push(aPhoto(maker, flag.patch, bytes));
      pictures.set(createHash('sha256').update(bytes).digest('hex'), bytes);
    }
    const writes = writesFrom({ description: [flag.id] }, { description: '改过一次', location: '村口' });
    operations.push(makeOperation(maker, 'write', flag.patch, { writes }));
  }
  return { operations, pictures };
}

/** Puts the rows where the app's own store puts them, in one strict transaction, and tells the app. */
async function put(page: Page, { operations, pictures }: Recorded): Promise<void> {
  const now = Date.now();
  const fresh = {
    state: 'queued',
    tries: 0,
    problem: null,
    recordedAt: now,
    confirmedAt: null,
    exportedAt: null,
    receipt: null,
  };
  const rows = operations.map((operation, order) => {
    const { id, patch } = operation;
    return { id, person, patch, order: now + order, operation, open: 1, ...fresh };
  });
  const files = operations.flatMap((operation) => {
    if (operation.kind !== 'photo') return [];
    const { sha256, byteCount, mediaType } = operation.photo;
    const base64 = pictures.get(sha256)!.toString('base64');
    const row = { sha256, byteCount, mediaType, person, patch: operation.patch, stamped: false, uploaded: 0 };
    return [
      {
        base64,
        row: { ...row, operations: [operation.id], pieces: Math.ceil(byteCount / 1_048_576), ...fresh },
      },
    ];
  });
  await page.evaluate(
    async ({ rows, files }) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const open = indexedDB.open('gengjie-field');
        open.onsuccess = () => resolve(open.result);
        open.onerror = () => reject(open.error);
      });
      const tx = database.transaction(['operations', 'files', 'pieces'], 'readwrite', {
        durability: 'strict',
      });
      for (const row of rows) tx.objectStore('operations').put(row);
      for (const { row, base64 } of files) {
        tx.objectStore('files').put(row);
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer;
        for (let index = 0; index < row.pieces; index += 1)
          tx.objectStore('pieces').put(bytes.slice(index * 1_048_576, (index + 1) * 1_048_576), [
            row.person,
            row.sha256,
            index,
          ]);
      }
      await new Promise<void>((resolve, reject) => {
        tx.oncomplete = () => resolve();
        tx.onabort = () => reject(tx.error);
      });
      database.close();
      new BroadcastChannel('gengjie-field').postMessage('operations');
    },
    { rows, files },
  );
}

interface Stored {
  readonly state: string;
  readonly tries: number;
  readonly problem: unknown;
}

interface Seen {
  readonly operations: readonly (Stored & { id: string; patch: string })[];
  readonly files: readonly (Stored & { sha256: string })[];
}

/** What the phone believes. */
function believed(page: Page): Promise<Seen> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const open = indexedDB.open('gengjie-field');
      open.onsuccess = () => resolve(open.result);
    });
    const all = (name: string) =>
      new Promise<never[]>((resolve) => {
        const request = database.transaction(name).objectStore(name).getAll();
        request.onsuccess = () => resolve(request.result as never[]);
      });
    const found = { operations: await all('operations'), files: await all('files') };
    database.close();
    return found;
  });
}

async function confirmedIsThere({ operations }: Seen): Promise<void> {
  const confirmed = operations.filter(({ state }) => state === 'confirmed');
  for (const patch of new Set(confirmed.map((each) => each.patch))) {
    const { events } = await ask<PatchView>(`/api/patches/${patch}`);
    const there = new Set(events.map(({ operation }) => operation));
    for (const { id } of confirmed.filter((each) => each.patch === patch))
      expect(there.has(id), id).toBe(true);
  }
}

async function suffer(fault: Fault, page: Page, chance: Chance): Promise<void> {
  const some = () => page.waitForTimeout(200 + chance.below(2500));
  const lose = async (route: Route) => {
    await route.fetch().catch(() => undefined);
    await route.abort().catch(() => undefined);
  };
  switch (fault) {
    case 'offline':
      await context.setOffline(true);
      await some();
      await context.setOffline(false);
      break;
    case 'lost-answer':
      await page.route('**/api/patch-operations', lose, { times: 2 });
      break;
    case 'photo-cut':
      await page.route('**/api/photo-uploads/**', lose, { times: 3 });
      break;
    case 'server-fault':
      await page.route('**/api/**', (route) => route.fulfill({ status: 503, body: 'busy' }), { times: 3 });
      break;
    case 'signed-out':
      await context.clearCookies();
      break;
    case 'server-restart':
      await some();
      await server.stop();
      server = await start();
      break;
    default:
      break;
  }
}

describe('a phone with bad luck', () => {
  it.each(Array.from({ length: SCHEDULES }, (_, index) => index))(
    `loses nothing, schedule %i of seed ${SEED}`,
    async (index) => {
      const chance = new Chance(SEED + index);
      const recorded = record(chance);
      const fault: Fault = FAULTS[index % FAULTS.length]!;
      const page = await context.newPage();
      await page.goto('/field/queue');
      await page.getByRole('button', { name: /立即同步|正在同步/ }).waitFor();
      const suffering =
        fault === 'offline' || fault === 'server-restart' ? null : suffer(fault, page, chance);
      await suffering;
      await put(page, recorded);
      if (!suffering) await suffer(fault, page, chance);
      await page.waitForTimeout(chance.below(4000));
      await confirmedIsThere(await believed(page));
      await page.close({ runBeforeUnload: false });

      if (fault === 'signed-out') await signIn();
      const after = await context.newPage();
      await after.goto('/field/queue');
      const sync = after.getByRole('button', { name: /立即同步|正在同步/ });
      const ids = new Set(recorded.operations.map(({ id }) => id));
      const left = async () => {
        await sync.click();
        const { operations, files } = await believed(after);
        const mine = [
          ...operations.filter(({ id }) => ids.has(id)),
          ...files.filter(({ sha256 }) => recorded.pictures.has(sha256)),
        ];
        const open = mine.filter(({ state }) => state !== 'confirmed');
        if (open.length === 0) return [];
        // What the person would see, and what holds it up, for whoever has to find out.
        const told = await after.locator('.queue-summary').textContent();
        const locks = await after.evaluate(async () => JSON.stringify(await navigator.locks.query()));
        return [
          told,
          locks,
          ...open.map(({ state, tries, problem }) => JSON.stringify({ state, tries, problem })),
        ];
      };
      await expect.poll(left, { timeout: 90_000, interval: 1500 }).toEqual([]);
      await confirmedIsThere(await believed(after));
      await everythingArrived(recorded);
      await after.getByText('没有待传').waitFor();
      await after.close();
    },
    240_000,
  );
});

/** 一条不少、一条不重、一字节不差. */
async function everythingArrived({ operations, pictures }: Recorded): Promise<void> {
  for (const patch of new Set(operations.map((operation) => operation.patch))) {
    const view = await ask<PatchView>(`/api/patches/${patch}`);
    const made = operations.filter((operation) => operation.patch === patch).map(({ id }) => id);
    expect(view.events.map(({ operation }) => operation).sort()).toEqual(made.sort());
    expect(view.conflictList).toEqual([]);
    for (const { sha256, url } of view.photoList) {
      const bytes = Buffer.from(await (await look(url!)).arrayBuffer());
      expect(bytes.equals(pictures.get(sha256)!), sha256).toBe(true);
    }
  }
}
