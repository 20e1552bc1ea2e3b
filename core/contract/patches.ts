import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { findingSchema } from '#core/contract/imports.ts';
import { patchOperationSchema, photoFactsSchema, uuidSchema } from '#core/contract/patch-operations.ts';
import {
  deadlineSchema,
  instant,
  patchFilterQuery,
  personSchema,
  registerSchema,
  stateSchema,
  tally,
} from '#core/contract/patch-parts.ts';
import {
  areaSchema,
  bilingualSchema,
  boundsSchema,
  multiPolygonSchema,
  polygonalSchema,
  regionCodeSchema,
} from '#core/contract/shared.ts';
import { PATCH_FIELDS } from '#core/patches/fields.ts';
import { PATCH_STEPS } from '#core/patches/steps.ts';

export const patchSummarySchema = z.object({
  uid: uuidSchema,
  /** Feature of the layer `patches`. */
  id: z.number().int(),
  versionId: z.number().int(),
  number: z.string(),
  register: registerSchema,
  patchClass: z.string(),
  state: stateSchema,
  regionCode: z.string(),
  regionName: z.string(),
  location: z.string().nullable(),
  foundOn: z.string().nullable(),
  assignee: z.object({ kind: z.enum(['crew', 'person']), id: z.string(), name: z.string() }).nullable(),
  areaSquareMeters: areaSchema,
  remainingSquareMeters: areaSchema.nullable(),
  lonLat: z.tuple([z.number(), z.number()]),
  bounds: boundsSchema,
  deadline: deadlineSchema,
  conflicts: z.number().int(),
  photos: z.number().int(),
  /** Photographs announced whose bytes have not arrived. */
  photosAwaited: z.number().int(),
  splitState: z.string(),
  changedAt: instant,
});

export const getPatches = endpoint({
  method: 'GET',
  path: '/api/patches',
  tag: 'patches',
  summary: { zh: '图斑台账', en: 'Register of patches' },
  query: z.object({
    ...patchFilterQuery,
    sort: z.enum(['urgency', 'number', 'area', 'changed']).default('urgency'),
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  response: z.object({
    patches: z.array(patchSummarySchema),
    /** Of all that meet the conditions, not only of this page. */
    total: tally,
    next: z.number().int().nullable(),
  }),
});

/** 圈选: those of the conditions whose inside point lies in a shape drawn on the map. */
export const pickPatches = endpoint({
  method: 'POST',
  path: '/api/patches/pick',
  tag: 'patches',
  transaction: 'read',
  summary: { zh: '圈选图斑', en: 'Patches inside a drawn shape' },
  body: z.object({
    shape: polygonalSchema,
    region: regionCodeSchema.optional(),
    state: z.string().optional(),
  }),
  response: z.object({ patches: z.array(patchSummarySchema), total: tally, truncated: z.boolean() }),
  problems: { 400: ['invalid-request'], 422: ['invalid-geometry'] },
});

const candidateSchema = z.object({
  operation: uuidSchema,
  person: personSchema,
  at: instant,
  value: patchOperationSchema.options[1].shape.writes.element.shape.value,
});

export const patchConflictSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('field'), field: z.enum(PATCH_FIELDS), candidates: z.array(candidateSchema) }),
  z.object({ kind: z.literal('state'), candidates: z.array(candidateSchema) }),
  z.object({
    kind: z.literal('void-step'),
    why: z.enum(['wrong-state', 'own-work']),
    candidates: z.array(candidateSchema),
  }),
  z.object({ kind: z.literal('withdrawn-with-work'), operations: z.array(uuidSchema) }),
  z.object({ kind: z.literal('closed-with-remaining'), areaSquareMeters: areaSchema.nullable() }),
]);

export const patchPhotoSchema = photoFactsSchema.extend({
  operation: uuidSchema,
  person: personSchema,
  removed: z.object({ reason: z.string(), person: personSchema }).nullable(),
  /** Addresses of the bytes; null while they have not arrived. */
  url: z.string().nullable(),
  stampedUrl: z.string().nullable(),
  thumbnailUrl: z.string().nullable(),
});

/** 流转记录, oldest first: every operation with who sent it and when it arrived. */
export const patchEventSchema = z.object({
  operation: uuidSchema,
  kind: z.string(),
  step: z.enum(PATCH_STEPS).nullable(),
  person: personSchema,
  /** 代传人. */
  deliveredBy: personSchema.nullable(),
  at: instant,
  receivedAt: instant,
  reason: z.string().nullable(),
  content: patchOperationSchema,
});

/** 套合一项: what of the patch lies on a layer. */
export const patchOverlaySchema = z.object({
  accountId: z.string(),
  /** The survey it was laid over: the last day of the year before construction, or today. */
  asOf: z.string().nullable(),
  madeAt: z.string(),
  stale: z.boolean(),
  totalSquareMeters: areaSchema,
  farmlandSquareMeters: areaSchema,
  permanentSquareMeters: areaSchema,
  agriculturalSquareMeters: areaSchema,
  constructionSquareMeters: areaSchema,
  unusedSquareMeters: areaSchema,
  redlineSquareMeters: areaSchema,
  outsideUrbanSquareMeters: areaSchema,
  unsurveyedSquareMeters: areaSchema,
  /** What could not be laid over, and why: never shown as zero. */
  notMeasured: z.array(z.object({ layer: z.string(), reason: bilingualSchema })),
  pieces: z.array(
    z.object({
      layer: z.string(),
      id: z.number().int(),
      label: z.string(),
      code: z.string().nullable(),
      name: z.string().nullable(),
      areaSquareMeters: areaSchema,
    }),
  ),
  findings: z.array(findingSchema),
  thresholds: z.array(
    z.object({
      code: z.string(),
      reached: z.boolean(),
      areaSquareMeters: areaSchema,
      limitMu: z.number(),
      text: bilingualSchema,
      source: z.string(),
      verified: z.boolean(),
    }),
  ),
});

export const patchSchema = patchSummarySchema.extend({
  /** Fields as they stand; the outline is `geometry`. */
  values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  geometry: multiPolygonSchema,
  heads: z.record(z.string(), z.array(uuidSchema)),
  /** Ids of all its operations: what a withdrawal names as seen. */
  operations: z.array(uuidSchema),
  conflictList: z.array(patchConflictSchema),
  photoList: z.array(patchPhotoSchema),
  comments: z.array(z.object({ operation: uuidSchema, person: personSchema, at: instant, text: z.string() })),
  pauses: z.array(
    z.object({ operation: uuidSchema, reason: z.string(), from: instant, until: instant.nullable() }),
  ),
  withdrawn: z.object({ reason: z.string(), person: personSchema }).nullable(),
  parents: z.array(z.object({ uid: uuidSchema, number: z.string() })),
  parts: z.array(z.object({ uid: uuidSchema, number: z.string(), state: stateSchema })),
  events: z.array(patchEventSchema),
  /** Steps that the asker may take now. */
  nextSteps: z.array(z.enum(PATCH_STEPS)),
  /** What still hinders the next steps, in words: photographs missing, area remaining … */
  hindrances: z.array(z.object({ code: z.string(), message: bilingualSchema })),
  overlay: patchOverlaySchema.nullable(),
});

const patchParams = z.object({ uid: uuidSchema });

/** One patch: also found by the id of its feature, `/api/patches/by-feature/{id}`. */
export const getPatch = endpoint({
  method: 'GET',
  path: '/api/patches/{uid}',
  tag: 'patches',
  // What stands against each other may be personal data, whose reading leaves an audit line.
  transaction: 'write',
  summary: {
    zh: '一个图斑：填报、照片、流转、冲突、套合',
    en: 'A patch: form, photographs, course, conflicts, overlay',
  },
  params: patchParams,
  response: patchSchema,
  problems: { 404: ['patch-not-found'] },
});

export const getPatchByFeature = endpoint({
  method: 'GET',
  path: '/api/patches/by-feature/{id}',
  tag: 'patches',
  summary: { zh: '由图形编号找图斑', en: 'The patch of a feature' },
  params: z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
  response: z.object({ uid: uuidSchema }),
  problems: { 404: ['patch-not-found'] },
});

/** 套合: lays the patch over the survey before construction (or a day that is named), and keeps the account. */
export const overlayPatch = endpoint({
  method: 'POST',
  path: '/api/patches/{uid}/overlay',
  tag: 'patches',
  summary: { zh: '图斑套合（存账）', en: 'Overlay a patch and keep the account' },
  params: patchParams,
  body: z.object({ asOf: z.iso.date().optional() }),
  response: patchOverlaySchema,
  problems: { 404: ['patch-not-found'] },
});

/** 举证包: `pdf`, its `json`, or both with the original photographs as `zip`; an audit line. */
export const exportEvidence = endpoint({
  method: 'GET',
  path: '/api/patches/{uid}/evidence',
  tag: 'exports',
  transaction: 'none',
  summary: { zh: '图斑举证包（留痕）', en: 'Evidence pack of a patch (audited)' },
  params: patchParams,
  query: z.object({
    format: z.enum(['pdf', 'json', 'zip']).default('zip'),
    paper: z.enum(['a4', 'a3']).default('a4'),
  }),
  produces: ['application/pdf', 'application/json', 'application/zip'],
  response: z.string(),
  problems: { 403: ['not-allowed'], 404: ['patch-not-found'], 500: ['attachment-damaged'] },
});

/** 照片字节 of a patch by hash; `size=thumbnail` is small enough for lists. */
export const getPatchPhoto = endpoint({
  method: 'GET',
  path: '/api/patches/{uid}/photos/{sha256}',
  tag: 'patches',
  transaction: 'none',
  summary: { zh: '图斑照片', en: 'A photograph of a patch' },
  params: patchParams.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  query: z.object({ size: z.enum(['thumbnail']).optional() }),
  produces: ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'video/mp4'],
  response: z.string(),
  problems: { 404: ['not-found'], 500: ['attachment-damaged'] },
});

export type PatchSummary = z.infer<typeof patchSummarySchema>;
export type PatchView = z.infer<typeof patchSchema>;
export type PatchPhotoView = z.infer<typeof patchPhotoSchema>;
export type PatchConflictView = z.infer<typeof patchConflictSchema>;
export type PatchEvent = z.infer<typeof patchEventSchema>;
export type PatchOverlay = z.infer<typeof patchOverlaySchema>;
