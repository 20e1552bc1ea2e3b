import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, withApp } from '../../support/app.ts';
import { aTown } from '../../support/cast.ts';
import { withDatabase } from '../../support/database.ts';
import { stateOf } from '../../support/import-flow.ts';

const home = mkdtempSync(join(tmpdir(), 'gengjie-upload-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const chunk = Buffer.alloc(1 << 20, 'x');
const boundary = 'gengjie-boundary';
const head = Buffer.from(
  `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="big.shp"\r\nContent-Type: application/octet-stream\r\n\r\n`,
);
const tail = Buffer.from(`\r\n--${boundary}--\r\n`);

/** Sends that many megabytes as one file, made on the way, and watches the memory of this process (the server is in it). */
async function send({ origin, token }: Client, megabytes: number, announced: boolean) {
  const target = new URL('/api/imports', origin);
  const length = head.length + megabytes * chunk.length + tail.length;
  const outgoing = request(target, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': `multipart/form-data; boundary=${boundary}`,
      ...(announced ? { 'Content-Length': length } : { 'Transfer-Encoding': 'chunked' }),
    },
  });
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  let answer: IncomingMessage | undefined;
  void answered.then(([message]) => {
    answer = message;
  });
  // A server that has answered may close before everything is sent.
  outgoing.on('error', () => undefined);
  const before = process.memoryUsage.rss();
  let peak = before;
  outgoing.write(head);
  for (let sent = 0; sent < megabytes && !answer; sent++) {
    if (!outgoing.write(chunk)) await Promise.race([once(outgoing, 'drain'), answered]);
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  if (!answer) outgoing.end(tail);
  const [message] = await answered;
  let text = '';
  for await (const part of message) text += part;
  outgoing.destroy();
  return { status: message.statusCode, body: JSON.parse(text), growth: peak - before };
}

describe('200 MB are refused while memory stays bounded', () => {
  const database = withDatabase('embedded');
  const app = withApp(database, { GENGJIE_HOME: home, GENGJIE_UPLOAD_LIMIT_MB: '100' });
  beforeAll(() => aTown(database()));

  test.each([
    ['announced', true],
    ['in chunks, its length unknown', false],
  ])('%s', async (_, announced) => {
    const before = await stateOf(database());
    const { status, body, growth } = await send(app(), 200, announced);
    expect({ status, type: body.type }).toEqual({ status: 413, type: '/problems/upload-too-large' });
    expect(growth).toBeLessThan(80 << 20);
    expect(await stateOf(database())).toEqual(before);
    const left = existsSync(join(home, 'uploads')) ? readdirSync(join(home, 'uploads')) : [];
    expect(left).toEqual([]);
  });
});
