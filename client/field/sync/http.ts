import type { SendProblem } from '../store/schema.ts';

/** One request to our own server; `path` begins with `/`. Throws when no answer comes, as `fetch` does. */
export type Http = (path: string, init: RequestInit) => Promise<Response>;

/** Why a run of the sync ended before its end. */
export type Hindrance =
  | 'offline'
  | 'sign-in'
  | 'not-allowed'
  | 'server-fault'
  | 'storage-full'
  | 'busy-server';

/** 未能继续: this run ends; everything stays as it is, and the next run goes on from there. */
export class RunEnded extends Error {
  readonly hindrance: Hindrance;
  readonly problem: SendProblem | null;

  constructor(hindrance: Hindrance, problem: SendProblem | null = null, cause?: unknown) {
    super(hindrance, { cause });
    this.hindrance = hindrance;
    this.problem = problem;
  }
}

/** The server will not have what was sent, and says why. */
export class Refused extends Error {
  readonly status: number;
  readonly problem: SendProblem;

  constructor(status: number, problem: SendProblem) {
    super(`${status} ${problem.type}`);
    this.status = status;
    this.problem = problem;
  }

  /** kebab-case problem type, without the path. */
  get type(): string {
    return this.problem.type.replace(/^.*\//, '');
  }
}

export interface Asking {
  readonly http: Http;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly chance: () => number;
}

export interface AskOptions {
  readonly method?: 'GET' | 'POST';
  /** JSON, or bytes. */
  readonly body?: string | ArrayBuffer;
  readonly timeoutMs?: number;
  readonly tries?: number;
}

const TRIES = 4;
const FIRST_WAIT_MS = 800;
const LONGEST_WAIT_MS = 20_000;

/**
 * One request until it is answered: what got no answer, or one that says "later", is asked again after a wait that doubles, with chance in it so
 * that a village of phones does not come back in one moment. Everything that is sent carries its own id, so asking twice does nothing twice.
 *
 * @throws RunEnded when it is no use now; Refused when the server said no
 */
export async function askServer(
  { http, sleep, chance }: Asking,
  path: string,
  options: AskOptions = {},
): Promise<unknown> {
  const { tries = TRIES } = options;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await once(http, path, options);
    if (!(answer instanceof Later)) return answer.value;
    if (attempt >= tries) throw answer.end;
    const doubled = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
    await sleep(answer.afterMs ?? doubled * (0.5 + chance() / 2));
  }
}

class Later {
  readonly end: RunEnded;
  /** As the server said; null: it did not. */
  readonly afterMs: number | null;
  constructor(end: RunEnded, afterMs: number | null = null) {
    this.end = end;
    this.afterMs = afterMs;
  }
}

async function once(
  http: Http,
  path: string,
  { method = 'GET', body, timeoutMs = 60_000 }: AskOptions,
): Promise<{ value: unknown } | Later> {
  const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream';
  let response: Response;
  let content: unknown;
  try {
    response = await http(path, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
    });
    content = await contentOf(response);
  } catch (cause) {
    return new Later(new RunEnded('offline', null, cause));
  }
  const problem = problemOf(content, response.status);
  if (response.ok) {
    // A hotel's sign-in page answers 200 too: only our own server answers in JSON.
    return content !== undefined ? { value: content } : new Later(new RunEnded('offline'));
  }
  if (needsSignIn(response.status, problem)) throw new RunEnded('sign-in', problem);
  if (response.status === 507) throw new RunEnded('storage-full', problem);
  const seconds = Number(response.headers.get('retry-after'));
  const afterMs = seconds > 0 ? Math.min(seconds * 1000, LONGEST_WAIT_MS) : null;
  if (response.status === 429) return new Later(new RunEnded('busy-server', problem), afterMs);
  if (response.status === 408 || response.status >= 500 || content === undefined)
    return new Later(new RunEnded('server-fault', problem), afterMs);
  throw new Refused(response.status, problem);
}

/** Parsed JSON; undefined for anything else. */
async function contentOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!(response.headers.get('content-type') ?? '').includes('json')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOf(content: unknown, status: number): SendProblem {
  const type = (content as { type?: unknown } | undefined)?.type;
  if (typeof type === 'string') return content as SendProblem;
  return { type: '/problems/unexpected-answer', status };
}

function needsSignIn(status: number, { type }: SendProblem): boolean {
  if (status === 401) return true;
  return status === 403 && /\/(password-change|second-factor(-enrolment)?)-required$/.test(type);
}
