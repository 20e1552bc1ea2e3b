import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { Access } from '#server/access/access.ts';
import { Authenticator } from '#server/access/authenticate.ts';
import { readConfig } from '#server/config.ts';
import { FileAnswer } from '#server/http/file-answer.ts';
import { unknownLayer } from '#server/http/problems.ts';
import { RateLimits } from '#server/http/rate-limits.ts';
import { Routes } from '#server/http/routes.ts';
import { Measurements } from '#server/operations/measurements.ts';
import { withDatabase } from '../../support/database.ts';
import { aPerson } from '../../support/people.ts';

const summary = { zh: '', en: '' };
const response = z.object({ name: z.string(), n: z.number() });

const double = endpoint({
  method: 'GET',
  path: '/double/{name}',
  tag: 'test',
  access: 'everyone',
  transaction: 'none',
  summary,
  params: z.object({ name: z.string() }),
  query: z.object({ n: z.coerce.number().max(10) }),
  response,
});
const write = endpoint({
  method: 'POST',
  path: '/write',
  tag: 'test',
  summary,
  body: z.object({ fail: z.boolean() }),
  status: 201,
  response: z.object({ versionId: z.number() }),
  etag: true,
});
const change = endpoint({
  method: 'PATCH',
  path: '/change',
  tag: 'test',
  summary,
  body: z.object({}),
  ifMatch: true,
  response: z.object({ ifMatch: z.number() }),
});
const readOnly = endpoint({
  method: 'GET',
  path: '/read-only',
  tag: 'test',
  summary,
  response: z.object({}),
});
const audits = endpoint({
  method: 'GET',
  path: '/audits',
  tag: 'test',
  access: 'audit',
  transaction: 'none',
  summary,
  response: z.object({}),
});
const file = endpoint({
  method: 'GET',
  path: '/file',
  tag: 'test',
  access: 'everyone',
  transaction: 'none',
  summary,
  produces: ['text/csv'],
  response: z.string(),
});
const counter = "gengjie.settings where key = 'written'";

describe('an endpoint of the contract', () => {
  const database = withDatabase('embedded');
  let server: Server;
  let origin = '';
  let planner = '';
  let reader = '';

  beforeAll(async () => {
    const db = database();
    await db.query(`insert into gengjie.settings (key, value) values ('written', '0')`);
    await db.query('grant update on gengjie.settings to gengjie_person');
    const district = [{ role: 'planner', regionCode: '120111' }] as const;
    planner = (await aPerson(db, 'planner', district)).token;
    reader = (await aPerson(db, 'reader', district, 'read')).token;
    const app = express();
    const config = readConfig({});
    const routes = new Routes(app, {
      config,
      engine: db.engine,
      access: new Access(db),
      authenticator: new Authenticator(db, config),
      limits: new RateLimits(config.rateLimit),
      measurements: new Measurements(),
    });
    routes.on(double, async ({ params, query }) => {
      if (params.name === 'nobody') throw unknownLayer('nobody');
      if (params.name === 'bug') throw new Error('secret of the house');
      return { name: params.name, n: query.n * 2 };
    });
    routes.on(write, async ({ db: tx, body }) => {
      await tx.query(`update gengjie.settings set value = '1' where key = 'written'`);
      if (body.fail) throw unknownLayer('nobody');
      return { versionId: 7 };
    });
    routes.on(change, async ({ ifMatch }) => ({ ifMatch }));
    routes.on(readOnly, async ({ db: tx }) => {
      await tx.query(`update gengjie.settings set value = '2' where key = 'written'`);
      return {};
    });
    routes.on(audits, async () => ({}));
    routes.on(file, async () => new FileAnswer('表 1.csv', 'text/csv', ['a,', 'b\r\n']));
    server = createServer(app);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const ask = (path: string, token?: string, init: RequestInit = {}) =>
    fetch(origin + path, {
      ...init,
      headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...init.headers },
    });
  const send = (
    method: string,
    path: string,
    token?: string,
    headers: Record<string, string> = {},
    body = '{}',
  ) => ask(path, token, { method, headers: { 'content-type': 'application/json', ...headers }, body });
  const problem = async (answer: Response) => [
    answer.status,
    ((await answer.json()) as { type: string }).type,
  ];
  const written = async () =>
    (await database().query<{ value: unknown }>(`select value from ${counter}`))[0]?.value;

  it('parses what came and answers JSON', async () => {
    expect(await (await ask('/double/a?n=4')).json()).toEqual({ name: 'a', n: 8 });
  });

  it('refuses what does not fit, naming the field, in Chinese and in English', async () => {
    const chinese = await ask('/double/a?n=11');
    expect(chinese.status).toBe(400);
    expect(chinese.headers.get('content-type')).toContain('application/problem+json');
    expect(await chinese.json()).toMatchObject({
      type: '/problems/invalid-request',
      title: '请求参数无效',
      detail: expect.stringMatching(/^参数“n”无效：数值过大/),
      field: 'n',
      value: '11',
    });
    const english = await ask('/double/a?n=x', undefined, { headers: { 'accept-language': 'en' } });
    expect(await english.json()).toMatchObject({ title: 'Invalid request', field: 'n', value: 'x' });
  });

  it('answers a Problem with its own status', async () => {
    const answer = await ask('/double/nobody?n=1');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ type: '/problems/unknown-layer', layer: 'nobody' });
  });

  it('answers a bug with an id and never with its text', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const answer = await ask('/double/bug?n=1');
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toContain('secret');
    expect(String(log.mock.calls[0]?.[0])).toContain(text.match(/编号 ([0-9a-f-]{36})/)?.[1] ?? 'no id');
    log.mockRestore();
  });

  it('asks who it is before it looks at anything else', async () => {
    expect(await problem(await send('POST', '/write', undefined, {}, 'no json'))).toEqual([
      401,
      '/problems/sign-in-required',
    ]);
    expect(await problem(await ask('/audits', planner))).toEqual([403, '/problems/not-allowed']);
  });

  it('lets a token that only reads write nothing', async () => {
    expect(await problem(await send('POST', '/write', reader, {}, '{"fail":false}'))).toEqual([
      403,
      '/problems/not-allowed',
    ]);
    expect(await written()).toBe(0);
  });

  it('keeps nothing of a call that is refused, and answers what was committed with its version', async () => {
    expect((await send('POST', '/write', planner, {}, '{"fail":true}')).status).toBe(404);
    expect(await written()).toBe(0);
    const done = await send('POST', '/write', planner, {}, '{"fail":false}');
    expect([done.status, done.headers.get('etag')]).toEqual([201, '"7"']);
    expect(await written()).toBe(1);
  });

  it('gives a reading call a transaction that cannot write', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect((await ask('/read-only', planner)).status).toBe(500);
    expect(await written()).toBe(1);
    log.mockRestore();
  });

  it('wants a version where a change needs one, strong or weak, and nothing else', async () => {
    for (const bad of [undefined, '*', '7', '""', '"x"', '"1234567890123456"', '"1", "2"']) {
      const headers = bad === undefined ? {} : { 'if-match': bad };
      expect((await send('PATCH', '/change', planner, headers)).status, bad).toBe(428);
    }
    for (const good of ['"7"', 'W/"7"']) {
      expect(await (await send('PATCH', '/change', planner, { 'if-match': good })).json()).toEqual({
        ifMatch: 7,
      });
    }
  });

  it('takes JSON bodies only', async () => {
    expect((await send('POST', '/write', planner, { 'content-type': 'text/plain' })).status).toBe(415);
  });

  it('refuses a page of another site that writes in a person’s name', async () => {
    const headers = { cookie: 'gengjie_session=x', 'sec-fetch-site': 'cross-site' };
    expect(await problem(await send('POST', '/write', undefined, headers))).toEqual([
      403,
      '/problems/cross-site-request',
    ]);
  });

  it('answers a file with its name, and nothing to sniff', async () => {
    const answer = await ask('/file');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''%E8%A1%A8%201.csv`);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer.text()).toBe('a,b\r\n');
  });
});
