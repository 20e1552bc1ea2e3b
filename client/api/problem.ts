import type { z } from 'zod';
import type { problemSchema } from '#core/contract/problems.ts';

type ProblemBody = z.infer<typeof problemSchema>;

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

  /** The session has ended, or a step of sign-in is missing: not a refusal of what was asked. */
  get asksForSignIn(): boolean {
    if (this.body.status === 401) return this.type !== 'sign-in-refused';
    return (
      /^(password-change|second-factor(-enrolment)?)-required$/.test(this.type) && this.body.status === 403
    );
  }
}

const empty = { title: '', detail: '', next: '' };

/** The server did not answer (offline, stopped, or cut off). */
export function unreachable(cause: unknown): ApiProblem {
  return new ApiProblem({ type: '/problems/server-unreachable', status: 0, ...empty }, { cause });
}

let tellRefusal: (problem: ApiProblem) => void = () => {};

/** Hears of every refused request, whoever made it. */
export function onRefusal(listener: (problem: ApiProblem) => void): void {
  tellRefusal = listener;
}

/** Reads a refused response; an answer that is not problem+json becomes `unexpected-answer`. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const problem = await problemOf(response);
  tellRefusal(problem);
  return problem;
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('json')) {
    const body = (await response.json().catch(() => null)) as ProblemBody | null;
    if (body && typeof body.type === 'string') return new ApiProblem(body);
  }
  return new ApiProblem({ type: '/problems/unexpected-answer', status: response.status, ...empty });
}
