import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { findingSchema } from '#core/contract/imports.ts';
import { targetStateSchema } from '#core/contract/indicators.ts';
import {
  areaSchema,
  asOfQuery,
  bboxSchema,
  bilingualSchema,
  boundsSchema,
  layerIdSchema,
  momentsSchema,
  multiPolygonSchema,
  polygonalSchema,
  propertyValueSchema,
  regionCodeSchema,
} from '#core/contract/shared.ts';

/** 情景事项: what becomes of a piece of ground. Only `reclamation` makes farmland; where items meet, it gives way to the others. */
export const itemKindSchema = z.enum(['conversion', 'green', 'demolition', 'reclamation']);

export const scenarioItemSchema = z.object({
  /** Unique in its scenario; made by the client. */
  id: z.string().min(1).max(40),
  kind: itemKindSchema,
  name: z.string().trim().min(1).max(100),
  /** EPSG:4490 lon/lat. May be invalid: the answer says what is wrong with it. */
  geometry: polygonalSchema,
  plannedUse: z.string().trim().max(100).optional(),
  /** Class (sandiao@2019) of the ground afterwards. */
  landClassAfter: z.string().max(6),
  /** 总建筑面积, m², for the floor-area ratio. */
  floorAreaSquareMeters: z.number().min(0).max(1e9).optional(),
  /** 征收: collective land becomes the state's. */
  expropriated: z.boolean().default(true),
  /** The feature it was picked from. */
  origin: z.object({ layer: layerIdSchema, id: z.number().int().positive() }).optional(),
});

const shareSchema = z.object({ code: z.string(), name: z.string(), areaSquareMeters: areaSchema });

/** A land parcel's part under one item; figures to 0.01 m². */
export const groundPieceSchema = z.object({
  item: z.string(),
  parcel: z.number().int(),
  versionId: z.number().int(),
  label: z.string(),
  regionCode: z.string(),
  landClass: z.string(),
  /** 图斑面积 = 图斑地类面积 + 扣除地类面积. */
  parcelSquareMeters: areaSchema,
  deductedSquareMeters: areaSchema,
  classSquareMeters: areaSchema,
});

export const touchedLayerSchema = z.object({
  layer: layerIdSchema,
  title: bilingualSchema,
  /** Of the union: ground counts once. For 永久基本农田 the signed area (after deduction), else ellipsoidal. */
  areaSquareMeters: areaSchema,
  /** It must not be touched (永久基本农田, 生态保护红线). */
  blocks: z.boolean(),
  features: z.array(z.object({ id: z.number().int(), label: z.string(), areaSquareMeters: areaSchema })),
});

const groundTotalsSchema = z.object({
  /** Ellipsoidal area of the item, or of the union of all. */
  areaSquareMeters: areaSchema,
  farmlandLostSquareMeters: areaSchema,
  farmlandGainedSquareMeters: areaSchema,
  permanentSquareMeters: areaSchema,
  agriculturalSquareMeters: areaSchema,
  constructionSquareMeters: areaSchema,
  unusedSquareMeters: areaSchema,
  /** No land parcel lies there on the survey date. */
  unsurveyedSquareMeters: areaSchema,
  byClass: z.array(shareSchema),
  byVillage: z.array(shareSchema),
});

export const whatIfItemSchema = groundTotalsSchema.extend({
  id: z.string(),
  /** null: not computed, `findings` says why. */
  computed: z.boolean(),
  floorAreaRatio: z.number().nullable(),
  touched: z.array(touchedLayerSchema),
  findings: z.array(findingSchema),
});

export const targetEffectSchema = z.object({
  target: z.number().int(),
  indicator: z.string(),
  title: bilingualSchema,
  regionCode: z.string(),
  regionName: z.string(),
  year: z.number().int(),
  place: z.string().nullable(),
  comparator: z.enum(['>=', '<=', '=']),
  valueSquareMeters: z.number(),
  /** Part of the value below which a margin is near. */
  warningRatio: z.number(),
  /** null: not measured, `reason` says why. */
  beforeSquareMeters: z.number().nullable(),
  afterSquareMeters: z.number().nullable(),
  marginBeforeSquareMeters: z.number().nullable(),
  marginAfterSquareMeters: z.number().nullable(),
  stateBefore: targetStateSchema,
  stateAfter: targetStateSchema,
  reason: bilingualSchema.nullable(),
});

const ruleUseSchema = z.object({ text: bilingualSchema, source: z.string(), verified: z.boolean() });

export const whatIfSchema = z.object({
  /** Which ground it was computed on. */
  moments: momentsSchema,
  total: groundTotalsSchema,
  items: z.array(whatIfItemSchema),
  touched: z.array(touchedLayerSchema),
  targets: z.array(targetEffectSchema),
  /** 占补平衡: what must be made good under the rule in force on the date of the scenario. */
  balance: z.object({
    /** 占补平衡 m²: farmland lost to what must be balanced. */
    occupiedSquareMeters: areaSchema,
    /** 进出平衡 m² (rules before 2024 only): farmland that becomes other agricultural land. */
    inOutSquareMeters: areaSchema,
    suppliedSquareMeters: areaSchema,
    shortfallSquareMeters: areaSchema,
    rule: ruleUseSchema,
  }),
  authority: z.object({
    level: z.enum(['state-council', 'province', 'none']),
    reasons: z.array(ruleUseSchema),
  }),
  findings: z.array(findingSchema),
  pieces: z.array(groundPieceSchema),
});

const scenarioQuestion = {
  region: regionCodeSchema,
  year: z
    .number()
    .int()
    .min(1950)
    .max(2150)
    .optional()
    .describe('Targets of this year; the latest when absent'),
  items: z.array(scenarioItemSchema).max(200),
  ...asOfQuery,
};

/** 试算: what a scenario does to the ledger, cut by the database. Nothing is stored. */
export const computeWhatIf = endpoint({
  method: 'POST',
  path: '/api/what-if',
  tag: 'scenarios',
  transaction: 'read',
  summary: { zh: '试算一个情景，不作任何保存', en: 'Compute a scenario; nothing is stored' },
  body: z.object(scenarioQuestion),
  response: whatIfSchema,
  problems: {
    400: ['invalid-request'],
    403: ['not-allowed'],
    404: ['region-not-found'],
    413: ['too-many-vertices'],
  },
});

export const groundFeatureSchema = z.object({
  layer: layerIdSchema,
  id: z.number().int(),
  versionId: z.number().int(),
  label: z.string(),
  regionCode: z.string(),
  areaSquareMeters: areaSchema,
  /** land_class, land_class_scheme, parcel_area, class_area, deducted_area, deduction_rate; empty for layers without them. */
  properties: z.record(z.string(), propertyValueSchema),
  geometry: multiPolygonSchema,
});

/** 底账: land parcels and control lines that meet a box, whole and at full precision, so that a browser can cut them itself. */
export const getGround = endpoint({
  method: 'GET',
  path: '/api/ground',
  tag: 'scenarios',
  summary: {
    zh: '范围内的地类图斑与管控线（供浏览器试算）',
    en: 'Parcels and control lines of a box, for the browser to cut',
  },
  query: z.object({
    bbox: bboxSchema,
    region: regionCodeSchema.describe('Whose targets come with it'),
    year: z.coerce.number().int().min(1950).max(2150).optional(),
    ...asOfQuery,
  }),
  response: z.object({
    bounds: boundsSchema,
    moments: momentsSchema,
    features: z.array(groundFeatureSchema),
    /** More lies there than is sent: the browser must not compute with it. */
    truncated: z.boolean(),
    targets: z.array(targetEffectSchema),
    regions: z.array(z.object({ code: z.string(), name: z.string() })),
  }),
  problems: { 400: ['invalid-request'], 404: ['region-not-found'] },
});

/** 套合: what lies under a drawn shape or a feature, every layer of the catalogue, as of a survey date. */
export const computeOverlay = endpoint({
  method: 'POST',
  path: '/api/overlay',
  tag: 'scenarios',
  transaction: 'write',
  summary: {
    zh: '一块地下面有什么：各图层面积账（可存档）',
    en: 'What lies under this: accounts by layer (may be kept)',
  },
  body: z.object({
    geometry: polygonalSchema.optional(),
    feature: z.object({ layer: layerIdSchema, id: z.number().int().positive() }).optional(),
    layers: z.array(layerIdSchema).optional(),
    /** Store it with the versions of its inputs; leaves an audit line. */
    keep: z.boolean().default(false),
    ...asOfQuery,
  }),
  response: z.object({
    /** Of the stored account; null when not kept. */
    id: z.string().nullable(),
    moments: momentsSchema,
    subjectSquareMeters: areaSchema,
    ground: groundTotalsSchema,
    pieces: z.array(groundPieceSchema),
    layers: z.array(
      z.object({
        layer: layerIdSchema,
        title: bilingualSchema,
        coveredSquareMeters: areaSchema,
        outsideSquareMeters: areaSchema,
        balanced: z.boolean(),
        features: z.array(
          z.object({ id: z.number().int(), label: z.string(), areaSquareMeters: areaSchema }),
        ),
      }),
    ),
    findings: z.array(findingSchema),
  }),
  problems: {
    400: ['invalid-request'],
    404: ['feature-not-found'],
    413: ['too-many-vertices'],
    422: ['invalid-geometry'],
  },
});

/** 已存套合账, with whether something it was computed from has changed since. */
export const getOverlayAccount = endpoint({
  method: 'GET',
  path: '/api/overlay/{id}',
  tag: 'scenarios',
  summary: { zh: '一份已存的套合账及其是否过期', en: 'A stored overlay account and whether it is stale' },
  params: z.object({ id: z.uuid() }),
  response: z.object({
    id: z.string(),
    subjectKind: z.string(),
    subjectId: z.string(),
    madeAt: z.string(),
    madeBy: z.string().nullable(),
    inputsKnownAt: z.string(),
    /** Layers of which a row that meets the subject changed since. Empty: the account still holds. */
    staleLayers: z.array(layerIdSchema),
    result: z.unknown(),
  }),
  problems: { 404: ['account-not-found'] },
});

export type ItemKind = z.infer<typeof itemKindSchema>;
export type ScenarioItem = z.output<typeof scenarioItemSchema>;
export type GroundPiece = z.infer<typeof groundPieceSchema>;
export type GroundTotals = z.infer<typeof groundTotalsSchema>;
export type TouchedLayer = z.infer<typeof touchedLayerSchema>;
export type WhatIfItem = z.infer<typeof whatIfItemSchema>;
export type WhatIf = z.infer<typeof whatIfSchema>;
export type TargetEffect = z.infer<typeof targetEffectSchema>;
export type TargetState = z.infer<typeof targetStateSchema>;
export type GroundFeature = z.infer<typeof groundFeatureSchema>;
export type RuleUse = z.infer<typeof ruleUseSchema>;
