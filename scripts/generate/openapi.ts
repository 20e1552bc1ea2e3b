import { buildOpenApi } from '../../server/http/openapi.ts';
import type { GeneratedFile } from './file.ts';

/** `docs/api.json`: the OpenAPI description that the server serves at `/api/openapi.json`. */
export async function openApiFile(): Promise<GeneratedFile> {
  return { path: 'docs/api.json', text: `${JSON.stringify(buildOpenApi(), null, 2)}\n` };
}
