import type { Response } from 'express';

export interface FileAnswerOptions {
  /** Shown in the page instead of saved; for pictures. */
  readonly inline?: boolean;
  readonly byteCount?: number;
  /** Quoted; names these bytes for ever. A client that has them gets 304. */
  readonly etag?: string;
  readonly contentSecurityPolicy?: string;
}

/** 文件答复: a file in place of JSON, sent piece by piece; memory holds one piece. */
export class FileAnswer {
  constructor(
    readonly name: string,
    readonly mediaType: string,
    readonly content: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
    readonly options: FileAnswerOptions = {},
  ) {}

  async send(response: Response): Promise<void> {
    const { inline, byteCount, etag, contentSecurityPolicy } = this.options;
    const isUtf8 = /^text\/[^;]*$|json$/.test(this.mediaType);
    response.setHeader('Content-Type', `${this.mediaType}${isUtf8 ? '; charset=utf-8' : ''}`);
    response.setHeader(
      'Content-Disposition',
      `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeExtended(this.name)}`,
    );
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (contentSecurityPolicy) response.setHeader('Content-Security-Policy', contentSecurityPolicy);
    if (etag) {
      response.setHeader('ETag', etag);
      response.setHeader('Cache-Control', 'private, no-cache');
    }
    if (etag && response.req.headers['if-none-match'] === etag) {
      response.status(304).end();
      return;
    }
    if (byteCount !== undefined) response.setHeader('Content-Length', byteCount);
    response.status(200);
    if (response.req.method === 'HEAD') {
      response.end();
      return;
    }
    const ready = whenReady(response);
    for await (const piece of this.content) {
      if (response.destroyed) return;
      if (!response.write(piece)) await ready();
    }
    response.end();
  }
}

/** Waits until a full response takes more or is gone; it listens once, however often that is asked. */
function whenReady(response: Response): () => Promise<void> {
  let wake = () => {};
  const woken = () => wake();
  // By `on`: what compresses answers hears of those who wait by this alone.
  response.on('drain', woken).on('close', woken);
  return () =>
    new Promise((resolve) => {
      wake = resolve;
      if (response.destroyed) resolve();
    });
}

/** A parameter's value as RFC 8187 wants it, whatever the name holds. */
function encodeExtended(name: string): string {
  return encodeURIComponent(name.replaceAll(/\p{Surrogate}/gu, '_')).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
