import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { uuidSchema } from '#core/contract/patch-operations.ts';
import { patchFilterQuery, tally } from '#core/contract/patch-parts.ts';
import { areaSchema } from '#core/contract/shared.ts';

/** 统计: counts and areas by one or two of the keys; issued counts whole and split, verified counts whole and parts. */
export const getPatchStatistics = endpoint({
  method: 'GET',
  path: '/api/patches/statistics',
  tag: 'patches',
  summary: { zh: '图斑统计', en: 'Statistics of patches' },
  query: z.object({
    ...patchFilterQuery,
    by: z
      .enum(['class', 'town', 'village', 'month', 'state', 'assignee', 'register', 'light'])
      .default('class'),
    across: z.enum(['class', 'state', 'register', 'light']).optional(),
  }),
  response: z.object({
    rows: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        across: z.string().nullable(),
        issued: tally,
        verified: tally,
        closed: tally,
        remainingSquareMeters: areaSchema,
      }),
    ),
    issued: tally,
    verified: tally,
    closed: tally,
    remainingSquareMeters: areaSchema,
    /** Of the newest overlay account of the layer; null: none has been made. */
    overlay: z
      .object({
        accountId: z.string(),
        madeAt: z.string(),
        stale: z.boolean(),
        farmlandSquareMeters: areaSchema,
        permanentSquareMeters: areaSchema,
        byKey: z.array(
          z.object({ key: z.string(), farmlandSquareMeters: areaSchema, permanentSquareMeters: areaSchema }),
        ),
      })
      .nullable(),
  }),
});

/** 套合分块 behind a figure of the statistics. */
export const getPatchPieces = endpoint({
  method: 'GET',
  path: '/api/patches/pieces',
  tag: 'patches',
  summary: { zh: '统计面积的分块', en: 'Pieces behind an area of the statistics' },
  query: z.object({
    ...patchFilterQuery,
    layer: z.enum(['land_parcels', 'permanent_farmland']).default('land_parcels'),
    farmland: z.stringbool().default(true),
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
  }),
  response: z.object({
    pieces: z.array(
      z.object({
        patch: z.object({ id: z.number().int(), number: z.string(), uid: uuidSchema }),
        feature: z.object({ id: z.number().int(), label: z.string(), code: z.string().nullable() }),
        areaSquareMeters: areaSchema,
      }),
    ),
    total: z.object({ pieces: z.number().int(), areaSquareMeters: areaSchema }),
    next: z.number().int().nullable(),
  }),
});

/** 导出图斑: XLSX with formulas that recompute, or GeoPackage; an audit line. */
export const exportPatches = endpoint({
  method: 'GET',
  path: '/api/patches/export',
  tag: 'exports',
  transaction: 'none',
  summary: {
    zh: '导出图斑台账 XLSX 或 GeoPackage（留痕）',
    en: 'Export patches as XLSX or GeoPackage (audited)',
  },
  query: z.object({ ...patchFilterQuery, format: z.enum(['xlsx', 'gpkg']).default('xlsx') }),
  produces: [
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/geopackage+sqlite3',
  ],
  response: z.string(),
  problems: { 400: ['invalid-request'], 403: ['not-allowed'] },
});

export type PatchStatistics = z.infer<typeof getPatchStatistics.response>;
