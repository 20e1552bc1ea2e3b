import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { findingSchema } from '#core/contract/imports.ts';
import { bboxSchema, layerIdSchema, polygonalSchema } from '#core/contract/shared.ts';

/** Outlines and points that one answer holds at most. */
export const OUTLINES_LIMIT = { features: 2000, points: 100_000 } as const;

export const outlineSchema = z.object({
  layer: layerIdSchema,
  id: z.number().int(),
  versionId: z.number().int(),
  label: z.string(),
  regionCode: z.string(),
  /** `scheme@version code` where the layer has land classes. */
  landClass: z.string().nullable(),
  /** Of a MultiPolygon, EPSG:4490 lon/lat, at the precision they are stored in. */
  coordinates: z.array(z.array(z.array(z.array(z.number())))),
});

/** 视野内图形: outlines in force, for snapping to them and for moving what they share. */
export const getOutlines = endpoint({
  method: 'GET',
  path: '/api/outlines',
  tag: 'edits',
  summary: {
    zh: '视野内的图形，坐标为原精度（用于捕捉和联动）',
    en: 'Outlines in a view at full precision (for snapping and shared edges)',
  },
  query: z.object({
    bbox: bboxSchema,
    layers: z.string().describe('Layer ids, comma separated'),
  }),
  response: z.object({
    outlines: z.array(outlineSchema),
    /** There are more than one answer holds: go closer. */
    truncated: z.boolean(),
  }),
  problems: { 400: ['invalid-request'], 404: ['unknown-layer'] },
});

/** 拓扑检查: overlaps with and gaps to the neighbours that an outline would make. Nothing is stored. */
export const checkOutline = endpoint({
  method: 'POST',
  path: '/api/layers/{layer}/check-outline',
  tag: 'edits',
  transaction: 'read',
  summary: {
    zh: '检查图形与同层相邻要素的重叠和空隙',
    en: 'Check an outline for overlaps with and gaps to its neighbours',
  },
  params: z.object({ layer: layerIdSchema }),
  body: z.object({
    geometry: polygonalSchema,
    /** The version whose outline it would replace; overlaps it has already are not told. */
    versionId: z.number().int().positive().optional(),
  }),
  response: z.object({ findings: z.array(findingSchema) }),
  problems: {
    400: ['invalid-request'],
    404: ['unknown-layer'],
    413: ['too-many-vertices'],
    422: ['invalid-geometry', 'outside-regions'],
  },
});

export type Outlined = z.infer<typeof outlineSchema>;
