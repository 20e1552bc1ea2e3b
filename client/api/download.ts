import { ask, urlOf } from './call.ts';
import type { Endpoints, RequestOf } from './endpoints.ts';

/** Endpoints that answer a file. */
type FileKey = Extract<keyof Endpoints, `GET ${string}/export` | `GET ${string}/evidence`>;

/**
 * 下载: fetches a file from our own server and hands it to the person under the server's name.
 *
 * @throws ApiProblem as `call`
 */
export async function download<K extends FileKey>(endpoint: K, request: RequestOf<K>): Promise<string> {
  const { params = {}, query = {} } = request as { params?: object; query?: object };
  const url = urlOf(endpoint.slice('GET '.length), { ...params }, { ...query });
  const response = await ask(url, {});
  const name = fileNameOf(response.headers.get('content-disposition')) ?? 'export';
  const address = URL.createObjectURL(await response.blob());
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  // The browser has taken the bytes by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return name;
}

/** File name of a Content-Disposition header (RFC 6266); null when it names none. */
export function fileNameOf(header: string | null): string | null {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(header ?? '')?.[1];
  if (extended) {
    try {
      return decodeURIComponent(extended);
    } catch {
      return null;
    }
  }
  return /filename="([^"]+)"/i.exec(header ?? '')?.[1] ?? null;
}
