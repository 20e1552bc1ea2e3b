import { z } from 'zod';
import type { Endpoint } from '#core/contract/endpoint.ts';
import { contract } from '#core/contract/index.ts';
import { problemSchema } from '#core/contract/problems.ts';

type Json = Record<string, unknown>;

/** 接口说明: OpenAPI 3.1 of the whole contract; `/api/openapi.json` serves it and `docs/api.json` keeps it. */
export function buildOpenApi(): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of contract) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '耕界 Gengjie',
      version: '0.1.0',
      description:
        '国土调查、耕地保护与村庄规划一张图。面积单位为平方米，坐标为 CGCS2000 经纬度（EPSG:4490，经度在前）。\n\nLand use, farmland protection and village planning. Areas in m², coordinates CGCS2000 lon/lat (EPSG:4490).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    // Any one of them; an operation open to everyone says `security: []`.
    security: [{ session: [] }, { token: [] }, { basic: [] }],
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'gengjie_session',
          description: '登录会话 · The session of who signed in at /api/session',
        },
        token: { type: 'http', scheme: 'bearer', description: '访问令牌 · An API token' },
        basic: {
          type: 'http',
          scheme: 'basic',
          description: '任意用户名，口令为访问令牌 · Any name, an API token as the password',
        },
      },
    },
  };
}

function operation(endpoint: Endpoint): Json {
  return {
    operationId: `${endpoint.method.toLowerCase()}${endpoint.path.replaceAll(/[^A-Za-z]+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`,
    tags: [endpoint.tag],
    summary: `${endpoint.summary.zh} · ${endpoint.summary.en}`,
    ...(endpoint.access === 'everyone' ? { security: [] } : {}),
    parameters: [
      ...parameters(endpoint.params, 'path'),
      ...parameters(endpoint.query, 'query'),
      ...(endpoint.ifMatch ? [ifMatchParameter] : []),
    ],
    ...(endpoint.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
          },
        }
      : {}),
    ...(endpoint.form
      ? {
          requestBody: {
            required: true,
            content: { 'multipart/form-data': { schema: schemaOf(endpoint.form, 'input') } },
          },
        }
      : {}),
    responses: {
      [String(endpoint.status ?? 200)]: {
        description: endpoint.summary.en,
        ...(endpoint.etag ? { headers: { ETag: etagHeader } } : {}),
        content: successContent(endpoint),
      },
      ...Object.fromEntries(
        Object.entries(problemsOf(endpoint)).map(([status, types]) => [
          status,
          {
            description: types.join(', '),
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  };
}

const ifMatchParameter: Json = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: '所依据的版本 · The version the change is made on, as its ETag names it',
  schema: { type: 'string', pattern: '^"\\d{1,15}"$' },
};

const etagHeader: Json = {
  description: '现行版本 · The version in force: what If-Match names',
  schema: { type: 'string' },
};

/** JSON by its schema, or a file in each of the forms it comes in. */
function successContent(endpoint: Endpoint): Json {
  if (!endpoint.produces) {
    return { 'application/json': { schema: schemaOf(endpoint.response, 'output') } };
  }
  return Object.fromEntries(
    endpoint.produces.map((media) => [
      media,
      { schema: { type: media.endsWith('json') ? 'object' : 'string' } },
    ]),
  );
}

/** What an operation says it may refuse, and what every one does that is not open to everyone. */
function problemsOf(endpoint: Endpoint): Record<string, readonly string[]> {
  const declared: Record<string, readonly string[]> = { ...endpoint.problems };
  if (endpoint.access === 'everyone') return declared;
  for (const [status, type] of [
    ['401', 'sign-in-required'],
    ['403', 'not-allowed'],
  ] as const) {
    declared[status] = [...new Set([type, ...(declared[status] ?? [])])];
  }
  return declared;
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const object = schemaOf(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
  // Coerced numbers accept any input; what the caller should send is the output type.
  const typed = schemaOf(schema, 'output') as { properties?: Record<string, Json> };
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required:
      place === 'path' ||
      (object.required ?? []).includes(name) ||
      isCoercedRequired(property, typed.properties?.[name]),
    schema: typed.properties?.[name] ?? property,
  }));
}

function isCoercedRequired(input: Json, output: Json | undefined): boolean {
  return Object.keys(input).length === 0 && output !== undefined && !('default' in output);
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
  }) as Json;
  return json;
}
