import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { createApp } from '#server/app.ts';
import { readConfig } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { describedPath, isDescribed, openApiErrors, problemErrors } from './openapi-validator.ts';
import { anybody } from './people.ts';

export interface Client {
  readonly origin: string;
  /** Who asks; `as` gives another's client, without a token nobody's. */
  readonly token: string | undefined;
  as(token: string | undefined): Client;
  /** The client of a browser with this session cookie. */
  withCookie(cookie: string): Client;
  /** Status and parsed JSON (or text) of a request. */
  request(path: string, init?: RequestInit): Promise<{ status: number; body: unknown; headers: Headers }>;
  get(path: string): Promise<unknown>;
}

/**
 * The product's server on a free port of loopback, over the database of the tests. Its client asks as somebody who may do everything in
 * the district; `as` asks as somebody else.
 */
export function withApp(database: () => Database, environment: Record<string, string> = {}): () => Client {
  let client: Client | undefined;
  let stop = async () => {};
  beforeAll(async () => {
    const home = mkdtempSync(join(tmpdir(), 'gengjie-app-'));
    const app = createApp({
      db: database(),
      config: readConfig({ GENGJIE_HOME: home, GENGJIE_RATE_LIMIT: '0', ...environment }),
    });
    app.server.listen(0, '127.0.0.1');
    await once(app.server, 'listening');
    const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    client = clientOf(origin, (await anybody(database())).token);
    stop = async () => {
      app.server.close();
      app.server.closeAllConnections();
      await app.close();
      rmSync(home, { recursive: true, force: true });
    };
  });
  afterAll(() => stop());
  return () => {
    if (!client) throw new Error('the server runs inside tests and hooks only');
    return client;
  };
}

/** Every answer a test gets is held against the API description, whatever else the test looks at. */
function expectDescribed(method: string, address: string, status: number, body: unknown): void {
  const path = describedPath(address);
  if (!path || method === 'HEAD' || status === 304) return;
  const errors =
    status < 400 || isDescribed(method, path, status)
      ? openApiErrors(method, path, status, body)
      : problemErrors(body);
  expect(errors, `${method} ${address} ${status}`).toEqual([]);
}

function clientOf(origin: string, token: string | undefined, cookie?: string): Client {
  const request: Client['request'] = async (path, init) => {
    const headers = new Headers(init?.headers);
    if (token !== undefined && !headers.has('authorization')) headers.set('authorization', `Bearer ${token}`);
    if (cookie !== undefined) headers.set('cookie', cookie);
    const response = await fetch(origin + path, { ...init, headers });
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
      // It has no end: whoever wants its events reads them.
      await response.body?.cancel();
      return { status: response.status, body: '', headers: response.headers };
    }
    const text = await response.text();
    const body = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
    expectDescribed(init?.method ?? 'GET', path, response.status, body);
    return { status: response.status, body, headers: response.headers };
  };
  return {
    origin,
    token,
    as: (other) => clientOf(origin, other),
    withCookie: (other) => clientOf(origin, undefined, other),
    request,
    async get(path) {
      const { status, body } = await request(path);
      if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      return body;
    },
  };
}
