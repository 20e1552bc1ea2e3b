import type { LayerId } from '#core/catalog/types.ts';
import type { ImportResource } from '#core/contract/imports.ts';
import { readProblem, unreachable } from '../../api/problem.ts';

/**
 * 上传 with progress, which `fetch` cannot tell.
 *
 * @param onProgress bytes sent of all, 0…1
 * @throws ApiProblem when the server refuses or cannot be reached; an abort rejects with the signal's reason
 */
export function upload(
  files: readonly File[],
  layer: LayerId,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<ImportResource> {
  const form = new FormData();
  form.append('settings', JSON.stringify({ layer }));
  for (const file of files) form.append('files', file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/imports');
    request.setRequestHeader('accept-language', document.documentElement.lang || 'zh-CN');
    request.upload.onprogress = ({ loaded, total }) => total > 0 && onProgress(loaded / total);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText));
      else {
        const headers = { 'content-type': request.getResponseHeader('content-type') ?? '' };
        const { status } = request;
        readProblem(new Response(request.responseText, { status, headers })).then(reject, reject);
      }
    };
    request.onerror = () => reject(unreachable(new Error('upload failed')));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}
