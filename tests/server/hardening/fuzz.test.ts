import { randomInt } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { LAYER_IDS } from '#core/catalog/types.ts';
import type { RoleId } from '#core/rights/roles.ts';
import { verifyChain } from '#server/audit/verify-chain.ts';
import type { Database } from '#server/db/database.ts';
import { type Client, withApp } from '../../support/app.ts';
import { aFeature, aSettledTown, OTHER_VILLAGE, TOWN, VILLAGE } from '../../support/cast.ts';
import { withDatabase } from '../../support/database.ts';
import { problemErrors } from '../../support/openapi-validator.ts';
import { aPerson, aSession, type TestPerson } from '../../support/people.ts';
import { type HostileRequest, hostileRequests, type Known } from './hostile.ts';

/** The seed of every run, so that what was found stays found; another is drawn anew each time and printed. */
const runs = [
  { seed: 20261122, count: 8000 },
  { seed: randomInt(2 ** 31), count: 2500 },
] as const;
const atATime = 250;
const atOnce = 6;
const longestMs = 5000;
const unanswered = -1;

interface Outcome {
  readonly sent: HostileRequest;
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** What only the inside of the server says. None of the hostile texts holds any of it. */
const inside =
  /node_modules|node:internal|\bat \S+ \(|\.ts:\d+|syntax error at|relation "|column "|pg_catalog|gengjie_person|security policy|invalid input syntax|out of range for type|plpgsql/;

describe('ten thousand hostile requests', () => {
  const database = withDatabase('embedded');
  const app = withApp(database, {
    GENGJIE_METRICS_TOKEN: 'metrics-token-of-the-tests',
    GENGJIE_TRUST_PROXY: '1',
  });
  const credentials = new Map<string, () => Record<string, string>>();
  let known: Known;

  beforeAll(async () => {
    const db = database();
    const { paddy, ridge, target } = await aSettledTown(db);
    const patch = await aFeature(
      db,
      'patches',
      { patch_number: 'P1', register: 'field-flag', patch_class: 'industrial', state: '已发现' },
      [117.081, 39.101, 117.083, 39.103],
    );
    const person = (name: string, role: RoleId, regionCode: string) =>
      aPerson(db, name, [{ role, regionCode }]);
    // Many sessions, because some requests end theirs.
    const bySession = async ({ id }: TestPerson) => {
      const cookies = await Promise.all(Array.from({ length: 100 }, () => aSession(db, id)));
      return () => cookies[randomInt(cookies.length)]!;
    };
    const byToken =
      ({ token }: TestPerson) =>
      () => ({ authorization: `Bearer ${token}` });
    const field = await person('field', 'field', VILLAGE);
    credentials.set('stranger', () => ({}));
    credentials.set('field', byToken(field));
    credentials.set('session', await bySession(field));
    credentials.set('planner', byToken(await person('planner', 'planner', TOWN)));
    for (const role of ['system', 'security', 'audit'] as const) {
      credentials.set(role, await bySession(await person(role, role, '')));
    }
    const victim = await aPerson(db, 'victim', [{ role: 'viewer', regionCode: VILLAGE }]);
    const [grant] = await db.query<{ id: number }>(
      'select id from gengjie.person_roles where person_id = $1',
      [victim.id],
    );
    const [version] = await db.query<{ id: number }>(
      'select version_id as id from gengjie.patches where id = $1',
      [patch],
    );
    known = {
      layer: ['patches', 'land_parcels', ...LAYER_IDS],
      layers: ['patches,land_parcels', LAYER_IDS.join(',')],
      id: [patch, paddy, ridge, target, victim.id, 1],
      versionId: [version?.id ?? 0],
      version: [version?.id ?? 0, 1],
      region: [TOWN, VILLAGE, '120111'],
      regionCode: [VILLAGE, OTHER_VILLAGE],
      grant: [grant?.id ?? 0, 999],
      lng: [117.082, 117.09],
      lat: [39.102, 39.11],
      bbox: ['117.08,39.1,117.1,39.12'],
      year: [2023],
      q: ['小稍直口', '0001', 'P1'],
      limit: [1, 50],
      asOf: ['2026-01-01', '2999-01-01T00:00:00Z'],
      knownAt: ['2999-01-01T00:00:00Z'],
      trueFrom: ['2026-11-01'],
      format: ['geojson', 'csv'],
      username: ['victim', 'field', 'nobody-there'],
      role: ['viewer', 'field'],
      from: ['2026-01-01'],
      to: ['2026-12-31'],
      geometry: [
        {
          type: 'Polygon',
          coordinates: [
            [
              [117.081, 39.101],
              [117.083, 39.101],
              [117.083, 39.104],
              [117.081, 39.101],
            ],
          ],
        },
        {
          type: 'Polygon',
          coordinates: [
            [
              [117.081, 39.101],
              [117.083, 39.104],
              [117.083, 39.101],
              [117.081, 39.104],
              [117.081, 39.101],
            ],
          ],
        },
        { type: 'MultiPolygon', coordinates: [] },
        {
          type: 'Polygon',
          coordinates: [
            [
              [1e308, -1e308],
              [0, 0],
              [1, 1],
              [1e308, -1e308],
            ],
          ],
        },
        { type: 'Polygon', coordinates: [[[117.081], [117.083], [117.083], [117.081]]] },
      ],
    };
  });

  test('no 500, no hang, no word of the inside, no row changed that was not acknowledged', {
    timeout: 900_000,
  }, async () => {
    const db = database();
    const before = await versions(db);
    const requests = hostileRequests(known, [...credentials.keys()]);
    const memory = settledMemory();
    const acknowledged = new Set<string>();
    const statuses = new Map<number, number>();
    const faults: string[] = [];
    const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

    for (const { seed, count } of runs) {
      console.log(`fuzz: ${count} requests with seed ${seed}`);
      // Piece by piece: what is measured is the memory of the server, not of the requests.
      for (let piece = 0; piece < count / atATime; piece++) {
        const seedOfPiece = seed + piece;
        const queue = fc.sample(requests, { seed: seedOfPiece, numRuns: atATime });
        const work = async () => {
          for (let sent = queue.pop(); sent; sent = queue.pop()) {
            if (faults.length > 20) return;
            const ask = (by: Agent | false) => send(app(), by, sent!, credentials.get(sent!.actor)!());
            let outcome = await ask(agent);
            // A machine that is busy with something else is no hang; what hangs does so again, on a connection of its own too.
            if (outcome.status === unanswered) outcome = await ask(false);
            const fault = faultOf(outcome);
            if (fault) faults.push(`seed ${seedOfPiece}: ${fault}\n${describeRequest(outcome)}`);
            statuses.set(outcome.status, (statuses.get(outcome.status) ?? 0) + 1);
            note(acknowledged, outcome);
          }
        };
        await Promise.all(Array.from({ length: atOnce }, work));
      }
    }
    agent.destroy();
    console.log(
      `fuzz: ${[...statuses]
        .toSorted(([a], [b]) => a - b)
        .map(([status, count]) => `${status}×${count}`)
        .join(' ')}`,
    );
    expect(faults.join('\n\n')).toBe('');

    const growth = settledMemory() - memory;
    console.log(`fuzz: ${Math.round(growth / 1e6)} MB more are held`);
    expect(growth).toBeLessThan(100 << 20);
    const unexplained = changed(before, await versions(db)).filter(
      (row) => !acknowledged.has(row.split('#')[0] ?? ''),
    );
    expect(unexplained).toEqual([]);
    // It was not all refused at the door, and the act of each write is in the chain.
    expect(statuses.get(200) ?? 0).toBeGreaterThan(500);
    expect(await verifyChain(db)).toMatchObject({ intact: true });
    expect(await app().get('/healthz')).toMatchObject({ status: 'ok' });
  });
});

/** Memory that is held once garbage is gone. Not the resident set: the requests are made in this process too, and most of it is theirs. */
function settledMemory(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Sends a request as it is; gives up, which is a fault, after five seconds. */
function send(
  { origin }: Client,
  agent: Agent | false,
  sent: HostileRequest,
  credential: Record<string, string>,
): Promise<Outcome> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const end = (status: number, type: string, text: string) => resolve({ sent, status, type, text });
    const outgoing = request({
      hostname,
      port,
      agent,
      method: sent.method,
      path: sent.target,
      headers: {
        ...credential,
        ...sent.headers,
        ...(sent.body === null ? {} : { 'content-length': Buffer.byteLength(sent.body) }),
      },
    });
    const timer = setTimeout(() => {
      outgoing.destroy();
      end(unanswered, '', 'no answer');
    }, longestMs);
    outgoing.once('response', (answer: IncomingMessage) => {
      const { statusCode = 0, headers } = answer;
      if (headers['content-type']?.startsWith('text/event-stream')) {
        // It has no end: that it began is the answer.
        clearTimeout(timer);
        answer.once('error', () => undefined);
        end(statusCode, headers['content-type'], '');
        outgoing.destroy();
        return;
      }
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.once('close', () => {
        clearTimeout(timer);
        if (!answer.complete) end(-2, '', 'the answer was cut off');
        else end(statusCode, headers['content-type'] ?? '', Buffer.concat(pieces).toString());
      });
    });
    outgoing.once('error', (error: Error & { code?: string }) => {
      clearTimeout(timer);
      // The server may close on a body it does not want before all of it was sent. Where it could not read the header it cannot know
      // that HEAD wants no body.
      const closed = error.code === 'EPIPE' || error.code === 'ECONNRESET';
      const bodyOfHead = sent.method === 'HEAD' && error.code?.startsWith('HPE_');
      end(closed || bodyOfHead ? 0 : -3, '', String(error));
    });
    outgoing.end(sent.body ?? undefined);
  });
}

function faultOf({ sent, status, type, text }: Outcome): string | undefined {
  if (status < 0) return text;
  // The page says in plain words that it is being built.
  if (status === 503 && sent.target.split('?')[0] === '/') return undefined;
  if (status >= 500) return `answered ${status}`;
  if (inside.test(status >= 400 ? text : '')) return 'the answer tells of the inside';
  if (status < 400 || sent.method === 'HEAD' || status === 0) return undefined;
  if (!type.startsWith('application/problem+json')) return `${status} is ${type || 'nothing'}, not a Problem`;
  const errors = problemErrors(JSON.parse(text));
  return errors.length > 0 ? `no good Problem: ${errors.join(', ')}` : undefined;
}

function describeRequest({ sent, status, text }: Outcome): string {
  const { actor, method, target, headers, body } = sent;
  return `${actor}: ${method} ${target.slice(0, 300)} ${JSON.stringify(headers).slice(0, 300)}\n  ${String(body).slice(0, 400)}\n  ${status} ${text.slice(0, 500)}`;
}

/** The features an acknowledged write was about: those its address and its answer name. */
function note(acknowledged: Set<string>, { sent, status, text }: Outcome): void {
  if (status < 200 || status >= 300 || sent.method === 'GET' || sent.method === 'HEAD') return;
  const [, layer, id] = /^\/api\/layers\/(\w+)\/features(?:\/(\d+))?/.exec(sent.target) ?? [];
  if (layer === undefined) return;
  const answer = JSON.parse(text) as { id?: number; feature?: { id?: number } };
  for (const named of [id, answer.id, answer.feature?.id]) {
    if (named !== undefined) acknowledged.add(`${layer}/${named}`);
  }
}

/** Every version of every feature and target, by what it holds. */
async function versions(db: Database): Promise<Set<string>> {
  const all = new Set<string>();
  for (const layer of LAYER_IDS) {
    const rows = await db.query<{ key: string }>(
      `select '${layer}/' || id || '#' || version_id || ':' || md5(f::text) as key from gengjie.${layer} f`,
    );
    for (const { key } of rows) all.add(key);
  }
  const others = await db.query<{ key: string }>(
    `select 'targets/' || id || '#' || md5(t::text) as key from gengjie.targets t
     union all select 'settings/' || key || '#' || md5(s::text) from gengjie.settings s
     union all select 'import_batches/' || id || '#' || md5(b::text) from gengjie.import_batches b`,
  );
  for (const { key } of others) all.add(key);
  return all;
}

function changed(before: ReadonlySet<string>, after: ReadonlySet<string>): string[] {
  return [...[...before].filter((key) => !after.has(key)), ...[...after].filter((key) => !before.has(key))];
}
