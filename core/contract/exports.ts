import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { asOfQuery, layerIdSchema, regionCodeSchema } from '#core/contract/shared.ts';

/** 导出图层: every feature of a region as a file; an act in the audit log. Fields of personal data are left out unless asked for. */
export const exportLayer = endpoint({
  method: 'GET',
  path: '/api/layers/{layer}/export',
  tag: 'exports',
  transaction: 'none',
  summary: {
    zh: '导出图层（GeoJSON 或 CSV，留痕）',
    en: 'Export a layer (GeoJSON or CSV; leaves an audit line)',
  },
  params: z.object({ layer: layerIdSchema }),
  query: z.object({
    format: z.enum(['geojson', 'csv']).default('geojson'),
    region: regionCodeSchema.optional(),
    personal: z.enum(['true', 'false']).default('false'),
    ...asOfQuery,
  }),
  produces: ['application/geo+json', 'text/csv'],
  response: z.string(),
  problems: { 400: ['invalid-request'], 403: ['not-allowed'], 404: ['region-not-found'] },
});

/** 导出指标报表: targets of a region with what was measured, as CSV; as of a past moment it is the same to the byte for ever. */
export const exportTargets = endpoint({
  method: 'GET',
  path: '/api/targets/export',
  tag: 'exports',
  transaction: 'none',
  summary: {
    zh: '导出控制指标报表（CSV，留痕）',
    en: 'Export the report of targets (CSV; leaves an audit line)',
  },
  query: z.object({
    region: regionCodeSchema,
    year: z.coerce.number().int().min(1950).max(2150).optional(),
    ...asOfQuery,
  }),
  produces: ['text/csv'],
  response: z.string(),
  problems: { 400: ['invalid-request'], 403: ['not-allowed'], 404: ['region-not-found'] },
});

/** 导出图斑清单: the rows a figure sums, as CSV. */
export const exportTargetRows = endpoint({
  method: 'GET',
  path: '/api/targets/{id}/export',
  tag: 'exports',
  transaction: 'none',
  summary: {
    zh: '导出构成指标的图斑（CSV，留痕）',
    en: 'Export the rows a figure sums (CSV; leaves an audit line)',
  },
  params: z.object({ id: z.coerce.number().int().positive() }),
  query: z.object({ region: regionCodeSchema.optional(), ...asOfQuery }),
  produces: ['text/csv'],
  response: z.string(),
  problems: { 403: ['not-allowed'], 404: ['target-not-found', 'target-not-measured'] },
});
