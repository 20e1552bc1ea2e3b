import type { z } from 'zod';
import type { Bilingual } from '#core/problem.ts';
import type { AdministratorRole } from '#core/rights/roles.ts';

/**
 * 准入: who may call an endpoint. `everyone` needs no sign-in · `signing-in` a session at any step of sign-in · `person` anybody signed in ·
 * `business` a person with a role in some region (the default) · an administrator's role: only that one.
 */
export type Access = 'everyone' | 'signing-in' | 'person' | 'business' | AdministratorRole;

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
  /** Who may call it; `business` when absent. Several administrators may share one. */
  readonly access?: Access | readonly AdministratorRole[];
  /**
   * The handler's database: one transaction of the person's rights, which only reads for GET and also writes for the rest; `write` where
   * a GET leaves an audit line; `read` where a POST asks a question too long for an address; `none` where the handler opens its own.
   */
  readonly transaction?: 'write' | 'read' | 'none';
  /** The answer carries `versionId`, sent as ETag too. */
  readonly etag?: boolean;
  /** The request must name the version it changes in If-Match: 428 without, 409 when it is no longer the current one. */
  readonly ifMatch?: boolean;
  /** Media types of a file answered instead of JSON; the handler returns a `FileAnswer`. */
  readonly produces?: readonly string[];
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
