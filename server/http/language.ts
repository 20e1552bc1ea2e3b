import type { IncomingMessage } from 'node:http';
import type { Bilingual } from '#core/problem.ts';

/** Language of the answer: English only when the client prefers it to Chinese (`Accept-Language`). */
export function languageOf(request: Pick<IncomingMessage, 'headers'>): keyof Bilingual {
  const header = request.headers['accept-language'];
  if (!header) return 'zh';
  const weights = header.split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters
      .map((parameter) => parameter.trim())
      .find((parameter) => parameter.startsWith('q='));
    return { tag, quality: quality ? Number(quality.slice(2)) || 0 : 1 };
  });
  const best = (prefix: string) =>
    Math.max(
      0,
      ...weights.filter(({ tag }) => tag === prefix || tag.startsWith(`${prefix}-`)).map((w) => w.quality),
    );
  return best('en') > best('zh') ? 'en' : 'zh';
}
