import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from '#core/problem.ts';
import { languageOf } from '#server/http/language.ts';

/**
 * Answers a refused request as `application/problem+json` in the reader's language. Anything that is not a
 * {@link Problem} is a bug: it is logged with an id, and the client sees the id, never the stack.
 */
export function answerProblem(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const problem = error instanceof Problem ? error : bug(request, error);
  const body = Buffer.from(JSON.stringify(problem.toJSON(languageOf(request))));
  response.writeHead(problem.status, {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': body.length,
    'Content-Language': languageOf(request) === 'zh' ? 'zh-CN' : 'en',
    'Cache-Control': 'no-store',
    Vary: 'Accept-Language',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function bug(request: IncomingMessage, error: unknown): Problem {
  const id = randomUUID();
  console.error(`[${id}] ${request.method} ${request.url}`, error);
  return new Problem({
    type: 'internal-error',
    status: 500,
    title: { zh: '服务器内部错误', en: 'Internal server error' },
    detail: {
      zh: `服务器未能完成该请求（编号 ${id}）。`,
      en: `The server could not finish the request (id ${id}).`,
    },
    next: {
      zh: '请稍后重试；若仍出现，请把编号告诉管理员。',
      en: 'Try again; if it stays, give the id to the administrator.',
    },
    cause: error,
  });
}
