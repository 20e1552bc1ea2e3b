import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from '#core/problem.ts';
import { troubleProblem } from '#server/db/trouble-problem.ts';
import { languageOf } from '#server/http/language.ts';
import { traceOf } from '#server/http/trace.ts';

/**
 * Answers a refused request as `application/problem+json` in the reader's language. A database that is away, overloaded or
 * out of disk is a Problem too. Anything else is a bug: it is logged under the request's id, and the client sees the id, never
 * the stack.
 */
export function answerProblem(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const problem = error instanceof Problem ? error : (troubleProblem(error) ?? bug(request, error));
  const trace = traceOf(request);
  trace.problem = problem.type;
  if (problem.status === 507) trace.report(error);
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const body = Buffer.from(JSON.stringify(problem.toJSON(languageOf(request))));
  if (problem.extra.retryAfter !== undefined) response.setHeader('Retry-After', problem.extra.retryAfter);
  if (problem.status === 503 && !response.hasHeader('Retry-After')) {
    response.setHeader('Retry-After', retryAfterSeconds);
  }
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
  const { id, report } = traceOf(request);
  report(error);
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

/** A database restart takes seconds. */
const retryAfterSeconds = 5;
