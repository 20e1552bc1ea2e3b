import { describe, expect, it } from 'vitest';
import { contract } from '#core/contract/index.ts';
import { buildOpenApi } from '#server/http/openapi.ts';

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: { type?: string } }[];
  responses: Record<string, unknown>;
}

const document = buildOpenApi() as { openapi: string; paths: Record<string, Record<string, Operation>> };

describe('OpenAPI description', () => {
  it('has every endpoint of the contract', () => {
    for (const endpoint of contract) {
      expect(document.paths[endpoint.path]?.[endpoint.method.toLowerCase()], endpoint.path).toBeDefined();
    }
  });

  it('names every operation once', () => {
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says that longitude and latitude are required numbers', () => {
    const parameters = document.paths['/api/identify']?.get?.parameters ?? [];
    for (const name of ['lng', 'lat']) {
      expect(parameters.find((parameter) => parameter.name === name)).toMatchObject({
        in: 'query',
        required: true,
        schema: { type: 'number' },
      });
    }
    expect(parameters.find(({ name }) => name === 'layers')).toMatchObject({ required: false });
  });

  it('declares every path parameter of its path', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const { parameters } of Object.values(operations)) {
        const declared = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
        expect(declared.sort()).toEqual(
          [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort(),
        );
      }
    }
  });
});
