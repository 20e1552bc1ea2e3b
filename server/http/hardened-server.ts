import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { answerProblem } from '#server/http/answer-problem.ts';
import { invalidRequest, methodRefused, unreadableRequest } from '#server/http/problems.ts';

/** Request line and header fields together. */
const mostHeaderBytes = 16 << 10;
/** From the first byte to the end of the header fields. */
const headersMs = 20_000;
/** From the first byte to the last: an upload of the largest file over a slow line. Bodies of JSON have less (`jsonBody`). */
const requestMs = 10 * 60_000;
/** Longer than proxies keep theirs, so that they close first. */
const keepAliveMs = 65_000;

const methods = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'DELETE']);

/**
 * 加固的 HTTP 服务器: what is no request, or none that anything here could mean, is answered with a Problem before a handler sees it; slow
 * clients are cut off.
 *
 * @param prepare sees every request that could be read, before it is judged
 */
export function createHardenedServer(prepare: RequestListener, handler: RequestListener): Server {
  const server = createServer(
    {
      maxHeaderSize: mostHeaderBytes,
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: 5_000,
      // Refused below, in our own words.
      requireHostHeader: false,
    },
    (request, response) => {
      prepare(request, response);
      const refusal = oddRequest(request);
      if (refusal) answerProblem(request, response, refusal);
      else handler(request, response);
    },
  );
  server.on('clientError', answerUnreadable);
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
    answerProblem(request, response, unreadableRequest(417)),
  );
  return server;
}

/** Why a request means nothing here; undefined when it may. */
export function oddRequest(request: IncomingMessage) {
  const { method = '', url = '', headers, httpVersion } = request;
  if (!methods.has(method)) return methodRefused(method);
  if (headers.host === undefined && httpVersion === '1.1') return unreadableRequest(400);
  const [path = ''] = url.split('?', 1);
  const decoded = decodedPath(path);
  if (decoded === undefined || decoded.includes('\0') || decoded.split(/[\\/]/).includes('..')) {
    return invalidRequest('path', {
      zh: '地址含有无效的编码或“..”',
      en: 'the address holds a broken escape or `..`',
    });
  }
  return undefined;
}

function decodedPath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** There is no request to answer, only a connection. Who was in the middle of an answer gets nothing appended to it. */
function answerUnreadable(error: Error & { code?: string }, socket: Duplex): void {
  // More of the same came before the answer was out.
  if (answered.has(socket)) return;
  const { _httpMessage: answering } = socket as { _httpMessage?: ServerResponse | null };
  if (error.code === 'ECONNRESET' || !socket.writable || answering?.headersSent) {
    socket.destroy();
    return;
  }
  answered.add(socket);
  // Who does not close after the answer is closed.
  setTimeout(() => socket.destroy(), lingerMs).unref();
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const body = JSON.stringify(unreadableRequest(status).toJSON('zh'));
  socket.end(
    [
      `HTTP/1.1 ${status} ${statusTexts[status]}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Content-Language: zh-CN',
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

const answered = new WeakSet<Duplex>();
const lingerMs = 1_000;

const statusTexts = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
} as const;
