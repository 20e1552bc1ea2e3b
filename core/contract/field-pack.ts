import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { bboxSchema, boundsSchema, layerIdSchema, regionCodeSchema } from '#core/contract/shared.ts';

/** Tiles that one area may hold; a larger one is downloaded in parts. */
export const PACK_TILES_LIMIT = 40_000;

/** Outlines and corners that one answer of the fence holds at most. */
export const FENCE_LIMIT = { zones: 20_000, points: 400_000 } as const;

const packLayerSchema = z.object({
  layer: layerIdSchema,
  /** `v` of the tile addresses; another one means that the layer, or what the person may see of it, has changed. */
  version: z.string(),
  minZoom: z.number().int(),
  maxZoom: z.number().int(),
  tiles: z.number().int(),
  /** Features that touch the area. */
  features: z.number().int(),
  /** Of the tiles as stored, not compressed. */
  estimatedBytes: z.number().int(),
});

/** 离线包方案: what a phone would download for an area: each layer's tiles at each zoom are those over `bounds`. */
export const getFieldPack = endpoint({
  method: 'GET',
  path: '/api/field/pack',
  tag: 'field',
  summary: {
    zh: '离线区域方案：图层、级别、瓦片数、估计大小与版本',
    en: 'Plan of an offline area: layers, zooms, tiles, estimated size and versions',
  },
  query: z.object({
    region: regionCodeSchema.optional(),
    bbox: bboxSchema.optional().describe('Either this or a region'),
  }),
  response: z.object({
    /** Of the region; null for a box. */
    name: z.string().nullable(),
    bounds: boundsSchema,
    layers: z.array(packLayerSchema),
    tiles: z.number().int(),
    estimatedBytes: z.number().int(),
  }),
  problems: { 400: ['invalid-request'], 404: ['region-not-found'], 413: ['area-too-large'] },
});

/** 围栏图形: outlines of 永久基本农田, 生态保护红线 and 田长制网格 that meet the box, whole, as far as the person may see them. */
export const getFieldFence = endpoint({
  method: 'GET',
  path: '/api/field/pack/geofence',
  tag: 'field',
  summary: {
    zh: '离线围栏：永久基本农田、生态保护红线与田长制网格的图形',
    en: 'Offline fence: outlines of permanent basic farmland, ecological redlines and responsibility grids',
  },
  query: z.object({ bbox: bboxSchema }),
  response: z.object({
    versions: z.array(z.object({ layer: layerIdSchema, version: z.string() })),
    zones: z.array(
      z.object({
        layer: layerIdSchema,
        id: z.number().int(),
        label: z.string(),
        /** Polygons of rings: longitude and latitude in 1e-7 degrees, each corner as the step from the one before (core/field/pack-fence.ts). */
        rings: z.array(z.array(z.array(z.number().int()))),
      }),
    ),
    /** There are more than one answer holds: the fence is not complete. */
    truncated: z.boolean(),
  }),
  problems: { 400: ['invalid-request'] },
});

export type FieldPackPlan = z.infer<typeof getFieldPack.response>;
export type FieldFence = z.infer<typeof getFieldFence.response>;
