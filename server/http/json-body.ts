import express, { type Request, type Response } from 'express';
import { jsonExpected } from '#server/access/problems.ts';
import { bodyTooLarge, invalidRequest, slowBody } from '#server/http/problems.ts';

/** Deepest nesting of arrays and objects in a body: a MultiPolygon inside an edit has six. */
const deepest = 64;
/** A body of this kind is small: whoever takes longer holds a connection, not a conversation. */
const longestMs = 30_000;

/**
 * Reads a JSON body into `request.body`. Compressed ones are counted as they inflate, so the limit holds for them too.
 *
 * @param limit as Express writes it, e.g. `1mb`
 * @throws Problem `unsupported-media-type` (415), `body-too-large` (413), `body-too-slow` (408), `invalid-request` (400)
 */
export function jsonBody(limit: string): (request: Request, response: Response) => Promise<void> {
  const read = express.json({ limit, strict: false, type: 'application/json' });
  return async (request, response) => {
    if (!request.is('application/json')) throw jsonExpected();
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        // What is still to come is not waited for.
        response.setHeader('Connection', 'close');
        reject(slowBody(longestMs / 1000));
      }, longestMs);
      read(request, response, (error?: unknown) => {
        clearTimeout(timer);
        if (error) reject(bodyProblem(error, limit));
        else resolve();
      });
    });
    refuseOddText(request.body, 'body');
  };
}

/**
 * Refuses what no table can hold, wherever it stands: NUL, half a surrogate pair, nesting beyond any contract's.
 * @throws Problem `invalid-request` (400)
 */
export function refuseOddText(value: unknown, field: string): void {
  const waiting: (readonly [unknown, number])[] = [[value, 0]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [each, depth] = next;
    if (typeof each === 'string' && oddText.test(each)) throw invalidRequest(field, oddTextReason);
    if (typeof each !== 'object' || each === null) continue;
    if (depth === deepest) throw invalidRequest(field, tooDeepReason);
    for (const [key, inner] of Object.entries(each)) {
      if (oddText.test(key)) throw invalidRequest(field, oddTextReason);
      if (typeof inner === 'object' || typeof inner === 'string') waiting.push([inner, depth + 1]);
    }
  }
}

function bodyProblem(error: unknown, limit: string): unknown {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return error;
  if (error.status >= 500) return error;
  if (error.status === 413) return bodyTooLarge(limit);
  if (error.status === 415) return jsonExpected();
  const reason = error.message.slice(0, 200);
  return invalidRequest('body', {
    zh: `请求内容无法读取（${reason}）`,
    en: `the body cannot be read (${reason})`,
  });
}

const oddText = /\0|\p{Surrogate}/u;
const oddTextReason = {
  zh: '含有空字符或不完整的字符',
  en: 'it holds a NUL or half a character',
};
const tooDeepReason = { zh: `嵌套超过 ${deepest} 层`, en: `it is nested deeper than ${deepest} levels` };
