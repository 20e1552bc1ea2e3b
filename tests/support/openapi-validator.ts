import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { buildOpenApi } from '#server/http/openapi.ts';

type Media = Record<string, { schema: object }>;
interface Document {
  paths: Record<string, Record<string, { responses: Record<string, { content: Media }> }>>;
}

const document = buildOpenApi() as unknown as Document;
// zod writes a pattern beside this format; without it here Ajv would say of every schema that it is unknown.
const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { uuid: true } });
ajv.addSchema(document, 'openapi');
const compiled = new Map<string, ValidateFunction>();

const operations = Object.keys(document.paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

/** The described path that an address belongs to, e.g. `/api/targets/{id}/rows`; undefined when the description has none. */
export function describedPath(address: string): string | undefined {
  const [path = ''] = address.split('?');
  // `/features/merge` is its own path, not `/features/{id}`.
  const literal = (candidate: string) => candidate.split('{').length;
  return operations
    .filter(({ pattern }) => pattern.test(path))
    .map((operation) => operation.path)
    .sort((a, b) => literal(a) - literal(b))[0];
}

/** What is wrong with a refusal whose status the description leaves to every operation: it must still be a Problem. */
export function problemErrors(body: unknown): string[] {
  const key = 'openapi#/components/schemas/Problem';
  const validate = compiled.get(key) ?? ajv.compile({ $ref: key });
  compiled.set(key, validate);
  return validate(body)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** Whether the description names that status of an operation. */
export function isDescribed(method: string, path: string, status: number): boolean {
  return document.paths[path]?.[method.toLowerCase()]?.responses[String(status)] !== undefined;
}

/**
 * What is wrong with a response according to the served OpenAPI file; empty when nothing is.
 *
 * @param path the OpenAPI path, e.g. `/api/targets/{id}/rows`
 */
export function openApiErrors(method: string, path: string, status: number, body: unknown): string[] {
  const media = status >= 400 ? 'application/problem+json' : 'application/json';
  const content = document.paths[path]?.[method.toLowerCase()]?.responses[String(status)]?.content;
  // A file is described by its media type alone.
  if (content && status < 400 && !content[media]) return [];
  const declared = content?.[media];
  if (!declared) return [`the description has no ${status} for ${method} ${path}`];
  const pointer = [
    'paths',
    path,
    method.toLowerCase(),
    'responses',
    String(status),
    'content',
    media,
    'schema',
  ]
    .map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
    .join('/');
  const key = `openapi#/${encodeURI(pointer)}`;
  const validate = compiled.get(key) ?? ajv.compile({ $ref: key });
  compiled.set(key, validate);
  return validate(body)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
