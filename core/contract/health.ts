import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';

/** 健康检查. */
export const getHealth = endpoint({
  method: 'GET',
  path: '/healthz',
  tag: 'operations',
  access: 'everyone',
  transaction: 'none',
  summary: { zh: '健康检查', en: 'Health check' },
  response: z.object({
    status: z.literal('ok'),
    engine: z.enum(['embedded', 'postgis']),
    version: z.string(),
    postgres: z.string(),
    postgis: z.string(),
    demonstration: z.boolean(),
  }),
});
