import { once } from 'node:events';
import { type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import compression from 'compression';
import express from 'express';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileAnswer } from '#server/http/file-answer.ts';

/** More than the system keeps for a connection: whoever writes has to wait time and again. */
const pieces = 400;
const pieceBytes = 64 * 1024;

describe.each(['image/jpeg', 'text/csv'])('a large %s to somebody who reads slowly', (mediaType) => {
  let server: Server;
  let ended: 'whole' | 'left' | undefined;
  let sent: Promise<void> | undefined;
  const warnings: Error[] = [];
  const warned = (warning: Error) => warnings.push(warning);

  async function* content() {
    ended = 'left';
    for (let at = 0; at < pieces; at += 1) {
      await new Promise(setImmediate);
      // Noise: compressed it is no shorter.
      const piece = Buffer.allocUnsafe(pieceBytes);
      for (let byte = 0; byte < pieceBytes; byte += 1) piece[byte] = (byte * byte * 31 + at * byte) >> 3;
      yield piece;
    }
    ended = 'whole';
  }

  beforeEach(async () => {
    ended = undefined;
    warnings.length = 0;
    process.on('warning', warned);
    const app = express();
    app.use(compression({ threshold: 0 }));
    app.get('/', (_request, response) => {
      sent = new FileAnswer('file', mediaType, content()).send(response);
    });
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    process.off('warning', warned);
    server.closeAllConnections();
    server.close();
  });

  async function ask(): Promise<IncomingMessage> {
    const { port } = server.address() as AddressInfo;
    const asked = request({ port, host: '127.0.0.1', headers: { 'accept-encoding': 'gzip' } }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return answer;
  }

  test('arrives whole, and leaves no listener behind for each piece', async () => {
    const read: Buffer[] = [];
    for await (const piece of await ask()) {
      read.push(piece as Buffer);
      if (read.length % 16 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const bytes = Buffer.concat(read);
    const whole = mediaType === 'text/csv' ? gunzipSync(bytes) : bytes;
    expect(whole.length).toBe(pieces * pieceBytes);
    await sent;
    expect(ended).toBe('whole');
    expect(warnings.map(String)).toEqual([]);
  });

  test('is let go of when they leave in the middle', async () => {
    const answer = await ask();
    await once(answer, 'readable');
    answer.destroy();
    await sent;
    expect(ended).toBe('left');
    expect(warnings.map(String)).toEqual([]);
  });
});
