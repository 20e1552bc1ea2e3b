import type { z } from 'zod';
import type { Bilingual } from '#core/problem.ts';

/** 接口: one HTTP operation; the server implements it, the client calls it, the OpenAPI file is written from it. */
export interface Endpoint<
  Path extends string = string,
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** OpenAPI path, parameters in braces. */
  readonly path: Path;
  readonly summary: Bilingual;
  readonly tag: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Parts of a multipart/form-data request, for the description; the route receives them itself. */
  readonly form?: z.ZodType;
  readonly response: Response;
  /** Success status; 200 when absent. */
  readonly status?: number;
  /** Problem types it may answer, by status. */
  readonly problems?: Readonly<Record<number, readonly string[]>>;
}

/** Declares an endpoint, keeping the literal types of its path and schemas. */
export function endpoint<
  const Path extends string,
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Response extends z.ZodType = z.ZodUndefined,
>(definition: Endpoint<Path, Params, Query, Body, Response>): Endpoint<Path, Params, Query, Body, Response> {
  return definition;
}
