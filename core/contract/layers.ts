import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import {
  areaSchema,
  asOfQuery,
  bboxSchema,
  bilingualSchema,
  boundsSchema,
  layerIdSchema,
  multiPolygonSchema,
  propertyValueSchema,
} from '#core/contract/shared.ts';

export const layerSummarySchema = z.object({
  id: layerIdSchema,
  title: bilingualSchema,
  description: bilingualSchema,
  group: z.string(),
  /** Changes whenever a row of the layer, or what the reader may see of it, changes; part of tile addresses. */
  version: z.string(),
  /** TileJSON of the layer. */
  tiles: z.string(),
  minzoom: z.number(),
  maxzoom: z.number(),
  count: z.number().int(),
  areaSquareMeters: areaSchema,
  /** null when the layer is empty. */
  bounds: boundsSchema.nullable(),
});

/** 图层清单. */
export const getLayers = endpoint({
  method: 'GET',
  path: '/api/layers',
  tag: 'layers',
  summary: { zh: '图层清单：数量、面积、范围与版本', en: 'Layers with count, area, extent and version' },
  response: z.object({ layers: z.array(layerSummarySchema) }),
});

/** 视野内统计: how many current features touch the box, and their area inside it is not cut: whole features. */
export const getLayerView = endpoint({
  method: 'GET',
  path: '/api/layers-in-view',
  tag: 'layers',
  summary: { zh: '视野内各图层的数量与面积', en: 'Count and area of each layer in the view' },
  query: z.object({
    bbox: bboxSchema,
    layers: z.string().describe('Layer ids, comma separated'),
  }),
  response: z.object({
    layers: z.array(z.object({ id: layerIdSchema, count: z.number().int(), areaSquareMeters: areaSchema })),
  }),
  problems: { 400: ['invalid-request', 'unknown-layer'] },
});

export const featureSchema = z.object({
  layer: layerIdSchema,
  id: z.number().int(),
  /** Version in force: what If-Match names. */
  versionId: z.number().int(),
  label: z.string(),
  regionCode: z.string(),
  /** Signed area of the row (`areaField`), m²; equals the geometry's area where the layer keeps none. */
  areaSquareMeters: areaSchema,
  /** PostGIS ellipsoidal area of the geometry, m². */
  geometryAreaSquareMeters: areaSchema,
  bounds: boundsSchema,
  batchId: z.number().int().nullable(),
  source: z.string().nullable(),
  validFrom: z.string(),
  /** Who made this version; null when nobody signed in did (seed, command line). */
  changedBy: z.string().nullable(),
  properties: z.record(z.string(), propertyValueSchema),
  /** 个人信息: filled fields that `properties` leaves out; `/personal` gives them and leaves an audit line. */
  withheld: z.array(z.string()),
});

const featureParams = z.object({
  layer: layerIdSchema,
  id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER),
});

/** 要素: one feature with its geometry. */
export const getFeature = endpoint({
  method: 'GET',
  path: '/api/layers/{layer}/features/{id}',
  tag: 'layers',
  summary: { zh: '一个要素及其几何', en: 'One feature with its geometry' },
  params: featureParams,
  query: z.object(asOfQuery),
  etag: true,
  response: featureSchema.extend({ geometry: multiPolygonSchema }),
  problems: { 404: ['feature-not-found', 'unknown-layer'] },
});

export const overlayShareSchema = z.object({
  layer: layerIdSchema,
  areaSquareMeters: areaSchema,
  /** Part of the subject, 0…1. */
  share: z.number().min(0),
  features: z.array(z.object({ id: z.number().int(), label: z.string(), areaSquareMeters: areaSchema })),
});

/** 套合: how much of a feature lies under each layer. */
export const getFeatureOverlay = endpoint({
  method: 'GET',
  path: '/api/layers/{layer}/features/{id}/overlay',
  tag: 'layers',
  summary: { zh: '要素与各图层的套合面积和占比', en: 'Area and share of each layer under a feature' },
  params: featureParams,
  response: z.object({ subjectAreaSquareMeters: areaSchema, shares: z.array(overlayShareSchema) }),
  problems: { 404: ['feature-not-found', 'unknown-layer'] },
});

export type LayerSummary = z.infer<typeof layerSummarySchema>;
export type FeatureSummary = z.infer<typeof featureSchema>;
export type OverlayShare = z.infer<typeof overlayShareSchema>;
