import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '#server/app.ts';
import { readConfig } from '#server/config.ts';
import { LiveChanges } from '#server/live/live-changes.ts';
import { stopGracefully } from '#server/runtime/stop-gracefully.ts';
import { withApp } from '../../support/app.ts';
import { aTown, VILLAGE } from '../../support/cast.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { aPerson, aSession } from '../../support/people.ts';
import { FieldWorker } from './field-work.ts';

interface LiveEvent {
  event: string;
  data: { layers?: Record<string, number>; seq?: number };
  at: number;
}

/** Reads a stream as a browser does. */
class Listener {
  readonly events: LiveEvent[] = [];
  readonly headers = new Map<string, string>();
  status = 0;
  ended = false;
  readonly #abort = new AbortController();

  static async open(origin: string, headers: Record<string, string>): Promise<Listener> {
    const listener = new Listener();
    const response = await fetch(`${origin}/api/live`, { headers, signal: listener.#abort.signal });
    listener.status = response.status;
    for (const [name, value] of response.headers) listener.headers.set(name, value);
    if (response.ok) void listener.#read(response.body!);
    else await response.text();
    return listener;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of body) {
        text += decoder.decode(chunk, { stream: true });
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const block = text.slice(0, end);
          text = text.slice(end + 2);
          const event = /^event: (.+)$/m.exec(block)?.[1];
          const data = /^data: (.+)$/m.exec(block)?.[1];
          if (event && data) this.events.push({ event, data: JSON.parse(data), at: performance.now() });
        }
      }
    } catch {
      // Closed by us.
    }
    this.ended = true;
  }

  async next(event: string, after = 0): Promise<LiveEvent> {
    for (let i = 0; i < 600; i += 1) {
      const found = this.events.slice(after).find((each) => each.event === event);
      if (found) return found;
      await wait(10);
    }
    throw new Error(`no ${event}: ${JSON.stringify(this.events)}`);
  }

  close(): void {
    this.#abort.abort();
  }
}

describe.each(databases)('the stream of changes on %s', { timeout: 60_000 }, (engine) => {
  const database = withDatabase(engine);
  const client = withApp(database);
  const open: Listener[] = [];
  let field: FieldWorker;
  let column = 0;

  const listen = async (headers: Record<string, string>) => {
    const listener = await Listener.open(client().origin, headers);
    open.push(listener);
    return listener;
  };
  const bearer = (token: string | undefined) => ({ authorization: `Bearer ${token}` });
  const aFlag = () => {
    const west = 117.081 + 0.0004 * column++;
    return field.flag([west, 39.105, west + 0.0002, 39.1052]);
  };

  beforeAll(async () => {
    await aTown(database());
    const { id, token } = await aPerson(database(), 'live-field', [{ role: 'field', regionCode: VILLAGE }]);
    field = new FieldWorker(client().as(token), id);
  });
  afterEach(() => {
    for (const listener of open.splice(0)) listener.close();
  });

  it('greets with the versions of all layers, uncompressed and never stored', async () => {
    const listener = await listen({ ...bearer(client().token), 'accept-encoding': 'gzip' });
    const { data } = await listener.next('hello');
    expect(data.layers).toHaveProperty('patches');
    expect(data.seq).toBeTypeOf('number');
    expect(listener.headers.get('content-encoding')).toBeUndefined();
    expect(listener.headers.get('cache-control')).toBe('no-store, no-transform');
  });

  it('tells everybody of field work within two seconds, and neither place nor person', async () => {
    const one = await listen(bearer(client().token));
    const other = await listen(bearer(field.client.token));
    const { data: before } = await one.next('hello');
    await other.next('hello');
    const begun = performance.now();
    const [receipt] = await field.send([aFlag()]);
    expect(receipt?.outcome).toBe('applied');
    for (const listener of [one, other]) {
      const { data, at } = await listener.next('patches');
      expect(data.seq).toBeGreaterThan(before.seq!);
      expect(Object.keys(data)).toEqual(['seq']);
      expect(at - begun).toBeLessThan(2000);
      const changed = await listener.next('changed');
      expect(Object.keys(changed.data.layers!)).toEqual(['patches']);
      expect(changed.data.layers!.patches).toBeGreaterThan(before.layers!.patches!);
    }
  });

  it('tells of what this server wrote without waiting for its turn', async () => {
    const listener = await listen(bearer(client().token));
    await listener.next('hello');
    const delays: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      const after = listener.events.length;
      await field.send([aFlag()]);
      const answered = performance.now();
      const { at } = await listener.next('patches', after);
      delays.push(at - answered);
    }
    // Every 400 ms it is asked anyway: the middle of eight turns waited for would be about 200.
    console.log(`from answer to event, ms: ${delays.map((delay) => delay.toFixed(0)).join(' ')}`);
    expect(delays.toSorted((a, b) => a - b)[3]).toBeLessThan(120);
  });

  it('stays silent while nothing changes', async () => {
    const listener = await listen(bearer(client().token));
    await listener.next('hello');
    await wait(1200);
    expect(listener.events).toHaveLength(1);
  });

  it('lets no stranger listen', async () => {
    expect((await listen({})).status).toBe(401);
  });

  it('ends when the session ends, and when roles change', async () => {
    const { id } = await aPerson(database(), 'live-leaver', [{ role: 'field', regionCode: VILLAGE }]);
    const { cookie } = await aSession(database(), id);
    const leaving = await listen({ cookie });
    await leaving.next('hello');
    await database().query('update gengjie.sessions set ended_at = clock_timestamp() where person_id = $1', [
      id,
    ]);
    const changer = await aPerson(database(), 'live-changer', [{ role: 'field', regionCode: VILLAGE }]);
    const changing = await listen(bearer(changer.token));
    await changing.next('hello');
    await database().query(
      `insert into gengjie.person_roles (person_id, role, region_code) values ($1, 'viewer', $2)`,
      [changer.id, VILLAGE],
    );
    for (let i = 0; i < 800 && !(leaving.ended && changing.ended); i += 1) await wait(10);
    expect([leaving.ended, changing.ended]).toEqual([true, true]);
  });

  it('gives each person so many streams; the oldest gives way', async () => {
    const { token } = await aPerson(database(), 'live-many', [{ role: 'viewer', regionCode: VILLAGE }]);
    const listeners: Listener[] = [];
    for (let i = 0; i < 9; i += 1) listeners.push(await listen(bearer(token)));
    await listeners[8]!.next('hello');
    for (let i = 0; i < 200 && !listeners[0]!.ended; i += 1) await wait(10);
    expect(listeners.map(({ ended }) => ended)).toEqual([true, ...Array(8).fill(false)]);
  });

  it('lets requests through while others listen, and answers HEAD at once', async () => {
    await listen(bearer(client().token));
    expect((await client().request('/api/patches')).status).toBe(200);
    const status = await new Promise((resolve, reject) => {
      httpRequest(
        `${client().origin}/api/live`,
        { method: 'HEAD', headers: bearer(client().token) },
        (response) => resolve(response.statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });

  it('does not hold up the stop of the server', async () => {
    const home = mkdtempSync(join(tmpdir(), 'gengjie-live-'));
    const config = readConfig({ GENGJIE_HOME: home, GENGJIE_RATE_LIMIT: '0' });
    const { server, monitor, close } = createApp({ db: database(), config });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const listener = await Listener.open(origin, bearer(client().token));
    await listener.next('hello');
    const begun = performance.now();
    await stopGracefully({ server, closing: monitor.closing, closers: [close] }, 10_000);
    expect(performance.now() - begun).toBeLessThan(3000);
    for (let i = 0; i < 100 && !listener.ended; i += 1) await wait(10);
    expect(listener.ended).toBe(true);
    rmSync(home, { recursive: true, force: true });
  });

  it('asks the database only while somebody listens, once for all of them, and ends at a stop', async () => {
    let asked = 0;
    const counting = {
      query: (text: string, values?: unknown[]) => {
        if (text.includes('layer_versions')) asked += 1;
        return database().query(text, values);
      },
    };
    const changes = new LiveChanges(counting as never, { idleMinutes: 30 });
    const [actor] = await database().query<{ id: string }>('select id from gengjie.people limit 1');
    const sink = () => ({
      ...{ texts: [] as string[], ended: false, writableLength: 0, destroyed: false },
      write(text: string) {
        this.texts.push(text);
      },
      end() {
        this.ended = true;
      },
      destroy() {},
    });
    await wait(500);
    expect(asked).toBe(0);
    const sinks = [sink(), sink(), sink()];
    const whoever = (id: string) => ({ id, grants: [], via: { kind: 'token', id } }) as never;
    const stops = sinks.map((each, i) => changes.listen(whoever(`${actor!.id}${i}`), each));
    await wait(1000);
    expect(asked).toBeLessThanOrEqual(5);
    const quiet = asked;
    for (let i = 0; i < 50; i += 1) {
      changes.soon();
      await wait(10);
    }
    expect(asked - quiet).toBeGreaterThanOrEqual(3);
    expect(asked - quiet).toBeLessThanOrEqual(8);
    for (const stop of stops) stop();
    const before = asked;
    await wait(1000);
    expect(asked - before).toBeLessThanOrEqual(1);
    const last = sink();
    changes.listen(whoever('last'), last);
    changes.close();
    expect(last.ended).toBe(true);
  });
});
