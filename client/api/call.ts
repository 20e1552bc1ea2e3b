import type { EndpointKey, RequestOf, ResponseOf } from './endpoints.ts';
import { readProblem, unreachable } from './problem.ts';

interface LooseRequest {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly ifMatch?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

type Rest<K extends EndpointKey> =
  object extends RequestOf<K> ? [request?: RequestOf<K>] : [request: RequestOf<K>];

/**
 * 调用接口: one typed request to our own server, shaped by the contract:
 * `call('GET /api/layers/{layer}/features/{id}', { params: { layer, id }, signal })`; `ifMatch` names the version that a write was made on.
 *
 * @throws ApiProblem when the server refuses or cannot be reached; an abort is thrown as the browser throws it
 */
export async function call<K extends EndpointKey>(
  endpoint: K,
  ...[request]: Rest<K>
): Promise<ResponseOf<K>> {
  const [method = 'GET', path = ''] = endpoint.split(' ');
  const { params = {}, query = {}, body, ifMatch, signal } = (request ?? {}) as LooseRequest;
  const response = await ask(urlOf(path, params, query), {
    method,
    signal: signal ?? null,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
    },
  });
  return (response.status === 204 ? undefined : await response.json()) as ResponseOf<K>;
}

/** As `fetch` in the person's language, for bodies that are not JSON (files). @throws ApiProblem as `call` */
export async function ask(url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('accept-language', document.documentElement.lang || 'zh-CN');
  let response: Response;
  try {
    response = await fetch(url, { ...init, headers });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw unreachable(cause);
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

/** Address of an endpoint with its path and query filled in. */
export function urlOf(
  path: string,
  params: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, unknown>>,
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) search.set(key, String(value));
  }
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}
