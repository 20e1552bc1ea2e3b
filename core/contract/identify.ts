import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { featureSchema } from '#core/contract/layers.ts';
import { asOfQuery, latSchema, lngSchema, lonLatSchema, momentsSchema } from '#core/contract/shared.ts';

/** 点查: everything that lies at a point, in identify order. */
export const identify = endpoint({
  method: 'GET',
  path: '/api/identify',
  tag: 'identify',
  summary: { zh: '某一点上的所有要素', en: 'Everything that lies at a point' },
  query: z.object({
    lng: lngSchema,
    lat: latSchema,
    layers: z.string().optional().describe('Layer ids, comma separated; all layers when absent'),
    ...asOfQuery,
  }),
  response: z.object({
    lonLat: lonLatSchema,
    /** Village (or town, district) that holds the point, most local first. */
    regions: z.array(
      z.object({ code: z.string(), name: z.string(), level: z.enum(['district', 'town', 'village']) }),
    ),
    hits: z.array(featureSchema),
    /** null: as of now. */
    moments: momentsSchema.nullable(),
  }),
  problems: { 400: ['invalid-request', 'unknown-layer'] },
});

export type IdentifyResult = z.infer<typeof identify.response>;
