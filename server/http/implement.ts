import type { Request, Router } from 'express';
import type { z } from 'zod';
import type { Endpoint } from '#core/contract/endpoint.ts';
import { answerProblem } from '#server/http/answer-problem.ts';
import { parseRequest } from '#server/http/parse.ts';

export interface Call<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly request: Request;
}

/**
 * Mounts an endpoint of the contract: parses what came with the contract's schemas, runs the handler, answers its value as
 * JSON. Handlers return values and throw Problems; they never touch the response.
 */
export function implement<
  Path extends string,
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  router: Router,
  endpoint: Endpoint<Path, P, Q, B, R>,
  handler: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<R>>,
): void {
  const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete';
  router[method](endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (request, response) => {
    try {
      const value = await handler({
        params: parse(endpoint.params, request.params),
        query: parse(endpoint.query, request.query),
        body: parse(endpoint.body, request.body),
        request,
      });
      response.status(endpoint.status ?? 200);
      response.setHeader('Cache-Control', 'no-store');
      response.json(value);
    } catch (error) {
      answerProblem(request, response, error);
    }
  });
}

function parse<S extends z.ZodType>(schema: S | undefined, value: unknown): z.output<S> {
  return schema ? parseRequest(schema, value ?? {}) : (undefined as z.output<S>);
}
