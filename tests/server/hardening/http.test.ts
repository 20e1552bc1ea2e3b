import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { refuseOddText } from '#server/http/json-body.ts';
import { withApp } from '../../support/app.ts';
import { aSettledTown } from '../../support/cast.ts';
import { withDatabase } from '../../support/database.ts';
import { parcelShapefile, read } from '../../support/import-flow.ts';
import { problemErrors } from '../../support/openapi-validator.ts';

describe('what is hardly a request', () => {
  const database = withDatabase('embedded');
  const app = withApp(database, { GENGJIE_UNPACKED_LIMIT_MB: '1', GENGJIE_VERTEX_LIMIT: '4' });
  beforeAll(async () => void (await aSettledTown(database())));

  /** Bytes on a connection of their own, and all that comes back until the server closes or is silent. */
  const raw = (bytes: string | Buffer) =>
    new Promise<{ status: number; head: string; body: string }>((resolve, reject) => {
      const { hostname, port } = new URL(app().origin);
      const socket = connect(Number(port), hostname);
      let text = '';
      const done = () => {
        socket.destroy();
        const [head = '', body = ''] = text.split('\r\n\r\n');
        resolve({
          status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
          head: head.toLowerCase(),
          body,
        });
      };
      socket.setTimeout(1500, done);
      socket.on('data', (piece) => {
        text += piece;
      });
      socket.once('close', done);
      socket.once('error', reject);
      socket.write(bytes);
    });
  const get = (target: string, ...headers: string[]) =>
    raw([`GET ${target} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers, '', ''].join('\r\n'));

  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['a version there is not', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n', 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    [
      'two lengths',
      'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
      400,
    ],
    [
      'a length and chunks',
      'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'a chunk that is none',
      'POST /api/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: nonsense\r\n\r\nzz\r\n',
      400,
    ],
    ['a header of 32 kB', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(32_768)}\r\n\r\n`, 431],
    ['bytes of TLS', Buffer.from('160301020001000', 'hex'), 400],
    ['a control character in the address', 'GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    [
      'an expectation',
      'POST /api/session HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
      417,
    ],
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 405],
    ['OPTIONS', 'OPTIONS /api/layers HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 405],
  ])('is answered with a Problem: %s', async (_, bytes, expected) => {
    const { status, head, body } = await raw(bytes);
    expect(status).toBe(expected);
    expect(head).toContain('content-type: application/problem+json');
    expect(problemErrors(JSON.parse(body))).toEqual([]);
  });

  test.each([
    '/%',
    '/%zz',
    '/%c0%ae',
    '/a%00b',
    '/..',
    '/../package.json',
    '/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '/..%5cpackage.json',
    '/tiles/%2e%2e/x',
  ])('leads nowhere: %s', async (target) => {
    const { status, body } = await get(target);
    expect(status).toBe(400);
    expect(problemErrors(JSON.parse(body))).toEqual([]);
  });

  test.each([
    '/package.json',
    '/.env',
    '/assets/none.js',
    '/%252e%252e/package.json',
    '//etc/passwd',
    '/server/app.ts',
  ])('is not there: %s', async (target) => {
    const { status, body } = await get(target);
    expect(status).toBe(404);
    expect(problemErrors(JSON.parse(body))).toEqual([]);
  });

  test('every answer says how a browser must treat it', async () => {
    for (const [target, status] of [
      ['/healthz', 200],
      ['/readyz', 200],
      ['/api/layers', 401],
      ['/none', 404],
      ['/%', 400],
    ] as const) {
      const answer = await get(target);
      expect(answer.status, target).toBe(status);
      for (const header of [
        'x-content-type-options: nosniff',
        "content-security-policy: default-src 'self'",
        'referrer-policy: no-referrer',
        'permissions-policy: accelerometer=(self), camera=(self), geolocation=(self), gyroscope=(self), magnetometer=(self), autoplay=()',
        'cross-origin-opener-policy: same-origin',
        'cross-origin-resource-policy: same-origin',
        'x-request-id: ',
      ]) {
        expect(answer.head, target).toContain(header);
      }
      expect(answer.head).not.toMatch(/script-src[^;]*unsafe|x-powered-by/);
    }
    const tile = await get('/tiles/land_parcels/14/13513/6212.mvt', `Authorization: Bearer ${app().token}`);
    expect(tile.head).toContain('x-content-type-options: nosniff');
    expect(tile.head).toContain('cross-origin-resource-policy: same-origin');
  });

  const post = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
    app().request('/api/measure/area', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });

  test('a body is refused by its field: broken, deep, odd, of another kind, too large, inflating', async () => {
    const invalid = { status: 400, body: { type: '/problems/invalid-request', field: 'body' } };
    expect(await post('{"geometry":')).toMatchObject(invalid);
    expect(await post(`${'['.repeat(65)}${']'.repeat(65)}`)).toMatchObject(invalid);
    expect(await post('{"geometry":"a\\u0000b"}')).toMatchObject(invalid);
    expect(await post('{"geometry":"\\ud800"}')).toMatchObject(invalid);
    expect(await post(gzipSync('{}'), { 'content-encoding': 'deflate' })).toMatchObject(invalid);
    for (const headers of [
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/json; charset=nonsense' },
      { 'content-encoding': 'nonsense' },
    ]) {
      expect(await post('{}', headers)).toMatchObject({
        status: 415,
        body: { type: '/problems/unsupported-media-type' },
      });
    }
    const large = { status: 413, body: { type: '/problems/body-too-large' } };
    expect(await post(`"${'x'.repeat(21 << 20)}"`)).toMatchObject(large);
    const bomb = gzipSync(Buffer.alloc(200 << 20, ' '));
    expect(bomb.length).toBeLessThan(1 << 20);
    const before = process.memoryUsage().rss;
    expect(await post(bomb, { 'content-encoding': 'gzip' })).toMatchObject(large);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 << 20);
  });

  test('a body of text is looked at without recursion', () => {
    let deep: unknown = 1;
    for (let index = 0; index < 100_000; index++) deep = [deep];
    expect(() => refuseOddText(deep, 'body')).toThrow(/nested deeper/);
    expect(() => refuseOddText({ a: [{ 'b\0': 1 }] }, 'body')).toThrow(/NUL/);
    expect(() => refuseOddText({ a: ['🌾', { b: '界' }], c: null }, 'body')).not.toThrow();
  });

  test('an archive that inflates beyond the limit and an outline of too many points are refused', async () => {
    const { state, problem } = await read(app(), {
      'a.zip': zipSync({ 'a.dbf': Buffer.from(Array.from({ length: 2 << 20 }, () => Math.random() * 256)) }),
    });
    expect(state).toBe('failed');
    expect(problem).toMatchObject({ type: 'archive-bomb' });
    const { preview } = await read(app(), parcelShapefile());
    expect(preview?.findings.codes.map(({ code }) => code)).toContain('geometry.vertices.too-many');
    expect(preview?.commit.possible).toBe(false);
  });

  test('a connection that says nothing more is closed in time', { timeout: 45_000 }, async () => {
    const started = performance.now();
    const { hostname, port } = new URL(app().origin);
    const text = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname);
      let got = '';
      socket.on('data', (piece) => {
        got += piece;
      });
      socket.once('close', () => resolve(got));
      socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    });
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(performance.now() - started).toBeLessThan(40_000);
  });
});
