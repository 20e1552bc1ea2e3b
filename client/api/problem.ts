import type { ProblemBody } from '#core/problem.ts';

/**
 * 请求被拒: an answer the person can act on. `body` is the server's problem+json in the language that was asked for.
 * `unreachable` stands for no answer at all; its sentences are in the client's own text.
 */
export class ApiProblem extends Error {
  readonly body: ProblemBody;

  constructor(body: ProblemBody, options?: ErrorOptions) {
    super(`${body.type}: ${body.detail}`, options);
    this.name = 'ApiProblem';
    this.body = body;
  }

  /** kebab-case problem type, without the path. */
  get type(): string {
    return this.body.type.replace(/^.*\//, '');
  }
}

const empty = { title: '', detail: '', next: '' };

/** The server did not answer (offline, stopped, or cut off). */
export function unreachable(cause: unknown): ApiProblem {
  return new ApiProblem({ type: '/problems/server-unreachable', status: 0, ...empty }, { cause });
}

/** Reads a refused response; an answer that is not problem+json becomes `unexpected-answer`. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('json')) {
    const body = (await response.json().catch(() => null)) as ProblemBody | null;
    if (body && typeof body.type === 'string') return new ApiProblem(body);
  }
  return new ApiProblem({ type: '/problems/unexpected-answer', status: response.status, ...empty });
}
