import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';

/**
 * 实时变更: a stream of server-sent events (text/event-stream). `changed`: data `{layers: {patches: 18}}`, the new version of every layer that
 * changed; `patches`: data `{seq}`, operations on patches up to this number have been kept; `hello` at the beginning with both. What changed is asked for
 * by the ordinary requests, in the asker's rights: the stream tells no place and no person.
 */
export const getLive = endpoint({
  method: 'GET',
  path: '/api/live',
  tag: 'patches',
  transaction: 'none',
  summary: { zh: '实时变更通知（SSE）', en: 'Stream of changes (server-sent events)' },
  produces: ['text/event-stream'],
  response: z.string(),
});
