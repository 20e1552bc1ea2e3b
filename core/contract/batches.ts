import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { findingSchema } from '#core/contract/imports.ts';
import { areaSchema, multiPolygonSchema, regionCodeSchema } from '#core/contract/shared.ts';
import { groundPieceSchema, whatIfSchema } from '#core/contract/what-if.ts';

/** 批次阶段, in order; `returned` leads back to planned, `undone` from carried-out to approved. */
export const batchStepSchema = z.enum([
  'planned',
  'assembled',
  'returned',
  'submitted',
  'approved',
  'carried-out',
  'undone',
]);
export const batchStatusSchema = z.enum(['planned', 'assembled', 'submitted', 'approved', 'carried-out']);

/** 报批面积分类表: m² to 0.01; farmland is part of agricultural, permanent part of farmland as drawn. */
export const batchAreasSchema = z.object({
  totalSquareMeters: areaSchema,
  agriculturalSquareMeters: areaSchema,
  farmlandSquareMeters: areaSchema,
  permanentSquareMeters: areaSchema,
  constructionSquareMeters: areaSchema,
  unusedSquareMeters: areaSchema,
  unsurveyedSquareMeters: areaSchema,
  byClass: z.array(z.object({ code: z.string(), name: z.string(), areaSquareMeters: areaSchema })),
});

export const batchParcelSchema = z.object({
  id: z.number().int(),
  versionId: z.number().int(),
  number: z.string(),
  name: z.string(),
  plannedUse: z.string().nullable(),
  landClassAfter: z.string().nullable(),
  regionCode: z.string(),
  geometry: multiPolygonSchema,
  areas: batchAreasSchema,
});

/** A check of a batch: `error` blocks the next step, `warning` does not. One that could not run is an error and says so. */
export const batchCheckSchema = z.object({
  code: z.enum([
    'permanent-farmland',
    'ecological-redline',
    'sum-of-parcels',
    'earlier-batch',
    'parcels-overlap',
    'unsurveyed',
    'outside-urban-boundary',
    'floor',
    'balance',
    'class-after',
  ]),
  result: z.enum(['pass', 'warning', 'block', 'not-run']),
  findings: z.array(findingSchema),
});

export const batchEventSchema = z.object({
  id: z.number().int(),
  step: batchStepSchema,
  happenedOn: z.string(),
  document: z.string().nullable(),
  note: z.string().nullable(),
  recordedBy: z.string().nullable(),
  recordedAt: z.string(),
});

export const batchSummarySchema = z.object({
  id: z.number().int(),
  versionId: z.number().int(),
  number: z.string(),
  name: z.string(),
  status: batchStatusSchema,
  regionCode: z.string(),
  parcelCount: z.number().int(),
  areaSquareMeters: areaSchema,
  reportedText: z.string().nullable(),
  reportedUnit: z.string().nullable(),
  changedOn: z.string(),
});

export const batchSchema = batchSummarySchema.extend({
  parcels: z.array(batchParcelSchema),
  areas: batchAreasSchema,
  checks: z.array(batchCheckSchema),
  authority: whatIfSchema.shape.authority,
  balance: whatIfSchema.shape.balance,
  events: z.array(batchEventSchema),
  /** Steps that the asker may record now; a blocked one is left out. */
  nextSteps: z.array(batchStepSchema),
  /** 分块: as stored at the newest step that stored them; of a planned batch as computed now. */
  pieces: z.array(groundPieceSchema),
  piecesStored: z.boolean(),
  /** The land under it changed since the pieces were stored. */
  stale: z.boolean(),
});

const batchParams = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });

export const getBatches = endpoint({
  method: 'GET',
  path: '/api/batches',
  tag: 'batches',
  summary: { zh: '征转批次台账', en: 'Conversion batches' },
  query: z.object({ region: regionCodeSchema.optional() }),
  response: z.object({ batches: z.array(batchSummarySchema) }),
});

export const getBatch = endpoint({
  method: 'GET',
  path: '/api/batches/{id}',
  tag: 'batches',
  summary: { zh: '一个批次：地块、分类面积、检查、办理过程', en: 'A batch: parcels, areas, checks, course' },
  params: batchParams,
  response: batchSchema,
  etag: true,
  problems: { 404: ['batch-not-found'] },
});

/** 办理一步: records a step; carrying out changes the land ledger by exactly the stored pieces, undoing takes it back. */
export const recordBatchStep = endpoint({
  method: 'POST',
  path: '/api/batches/{id}/steps',
  tag: 'batches',
  summary: {
    zh: '办理批次的下一步（须带 If-Match）',
    en: 'Record the next step of a batch (needs If-Match)',
  },
  params: batchParams,
  body: z.object({
    step: batchStepSchema.exclude(['planned']),
    happenedOn: z.iso.date(),
    document: z.string().trim().max(200).optional(),
    note: z.string().trim().max(500).optional(),
  }),
  response: batchSchema,
  etag: true,
  ifMatch: true,
  problems: {
    400: ['invalid-request'],
    403: ['not-allowed'],
    404: ['batch-not-found'],
    409: ['stale-write', 'batch-blocked', 'batch-out-of-order', 'account-stale'],
    422: ['invalid-value'],
    428: ['version-required'],
  },
});

/** 报批坐标 TXT or 分类面积表, an act in the audit log. */
export const exportBatch = endpoint({
  method: 'GET',
  path: '/api/batches/{id}/export',
  tag: 'exports',
  transaction: 'none',
  summary: {
    zh: '导出报批坐标 TXT 或面积表（留痕）',
    en: 'Export coordinates as TXT or the area tables (leaves an audit line)',
  },
  params: batchParams,
  query: z.object({
    format: z.enum(['txt', 'areas-csv']).default('txt'),
    encoding: z.enum(['gbk', 'utf-8']).default('gbk'),
  }),
  produces: ['text/plain', 'text/csv'],
  response: z.string(),
  problems: {
    400: ['invalid-request'],
    403: ['not-allowed'],
    404: ['batch-not-found'],
    422: ['invalid-value'],
  },
});

const balanceEntrySchema = z.object({
  id: z.number().int(),
  entry: z.enum(['occupied', 'supplied']),
  regionCode: z.string(),
  areaSquareMeters: areaSchema,
  batch: z.object({ id: z.number().int(), number: z.string() }).nullable(),
  land: z.object({ id: z.number().int(), label: z.string() }).nullable(),
  projectNumber: z.string().nullable(),
  acceptedOn: z.string(),
  document: z.string().nullable(),
  note: z.string().nullable(),
  reverses: z.number().int().nullable(),
  reversedBy: z.number().int().nullable(),
  recordedBy: z.string().nullable(),
  recordedAt: z.string(),
});

/** 占补台账. */
export const getBalance = endpoint({
  method: 'GET',
  path: '/api/balance',
  tag: 'batches',
  summary: { zh: '耕地占补平衡台账', en: 'Ledger of farmland occupied and supplied' },
  query: z.object({ region: regionCodeSchema }),
  response: z.object({
    entries: z.array(balanceEntrySchema),
    occupiedSquareMeters: areaSchema,
    suppliedSquareMeters: areaSchema,
    /** supplied − occupied. */
    balanceSquareMeters: z.number(),
  }),
  problems: { 400: ['invalid-request'], 404: ['region-not-found'] },
});

/** 登记补充耕地: a reclaimed parcel (its land class becomes farmland by an edit of its own) or a project that supplies farmland. */
export const addBalanceEntry = endpoint({
  method: 'POST',
  path: '/api/balance',
  tag: 'batches',
  summary: { zh: '登记补充耕地，或冲销一条', en: 'Enter supplied farmland, or take an entry back' },
  body: z.object({
    region: regionCodeSchema,
    land: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('Land parcel that was reclaimed; its farmland area counts'),
    areaSquareMeters: z
      .number()
      .min(0.01)
      .max(1e10)
      .optional()
      .describe('Without a parcel: area by the document'),
    projectNumber: z.string().trim().max(60).optional(),
    acceptedOn: z.iso.date(),
    document: z.string().trim().min(1).max(200),
    note: z.string().trim().max(500).optional(),
    reverses: z.number().int().positive().optional(),
  }),
  response: balanceEntrySchema,
  status: 201,
  problems: {
    400: ['invalid-request'],
    403: ['not-allowed'],
    404: ['region-not-found', 'feature-not-found'],
    409: ['already-entered'],
    422: ['invalid-value'],
  },
});

export type Batch = z.infer<typeof batchSchema>;
export type BatchSummary = z.infer<typeof batchSummarySchema>;
export type BatchParcel = z.infer<typeof batchParcelSchema>;
export type BatchAreas = z.infer<typeof batchAreasSchema>;
export type BatchCheck = z.infer<typeof batchCheckSchema>;
export type BatchStep = z.infer<typeof batchStepSchema>;
export type BatchStatus = z.infer<typeof batchStatusSchema>;
export type BatchEvent = z.infer<typeof batchEventSchema>;
export type BalanceEntry = z.infer<typeof balanceEntrySchema>;
