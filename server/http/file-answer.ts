import { once } from 'node:events';
import type { Response } from 'express';

/** 文件答复: a file in place of JSON, sent piece by piece; memory holds one piece. */
export class FileAnswer {
  constructor(
    readonly name: string,
    readonly mediaType: string,
    readonly content: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  ) {}

  async send(response: Response): Promise<void> {
    response.status(200);
    response.setHeader('Content-Type', `${this.mediaType}; charset=utf-8`);
    response.setHeader(
      'Content-Disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(this.name)}`,
    );
    response.setHeader('X-Content-Type-Options', 'nosniff');
    for await (const piece of this.content) {
      if (response.destroyed) return;
      if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    response.end();
  }
}
