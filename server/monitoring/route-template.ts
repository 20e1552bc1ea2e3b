import type { IncomingMessage } from 'node:http';

/**
 * 路由模板: which kind of address a request asked for, e.g. `/api/targets/{id}/rows`. One of a bounded number of texts, and never
 * what the sender wrote: an address may hold a name or a one-time key.
 */
export function routeTemplate(request: IncomingMessage): string {
  const { route, baseUrl = '' } = request as IncomingMessage & {
    readonly route?: { readonly path?: unknown };
    readonly baseUrl?: string;
  };
  if (typeof route?.path === 'string' && baseUrl === '') return route.path.replaceAll(/:(\w+)/g, '{$1}');
  const path = (request.originalUrl ?? request.url ?? '').split('?', 1)[0] ?? '';
  const fixed = fixedPaths.find(([pattern]) => pattern.test(path));
  return fixed?.[1] ?? 'other';
}

const fixedPaths: readonly (readonly [RegExp, string])[] = [
  [/^\/tiles\/[^/]+\/\d+\/\d+\/\d+\.mvt$/, '/tiles/{layer}/{z}/{x}/{y}.mvt'],
  [/^\/tiles\/[^/]+\.json$/, '/tiles/{layer}.json'],
  [/^\/readyz$/, '/readyz'],
  [/^\/metrics$/, '/metrics'],
  [/^\/assets\//, '/assets/{file}'],
  [/^\/api\//, '/api/…'],
];

declare module 'node:http' {
  interface IncomingMessage {
    /** Set by Express, which shortens `url` below a mounted router. */
    readonly originalUrl?: string;
  }
}
