import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import {
  areaSchema,
  asOfQuery,
  bilingualSchema,
  boundsSchema,
  layerIdSchema,
  momentsSchema,
  multiPolygonSchema,
  regionCodeSchema,
} from '#core/contract/shared.ts';

const ruleSchema = z.object({ text: bilingualSchema, source: z.string() });

export const targetSchema = z.object({
  id: z.number().int(),
  indicator: z.string(),
  title: bilingualSchema,
  regionCode: z.string(),
  regionName: z.string(),
  year: z.number().int(),
  comparator: z.enum(['>=', '<=', '=']),
  unit: z.enum(['area', 'count', 'money', 'ratio']),
  /** Target value: m² for areas. */
  value: z.number(),
  /** The figure and unit as the document prints them. */
  reportedText: z.string(),
  reportedUnit: z.string(),
  sourceDocument: z.string(),
  sourceClause: z.string().nullable(),
  /** The part of the region it is about, when the document names one. */
  place: z.string().nullable(),
  /** What must be known of the figure, a contradiction of its source first of all. */
  note: z.string().nullable(),
  /** Decimals of hectares (or of the unit, for what is no area) to which it is printed; never to which it is compared. */
  decimals: z.number().int(),
  rule: ruleSchema,
  /** null: nothing measures this indicator yet; such a target is `not-measured`, never held. */
  measured: z
    .object({
      value: z.number(),
      /** measured − value, so a floor that holds has a margin ≥ 0. */
      margin: z.number(),
      rowCount: z.number().int(),
      layer: layerIdSchema,
      /** When the youngest of the counted rows was recorded. */
      dataDate: z.string().nullable(),
    })
    .nullable(),
  /** `near`: it holds, with less in hand than its warning band. */
  state: z.enum(['holds', 'near', 'breached', 'not-measured']),
  /** Why it is not measured. */
  reason: bilingualSchema.nullable(),
  byVillage: z.array(
    z.object({ code: z.string(), name: z.string(), value: z.number(), rowCount: z.number().int() }),
  ),
});

/** 控制指标: target, measured, margin and state. */
export const getTargets = endpoint({
  method: 'GET',
  path: '/api/targets',
  tag: 'targets',
  summary: { zh: '控制指标：目标、实测、余量、状态', en: 'Targets: value, measured, margin and state' },
  query: z.object({
    region: regionCodeSchema,
    year: z.coerce.number().int().min(1950).max(2150).optional(),
    ...asOfQuery,
  }),
  response: z.object({
    region: z.string(),
    year: z.number().int().nullable(),
    targets: z.array(targetSchema),
    /** null: as of now. */
    moments: momentsSchema.nullable(),
  }),
  problems: { 400: ['invalid-request'], 404: ['region-not-found'] },
});

export const targetRowSchema = z.object({
  id: z.number().int(),
  layer: layerIdSchema,
  label: z.string(),
  regionCode: z.string(),
  regionName: z.string(),
  landClass: z.string().nullable(),
  landClassName: z.string().nullable(),
  /** What the row adds to the figure: m² for areas; below 0 for what a formula takes away. */
  value: z.number(),
  /** PostGIS ellipsoidal area of the row's geometry, m². */
  geometryAreaSquareMeters: areaSchema,
  bounds: boundsSchema,
  geometry: multiPolygonSchema.optional(),
});

/** 打开数字: the rows a figure sums, in pages; Σ value equals the figure to 0.01 m². */
export const getTargetRows = endpoint({
  method: 'GET',
  path: '/api/targets/{id}/rows',
  tag: 'targets',
  summary: { zh: '构成某一指标数的全部图斑', en: 'The rows a figure sums' },
  params: z.object({ id: z.coerce.number().int().positive() }),
  query: z.object({
    region: regionCodeSchema.optional().describe('Only rows of this village or town'),
    after: z.coerce.number().int().min(0).default(0).describe('Rows with a larger id'),
    limit: z.coerce.number().int().min(1).max(5000).default(1000),
    geometry: z.enum(['true', 'false']).default('false').describe('Add each row’s geometry'),
    ...asOfQuery,
  }),
  response: z.object({
    target: z.number().int(),
    layer: layerIdSchema,
    rule: ruleSchema,
    /** Sum and count over all rows, not only this page. */
    total: z.number(),
    geometryTotal: areaSchema,
    count: z.number().int(),
    rows: z.array(targetRowSchema),
    /** Pass as `after` for the next page; null at the end. */
    next: z.number().int().nullable(),
  }),
  problems: { 404: ['target-not-found', 'target-not-measured'] },
});

export type Target = z.infer<typeof targetSchema>;
export type TargetRow = z.infer<typeof targetRowSchema>;
