import { once } from 'node:events';
import type { Response } from 'express';
import type { Actor } from '#server/access/actor.ts';
import { FileAnswer } from '#server/http/file-answer.ts';
import type { LiveChanges } from '#server/live/live-changes.ts';

/** 事件流: an answer that lasts until either side ends it. */
export class LiveAnswer extends FileAnswer {
  readonly #changes: LiveChanges;
  readonly #actor: Actor;

  constructor(changes: LiveChanges, actor: Actor) {
    super('live', 'text/event-stream', []);
    this.#changes = changes;
    this.#actor = actor;
  }

  override async send(response: Response): Promise<void> {
    response.status(200);
    response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
    // `no-transform`: neither our own compression nor a proxy's may gather what must arrive at once.
    response.setHeader('Cache-Control', 'no-store, no-transform');
    response.setHeader('X-Accel-Buffering', 'no');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (response.req.method === 'HEAD') {
      response.end();
      return;
    }
    response.flushHeaders();
    const stop = this.#changes.listen(this.#actor, response);
    if (!response.closed && !response.destroyed) await once(response, 'close');
    stop();
  }
}
