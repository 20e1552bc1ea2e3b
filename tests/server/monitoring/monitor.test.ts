import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '#server/config.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { answerProblem } from '#server/http/answer-problem.ts';
import { createMonitor, type Monitor } from '#server/monitoring/monitor.ts';
import { jsonLog } from '#server/monitoring/request-log.ts';
import { databases, freshDatabase, withDatabase } from '../../support/database.ts';

const noTiles = { tiles: 0, bytes: 0, made: 0, reused: 0, skippedRows: 0 };
const token = 'metrics-token-of-the-office';

describe.each(databases)('the monitor on %s', (engine) => {
  const database = withDatabase(engine);
  const lines: string[] = [];
  let server: Server;
  let monitor: Monitor;
  let origin = '';

  beforeAll(async () => {
    const config = readConfig({ GENGJIE_METRICS_TOKEN: token });
    const log = jsonLog({ write: (text) => lines.push(text) });
    monitor = createMonitor(
      { db: database(), config },
      () => ({ tiles: 3, bytes: 4096, made: 7, reused: 9, skippedRows: 0 }),
      log,
    );
    const app = express();
    app.get('/api/people/:name', (_request, response) => void response.json({ name: '张三' }));
    app.get('/api/bug', (request, response) =>
      answerProblem(
        request,
        response,
        Object.assign(new Error('the statement is wrong'), { detail: 'Key (name)=(张三)' }),
      ),
    );
    app.get('/api/slow', (_request, response) => void setTimeout(() => response.end('late'), 400));
    app.use((_request, response) => void response.status(404).end());
    server = createServer((request, response) => {
      monitor.watch(request, response);
      if (!monitor.handle(request, response)) app(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const metrics = () => fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const lineOf = async (id: string | null): Promise<Record<string, unknown>> => {
    await expect.poll(() => lines.some((line) => line.includes(String(id)))).toBe(true);
    return JSON.parse(lines.find((line) => line.includes(String(id))) ?? '');
  };

  test('is ready while the database answers and its schema is this release’s', async () => {
    const answer = await fetch(`${origin}/readyz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'ready' });
  });

  test('a schema that is not this release’s is not ready, and says no more than that', async () => {
    await database().query(`INSERT INTO gengjie.migrations (name, sha256) VALUES ('9999_future.sql', 'x')`);
    await wait(600);
    const answer = await fetch(`${origin}/readyz`, { headers: { 'accept-language': 'en' } });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(await answer.json()).toEqual({
      type: '/problems/not-ready',
      status: 503,
      title: 'Not ready',
      detail: expect.stringContaining('schema'),
      next: 'Ask again in a moment.',
    });
    await database().query(`DELETE FROM gengjie.migrations WHERE name = '9999_future.sql'`);
    await wait(600);
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  });

  test('metrics do not exist for strangers', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: `Basic ${token}` }]) {
      const answer = await fetch(`${origin}/metrics`, { headers });
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain('gengjie_');
    }
    expect((await fetch(`${origin}/metrics?token=${token}`)).status).toBe(404);
  });

  test('metrics count by template, so their number does not grow with what is asked', async () => {
    for (let number = 0; number < 30; number += 1) {
      await fetch(`${origin}/api/people/${number}?q=${number}`);
      await fetch(`${origin}/nowhere/${number}`);
    }
    const text = await (await metrics()).text();
    expect(text).toMatch(
      /gengjie_http_request_duration_seconds_count\{method="GET",route="\/api\/people\/\{name\}",status="200"\} 30/,
    );
    expect(text).toMatch(/_count\{method="GET",route="other",status="404"\} 30/);
    expect(text).not.toMatch(/people\/\d|nowhere/);
    expect(text).toContain('gengjie_tile_cache_tiles 3');
    expect(text).toContain('gengjie_tiles_total{from="memory"} 9');
    expect(text).toMatch(/gengjie_database_connections\{state="open"\} [1-9]/);
    expect(text).toContain('nodejs_eventloop_lag');
    // Prometheus' own parser is strict about this: every line is a comment or `name{labels} value`.
    for (const line of text.trim().split('\n'))
      expect(line).toMatch(/^($|#|[a-z_\d]+(\{.*\})? [-\d.e+NaInf]+$)/);
  });

  test('a request is one line of JSON, without its query, its path or its tokens', async () => {
    const answer = await fetch(`${origin}/api/people/zhangsan?token=secret`, {
      headers: { authorization: 'Bearer secret', cookie: 'session=secret' },
    });
    const line = await lineOf(answer.headers.get('x-request-id'));
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      id: expect.stringMatching(/^[\w-]{36}$/),
      method: 'GET',
      route: '/api/people/{name}',
      status: 200,
      ms: expect.any(Number),
      bytes: expect.any(Number),
    });
    expect(line.bytes).toBeGreaterThan(15);
    expect(lines.join('')).not.toMatch(/secret|zhangsan|张三/);
  });

  test('the proxy’s request id is kept when it is harmless', async () => {
    const kept = await fetch(`${origin}/readyz`, { headers: { 'x-request-id': 'proxy-0001' } });
    expect(kept.headers.get('x-request-id')).toBe('proxy-0001');
    for (const bad of ['short', 'x'.repeat(65), 'with blank in', '{"a":1}xxx']) {
      const made = await fetch(`${origin}/readyz`, { headers: { 'x-request-id': bad } });
      expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test('a bug is logged with its stack under the id the person sees, without the values of the row', async () => {
    const answer = await fetch(`${origin}/api/bug?name=secret`, {
      headers: { 'x-request-id': `bug-${engine}-1` },
    });
    expect(((await answer.json()) as { detail: string }).detail).toContain(`bug-${engine}-1`);
    await expect.poll(() => lines.filter((line) => line.includes(`bug-${engine}-1`)).length).toBe(2);
    const [bug, request] = lines
      .filter((line) => line.includes(`bug-${engine}-1`))
      .map((line) => JSON.parse(line));
    expect(bug).toMatchObject({
      level: 'error',
      error: expect.stringMatching(/the statement is wrong\n {4}at /),
    });
    expect(request).toMatchObject({ status: 500, problem: 'internal-error' });
    expect(JSON.stringify(bug)).not.toMatch(/secret|张三/);
  });

  test('a client that goes away is noted', async () => {
    const leaving = new AbortController();
    const asked = fetch(`${origin}/api/slow`, {
      headers: { 'x-request-id': 'gone-away-1' },
      signal: leaving.signal,
    });
    setTimeout(() => leaving.abort(), 100);
    await expect(asked).rejects.toThrow();
    expect(await lineOf('gone-away-1')).toMatchObject({ aborted: true });
  });

  test('a server that closes is not ready', async () => {
    monitor.closing();
    const answer = await fetch(`${origin}/readyz`);
    expect(answer.status).toBe(503);
    expect(((await answer.json()) as { detail: string }).detail).toBe('服务器正在关闭。');
  });
});

describe.runIf(databases.includes('postgis'))('a database that is away', () => {
  test('is said within three seconds, as long as it hangs', async () => {
    const fresh = await freshDatabase('postgis');
    const db = await openDatabase(fresh.options);
    const locker = await openDatabase(fresh.options);
    let release = () => {};
    const held = locker.transaction(async (tx) => {
      await tx.query('LOCK TABLE gengjie.migrations IN ACCESS EXCLUSIVE MODE');
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    await wait(200);
    const monitor = createMonitor({ db, config: readConfig({}) }, () => noTiles);
    const server = createServer((request, response) => monitor.handle(request, response)).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const asked = performance.now();
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/readyz`;
    const answers = await Promise.all(Array.from({ length: 40 }, () => fetch(address)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(performance.now() - asked).toBeLessThan(3000);
    expect(db.connections().waiting).toBe(0);
    expect(await answers[0]?.text()).toContain('两秒');
    release();
    await held;
    server.closeAllConnections();
    server.close();
    await db.close();
    await locker.close();
    await fresh.remove();
  });
});
