import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { boundsSchema, layerIdSchema, lonLatSchema } from '#core/contract/shared.ts';

export const searchResultSchema = z.object({
  layer: layerIdSchema,
  id: z.number().int(),
  label: z.string(),
  /** Where it is, e.g. the town of a village. */
  detail: z.string(),
  regionCode: z.string(),
  bounds: boundsSchema,
  lonLat: lonLatSchema,
});

/** 检索: regions, villages, projects, parcel numbers; Chinese, code, pinyin or pinyin initials. Coordinates are read by the client. */
export const search = endpoint({
  method: 'GET',
  path: '/api/search',
  tag: 'search',
  summary: { zh: '按名称、编号或拼音检索', en: 'Search by name, number or pinyin' },
  query: z.object({
    q: z.string().trim().min(1).max(100),
    limit: z.coerce.number().int().min(1).max(50).default(12),
  }),
  response: z.object({ results: z.array(searchResultSchema) }),
  problems: { 400: ['invalid-request'] },
});

export type SearchResult = z.infer<typeof searchResultSchema>;
