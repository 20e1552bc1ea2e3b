import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SystemContext } from '#server/context.ts';
import { answerProblem } from '#server/http/answer-problem.ts';
import { notFound } from '#server/http/problems.ts';
import { startTrace, traceOf } from '#server/http/trace.ts';
import { Metrics } from '#server/monitoring/metrics.ts';
import { Readiness } from '#server/monitoring/readiness.ts';
import { jsonLog, type RequestLog } from '#server/monitoring/request-log.ts';
import { routeTemplate } from '#server/monitoring/route-template.ts';
import type { TileStatistics } from '#server/tiles/handler.ts';

export interface Monitor {
  /** Numbers a request (`X-Request-Id`) and notes how it ends. Call first. */
  watch(request: IncomingMessage, response: ServerResponse): void;
  /** Answers `/readyz` and `/metrics`; false when the request is for somebody else. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** The server is about to stop: `/readyz` says so, so that a proxy sends requests elsewhere. */
  closing(): void;
}

/**
 * 运行监控: `/readyz` for the proxy, `/metrics` for Prometheus (with `Authorization: Bearer GENGJIE_METRICS_TOKEN`, else it does not
 * exist), and one log line a request when GENGJIE_LOG is json.
 */
export function createMonitor(
  { db, config }: Pick<SystemContext, 'db' | 'config'>,
  tiles: () => TileStatistics,
  log: RequestLog | undefined = config.log === 'json' ? jsonLog() : undefined,
): Monitor {
  const readiness = new Readiness(db);
  const { metricsToken } = config;
  const metrics = metricsToken === undefined ? undefined : new Metrics(db, tiles);

  const finished = (request: IncomingMessage, response: ServerResponse, begun: number, before: number) => {
    const { id, problem } = traceOf(request);
    const line = {
      method: request.method ?? '',
      route: routeTemplate(request),
      status: response.statusCode,
      ms: Math.round((performance.now() - begun) * 100) / 100,
      bytes: Math.max(0, (request.socket?.bytesWritten ?? 0) - before),
    };
    metrics?.end(line);
    log?.request({
      id,
      ...line,
      ...(problem === undefined ? {} : { problem }),
      ...(response.writableFinished ? {} : { aborted: true }),
    });
  };

  const answer: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => unknown>> = {
    '/readyz': async (request, response) => {
      await readiness.check();
      send(request, response, 'application/json; charset=utf-8', '{"status":"ready"}');
    },
    '/metrics': async (request, response) => {
      if (!metrics || !bears(request, metricsToken)) throw notFound('/metrics');
      const { type, body } = await metrics.text();
      send(request, response, type, body);
    },
  };

  return {
    watch(request, response) {
      const trace = startTrace(request, log?.error);
      response.setHeader('X-Request-Id', trace.id);
      if (!log && !metrics) return;
      metrics?.begin();
      const begun = performance.now();
      const before = request.socket.bytesWritten;
      response.once('close', () => finished(request, response, begun, before));
    },
    handle(request, response) {
      const [path = ''] = (request.url ?? '').split('?', 1);
      const found = Object.hasOwn(answer, path) ? answer[path] : undefined;
      if (!found) return false;
      void (async () => {
        try {
          if (request.method !== 'GET' && request.method !== 'HEAD') throw notFound(path);
          await found(request, response);
        } catch (error) {
          answerProblem(request, response, error);
        }
      })();
      return true;
    },
    closing: () => readiness.close(),
  };
}

function send(request: IncomingMessage, response: ServerResponse, type: string, text: string): void {
  const body = Buffer.from(text);
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Compared by hash, in the same time whatever the difference. */
function bears(request: IncomingMessage, token: string | undefined): boolean {
  const sent = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined || sent === undefined) return false;
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(sent), hash(token));
}
