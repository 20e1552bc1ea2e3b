import fc from 'fast-check';
import { z } from 'zod';
import type { Endpoint } from '#core/contract/endpoint.ts';
import { contract } from '#core/contract/index.ts';
import {
  hostileTexts,
  hostileValues,
  hugeTexts,
  methods,
  multipartBodies,
  oddHeaders,
  oddTargets,
  rawBodies,
} from './hostile-values.ts';

/** One request, as it goes over the wire. */
export interface HostileRequest {
  readonly actor: string;
  readonly method: string;
  /** Request target: ASCII, no blanks. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Values that exist, by the name of the parameter or field: what gets a request past the first check. */
export type Known = Readonly<Record<string, readonly (string | number | boolean | object)[]>>;

/** Requests at every endpoint of the contract, nearly right and quite wrong, and at addresses there are not. */
export function hostileRequests(known: Known, actors: readonly string[]): fc.Arbitrary<HostileRequest> {
  const actor = fc.constantFrom(...actors);
  const headers = fc.oneof(
    { weight: 6, arbitrary: fc.constant({}) },
    { weight: 3, arbitrary: fc.constantFrom(...oddHeaders) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...oddHeaders), fc.constantFrom(...oddHeaders))
        .map(([a, b]) => ({ ...a, ...b })),
    },
  );
  const anyJson = fc.oneof(
    fc.constantFrom(...hostileValues).map((value) => JSON.stringify(value)),
    fc.constantFrom(...rawBodies),
    fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value)),
  );
  const toEndpoint = contract.map((endpoint) => {
    const segments = endpoint.path.split(/\{(\w+)\}/);
    const path = fc
      .tuple(
        ...segments.map((segment, index) =>
          index % 2 === 0 ? fc.constant(segment) : text(segment, known).map(encoded),
        ),
      )
      .map((parts) => parts.join(''));
    const names = namesOf(endpoint.query);
    const pair = fc
      .tuple(fc.constantFrom(...names, 'asOf', 'knownAt', 'x'), fc.boolean())
      .chain(([name]) => text(name, known).map((value) => `${name}=${encoded(value)}`));
    const query = fc.oneof(
      { weight: 1, arbitrary: fc.constant('') },
      {
        weight: 2,
        // Every parameter once, each nearly always right.
        arbitrary: fc
          .tuple(
            ...names.map((name) =>
              fc.option(
                text(name, known, 8).map((value) => `${name}=${encoded(value)}`),
                { nil: '' },
              ),
            ),
          )
          .map((pairs) => `?${pairs.filter((each) => each !== '').join('&')}`),
      },
      { weight: 1, arbitrary: fc.array(pair, { maxLength: 5 }).map((pairs) => `?${pairs.join('&')}`) },
    );
    const schema = endpoint.body
      ? (z.toJSONSchema(endpoint.body, { io: 'input', unrepresentable: 'any' }) as Schema)
      : undefined;
    const json = schema
      ? fc.oneof(
          { weight: 3, arbitrary: nearly(schema, known).map((value) => JSON.stringify(value) ?? '') },
          { weight: 1, arbitrary: anyJson },
        )
      : fc.option(anyJson, { freq: 3 });
    const body = endpoint.form
      ? fc.constantFrom(...multipartBodies).map(([type, content]) => ({ 'content-type': type, content }))
      : json.map((content) => ({ 'content-type': 'application/json', content }));
    const method = fc.oneof(
      { weight: 12, arbitrary: fc.constant<string>(endpoint.method) },
      { weight: 1, arbitrary: fc.constantFrom(...methods) },
    );
    return fc
      .record({
        actor: fc.oneof(
          { weight: 3, arbitrary: fc.constantFrom(...admitted(endpoint)) },
          { weight: 1, arbitrary: actor },
        ),
        method,
        path,
        query,
        headers,
        body,
        version: fc.boolean(),
      })
      .map(
        (each): HostileRequest => ({
          actor: each.actor,
          method: each.method,
          target: each.path + each.query,
          headers: {
            ...(each.body.content === null || each.method === 'GET'
              ? {}
              : { 'content-type': each.body['content-type'] }),
            ...(endpoint.ifMatch && each.version ? { 'if-match': `"${known.versionId?.[0]}"` } : {}),
            ...each.headers,
          },
          body: each.method === 'GET' || each.method === 'HEAD' ? null : each.body.content,
        }),
      );
  });
  const toNowhere = fc
    .record({
      actor,
      method: fc.constantFrom(...methods),
      target: fc.oneof(
        fc.constantFrom(...oddTargets),
        fc
          .array(
            fc.constantFrom(
              'api',
              'tiles',
              'assets',
              '..',
              '.',
              '',
              '%2e%2e',
              '%2f',
              'layers',
              'patches',
              'features',
              '1',
              '%00',
              'a',
            ),
            { maxLength: 7 },
          )
          .map((parts) => `/${parts.join('/')}`),
        fc
          .webUrl({ withQueryParameters: true })
          .map((url) => url.replace(/^https?:\/\/[^/?#]*/, '/').split('#')[0] ?? '/'),
      ),
      headers,
      body: fc.option(anyJson, { freq: 2 }),
    })
    .map(
      (each): HostileRequest => ({
        ...each,
        body: each.method === 'GET' || each.method === 'HEAD' ? null : each.body,
      }),
    );
  return fc.oneof({ weight: 5, arbitrary: fc.oneof(...toEndpoint) }, { weight: 1, arbitrary: toNowhere });
}

/** Who gets past the door of an endpoint. */
function admitted({ access = 'business' }: Endpoint): readonly string[] {
  if (access === 'everyone') return ['stranger', 'session'];
  if (access === 'signing-in') return ['session'];
  if (access === 'business' || access === 'person') return ['planner', 'planner', 'field', 'session'];
  return [access].flat();
}

/** A value of a parameter: one that exists, or one that should not. */
function text(name: string, known: Known, good = 2): fc.Arbitrary<string> {
  const fitting = (known[name] ?? ['1']).map(String);
  return fc.oneof(
    { weight: good, arbitrary: fc.constantFrom(...fitting) },
    { weight: 1, arbitrary: fc.constantFrom(...hostileTexts) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  );
}

function encoded(value: string): string {
  return encodeURIComponent(value.replaceAll(/\p{Surrogate}/gu, '\ufffd'));
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
}

/** Values nearly as a schema wants them: the deeper code sees them, with something wrong somewhere. */
function nearly(schema: Schema, known: Known, name = '', depth = 0): fc.Arbitrary<unknown> {
  const hostile = fc.constantFrom(...hostileValues, ...(depth === 1 ? hugeTexts : []));
  return fc.oneof(
    { weight: 6, arbitrary: fitting(schema, known, name, depth) },
    { weight: 1, arbitrary: hostile },
  );
}

function fitting(schema: Schema, known: Known, name: string, depth: number): fc.Arbitrary<unknown> {
  if (known[name]) return fc.constantFrom<unknown>(...known[name]);
  if (depth > 6) return fc.constant(null);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => fitting(choice, known, name, depth)));
  switch (schema.type) {
    case 'object': {
      const properties = Object.entries(schema.properties ?? {});
      if (properties.length === 0 && typeof schema.additionalProperties === 'object') {
        const value = nearly(schema.additionalProperties, known, '', depth + 1);
        return fc.dictionary(
          fc.oneof(fc.constantFrom('note', 'state', '__proto__', ...hostileTexts), fc.string()),
          value,
          { maxKeys: 4 },
        );
      }
      const record = Object.fromEntries(
        properties.map(([key, value]) => [key, nearly(value, known, key, depth + 1)]),
      );
      return fc.record(record, {
        requiredKeys: properties.length > 0 ? properties.slice(0, -1).map(([key]) => key) : [],
      });
    }
    case 'array':
      if (schema.prefixItems)
        return fc.tuple(...schema.prefixItems.map((item) => nearly(item, known, '', depth + 1)));
      return fc.array(schema.items ? nearly(schema.items, known, '', depth + 1) : fc.anything(), {
        maxLength: 3,
      });
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: -10, max: 5000 }), fc.double({ noNaN: true }));
    case 'boolean':
      return fc.boolean();
    case 'string':
      return fc.oneof(
        fc.constantFrom(...hostileTexts),
        fc.string({ maxLength: 60 }),
        fc.uuid(),
        fc.constant('有据可查'),
      );
    default:
      return fc.constantFrom(...hostileValues);
  }
}

function namesOf(query: z.ZodType | undefined): string[] {
  if (!query) return [];
  const { properties = {} } = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' }) as Schema;
  return Object.keys(properties);
}
