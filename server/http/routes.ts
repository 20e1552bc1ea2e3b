import type { Request, Response, Router } from 'express';
import type { z } from 'zod';
import type { Access as Admission, Endpoint } from '#core/contract/endpoint.ts';
import type { Problem } from '#core/problem.ts';
import type { RunOptions } from '#server/access/access.ts';
import { type Actor, administratorRole, type RequestOrigin } from '#server/access/actor.ts';
import { addressOf, originOf } from '#server/access/authenticate.ts';
import { inCurrentRights } from '#server/access/current-rights.ts';
import {
  crossSite,
  isRightsChanged,
  notAllowed,
  signInRequired,
  stepRequired,
  versionRequired,
} from '#server/access/problems.ts';
import type { AppContext } from '#server/context.ts';
import type { Queryable } from '#server/db/database.ts';
import { answerProblem } from '#server/http/answer-problem.ts';
import { FileAnswer } from '#server/http/file-answer.ts';
import { jsonBody, refuseOddText } from '#server/http/json-body.ts';
import { parseRequest } from '#server/http/parse.ts';
import { networkOf, type Traffic } from '#server/http/rate-limits.ts';
import { traceOf } from '#server/http/trace.ts';

export interface Call<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly request: Request;
  readonly response: Response;
  readonly origin: RequestOrigin;
  /** Who calls. Of an endpoint open to everyone: throws when nobody is signed in; ask `known` there. */
  readonly actor: Actor;
  readonly known: Actor | undefined;
  /** The transaction of this call, in the caller's rights. Throws where the endpoint's `transaction` is `none`. */
  readonly db: Queryable;
  /** A transaction of its own in the caller's rights, for handlers that work between two. */
  readonly run: <T>(work: (tx: Queryable) => Promise<T>, options?: RunOptions) => Promise<T>;
  /** The version that If-Match names. */
  readonly ifMatch: number;
}

/**
 * 路由: mounts endpoints of the contract. Each call is admitted (who, which step of sign-in, from which site), then parsed with the
 * contract's schemas, then handled inside one transaction of the caller's rights, and answered after that has been committed: so a feature
 * that is built on this inherits the laws and cannot forget them.
 */
export class Routes {
  readonly #router: Router;
  readonly #context: AppContext;
  readonly #told: (() => void)[] = [];

  constructor(router: Router, context: AppContext) {
    this.#router = router;
    this.#context = context;
  }

  /** Calls back after every request that may have changed something, once that is committed; answers do not wait for it. */
  onWritten(told: () => void): void {
    this.#told.push(told);
  }

  /** Handlers return values and throw Problems; only what a header needs touches the response. */
  on<Path extends string, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<Path, P, Q, B, R>,
    handler: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<R> | FileAnswer>,
    { bodyLimit = '1mb', planOnce = false }: { bodyLimit?: string; planOnce?: boolean } = {},
  ): void {
    const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete';
    const readBody = endpoint.body ? jsonBody(bodyLimit) : undefined;
    const { authenticator } = this.#context;
    this.#router[method](endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (request, response) => {
      let body: Promise<void> | undefined;
      const attempt = async () => {
        const known = await authenticator.actorOf(request);
        this.#limit(request, endpoint, known);
        const refusal = admit(request, endpoint, known);
        if (refusal) throw refusal;
        // Only now: a stranger's body is not read.
        body ??= readBody?.(request, response);
        await body;
        const call = this.#call(request, response, known, endpoint.ifMatch === true);
        refuseOddText(request.query, 'query');
        const parsed = {
          params: parse(endpoint.params, request.params),
          query: parse(endpoint.query, request.query),
          body: parse(endpoint.body, request.body),
        };
        const answer = async (db: Queryable | undefined) => {
          // A getter, not a value: an endpoint that opens its own transactions has none to give.
          const whole = Object.create(call, {
            db: { get: () => db ?? missing('this endpoint opens its own transactions') },
          }) as typeof call;
          return handler(Object.assign(whole, parsed));
        };
        return endpoint.transaction === 'none' || !known
          ? answer(undefined)
          : call.run(answer, {
              write: writes(endpoint),
              planOnce,
            });
      };
      try {
        // What opens transactions of its own may have carried out some of them.
        const value =
          endpoint.transaction === 'none' ? await attempt() : await inCurrentRights(authenticator, attempt);
        if (endpoint.method !== 'GET' && endpoint.transaction !== 'read')
          for (const told of this.#told) told();
        await send(response, endpoint, value);
      } catch (error) {
        if (isRightsChanged(error)) authenticator.forget();
        answerProblem(request, response, error);
      }
    });
  }

  /** Before it is known whether the request is allowed: refusals cost too. */
  #limit(request: Request, endpoint: Endpoint, known: Actor | undefined): void {
    const { limits, config } = this.#context;
    const address = () => networkOf(addressOf(request, config.trustProxy));
    if (isSignIn(endpoint)) limits.admit('sign-in', address());
    if (known) limits.admit(trafficOf(endpoint), known.id);
    else limits.admit('stranger', address());
  }

  #call(request: Request, response: Response, known: Actor | undefined, wantsVersion: boolean) {
    const origin = { ...originOf(request, this.#context.config.trustProxy), id: traceOf(request).id };
    const { access } = this.#context;
    return {
      request,
      response,
      origin,
      known,
      ifMatch: wantsVersion ? versionOf(request) : Number.NaN,
      get actor() {
        if (!known) throw signInRequired();
        return known;
      },
      run: <T>(work: (tx: Queryable) => Promise<T>, options?: RunOptions) => {
        if (!known) throw signInRequired();
        return access.run(known, origin, work, options);
      },
    } as Call<never, never, never>;
  }
}

function writes({ method, transaction }: Pick<Endpoint, 'method' | 'transaction'>): boolean {
  return transaction === 'write' || (method !== 'GET' && transaction !== 'read');
}

/** Tries to become somebody: with a password, a code or a link. */
function isSignIn({ method, access }: Endpoint): boolean {
  return method === 'POST' && (access === 'everyone' || access === 'signing-in');
}

function trafficOf({ method, path, transaction }: Endpoint): Traffic {
  if (path.endsWith('/export') || path.endsWith('/evidence')) return 'export';
  if (path.startsWith('/api/photo-uploads/')) return 'photo';
  return method === 'GET' || transaction === 'read' ? 'read' : 'write';
}

/** Why a request may not reach its endpoint; undefined when it may. */
export function admit(
  request: Request,
  endpoint: Pick<Endpoint, 'access' | 'method' | 'tag' | 'transaction'>,
  actor: Actor | undefined,
): Problem | undefined {
  const admission = endpoint.access ?? 'business';
  const unsafe = endpoint.method !== 'GET';
  // A cookie is sent by the browser whoever made the page; a token is not. Signing in is guarded too: nobody shall be signed in as another.
  if (unsafe && actor?.via.kind !== 'token' && isCrossSite(request)) return crossSite();
  if (actor?.via.kind === 'token' && !isForTokens(admission, endpoint.tag)) return notAllowed(businessToken);
  if (admission === 'everyone') return undefined;
  if (!actor) return signInRequired();
  if (admission === 'signing-in') return undefined;
  if (actor.step !== 'signed-in') return stepRequired(actor.step);
  if (!actor.writes && unsafe && endpoint.transaction !== 'read') return notAllowed(readOnlyToken);
  return isAdmitted(admission, actor) ? undefined : notAllowed();
}

/** Only business: a stolen token shall not make another, nor change a password, people or rights. */
function isForTokens(admission: Admission | readonly Admission[], tag: string): boolean {
  return (admission === 'everyone' || admission === 'business') && tag !== 'session';
}

function isAdmitted(admission: Admission | readonly Admission[], actor: Actor): boolean {
  if (admission === 'person') return true;
  const role = administratorRole(actor);
  if (admission === 'business') return role === undefined && actor.grants.length > 0;
  return role !== undefined && [admission].flat().includes(role);
}

const businessToken = {
  zh: '访问令牌只用于业务数据，不用于登录、账号和管理。',
  en: 'Tokens are for business data, not for sign-in, accounts and administration.',
};

const readOnlyToken = {
  zh: '该访问令牌只读，未作任何改动。',
  en: 'This token only reads; nothing was changed.',
};

/** Every browser of today says from which site a request was made; for one that does not, its Origin must be ours. */
function isCrossSite(request: Request): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = request.headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

function versionOf(request: Request): number {
  const match = /^(?:W\/)?"(\d{1,15})"$/.exec(request.headers['if-match'] ?? '');
  if (!match) throw versionRequired();
  return Number(match[1]);
}

function parse<S extends z.ZodType>(schema: S | undefined, value: unknown): z.output<S> {
  return schema ? parseRequest(schema, value ?? {}) : (undefined as z.output<S>);
}

async function send(response: Response, endpoint: Endpoint, value: unknown): Promise<void> {
  response.setHeader('Cache-Control', 'no-store');
  if (value instanceof FileAnswer) return value.send(response);
  if (endpoint.etag) response.setHeader('ETag', `"${(value as { versionId: number }).versionId}"`);
  response.status(endpoint.status ?? 200);
  response.json(value);
}

function missing(reason: string): never {
  throw new Error(reason);
}
