import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { implement } from '#server/http/implement.ts';
import { unknownLayer } from '#server/http/problems.ts';

const double = endpoint({
  method: 'GET',
  path: '/double/{name}',
  tag: 'test',
  summary: { zh: '', en: '' },
  params: z.object({ name: z.string() }),
  query: z.object({ n: z.coerce.number().max(10) }),
  response: z.object({ name: z.string(), n: z.number() }),
});

const app = express();
implement(app, double, async ({ params, query }) => {
  if (params.name === 'nobody') throw unknownLayer('nobody');
  if (params.name === 'bug') throw new Error('secret of the house');
  return { name: params.name, n: query.n * 2 };
});
const server = createServer(app);
let origin = '';

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe('an endpoint of the contract', () => {
  it('parses what came and answers JSON', async () => {
    const response = await fetch(`${origin}/double/a?n=4`);
    expect(await response.json()).toEqual({ name: 'a', n: 8 });
  });

  it('refuses what does not fit, naming the field, in Chinese and in English', async () => {
    const chinese = await fetch(`${origin}/double/a?n=11`);
    expect(chinese.status).toBe(400);
    expect(chinese.headers.get('content-type')).toContain('application/problem+json');
    expect(await chinese.json()).toMatchObject({
      type: '/problems/invalid-request',
      title: '请求参数无效',
      detail: expect.stringMatching(/^参数“n”无效：数值过大/),
      field: 'n',
      value: '11',
    });
    const english = await fetch(`${origin}/double/a?n=x`, { headers: { 'accept-language': 'en' } });
    expect(await english.json()).toMatchObject({ title: 'Invalid request', field: 'n', value: 'x' });
  });

  it('answers a Problem with its own status', async () => {
    const response = await fetch(`${origin}/double/nobody?n=1`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ type: '/problems/unknown-layer', layer: 'nobody' });
  });

  it('answers a bug with an id and never with its text', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const response = await fetch(`${origin}/double/bug?n=1`);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain('secret');
    expect(String(log.mock.calls[0]?.[0])).toContain(text.match(/编号 ([0-9a-f-]{36})/)?.[1] ?? 'no id');
    log.mockRestore();
  });
});
