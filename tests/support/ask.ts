import { expect } from 'vitest';
import type { Client } from './app.ts';
import { openApiErrors } from './openapi-validator.ts';

/**
 * Asks the server, and holds status and body of the answer against the API description it serves.
 *
 * @param template the path as the description has it, e.g. `/api/targets/{id}/rows`
 */
export async function askAsDescribed(client: Client, path: string, template: string, init?: RequestInit) {
  const { status, body } = await client.request(path, init);
  expect(openApiErrors(init?.method ?? 'GET', template, status, body), path).toEqual([]);
  return { status, body };
}
