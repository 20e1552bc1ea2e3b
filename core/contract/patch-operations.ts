import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { multiPolygonSchema } from '#core/contract/shared.ts';
import { PATCH_FIELDS } from '#core/patches/fields.ts';
import { PATCH_STATES, PATCH_STEPS } from '#core/patches/steps.ts';

/** Operations in one request; a phone with more sends several. */
export const OPERATIONS_AT_ONCE = 100;

export const uuidSchema = z.uuid().regex(/^[0-9a-f-]+$/, 'lower case');
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const instantSchema = z.number().int().min(0).max(8.64e15).describe('ms since 1970-01-01T00:00Z');
const seenSchema = z.array(uuidSchema).max(500);
const reasonSchema = z.string().trim().min(2).max(500);

const deviceFixSchema = z.object({
  lonLat: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]),
  accuracyMeters: z.number().min(0).max(1e7),
  at: instantSchema,
});

const assigneeSchema = z.object({
  kind: z.enum(['crew', 'person']),
  id: z.uuid(),
  name: z.string().min(1).max(100),
});

const writeSchema = z.object({
  field: z.enum(PATCH_FIELDS),
  /** What each field takes: core/patches/fields.ts. */
  value: z.union([z.string().max(2000), z.number(), z.null(), multiPolygonSchema, assigneeSchema]),
  seen: seenSchema,
});
const writesSchema = z.array(writeSchema).max(PATCH_FIELDS.length);

const base = {
  form: z.literal(1),
  id: uuidSchema,
  patch: uuidSchema,
  person: z.uuid(),
  device: uuidSchema,
  madeAt: instantSchema,
  clockOffset: z.number().int().nullable(),
  app: z.string().min(1).max(40),
  fix: deviceFixSchema.optional(),
};

const fileFacts = {
  sha256: sha256Schema,
  byteCount: z.number().int().min(1).max(1e9),
  mediaType: z.string().max(60),
};

export const photoFactsSchema = z.object({
  ...fileFacts,
  stamped: z.object(fileFacts).optional(),
  role: z.enum(['near', 'panoramic', 'opposite', 'other']),
  takenAt: instantSchema,
  fix: deviceFixSchema.nullable(),
  bearing: z.number().min(0).max(360).nullable(),
  bearingReference: z.enum(['true', 'magnetic']).nullable(),
  pitch: z.number().min(-180).max(180).nullable(),
  origin: z.enum(['camera', 'gallery']),
  reason: reasonSchema.optional(),
});

/** 图斑操作, as a device sends it (core/patches/operation.ts). */
export const patchOperationSchema = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('flag'),
    register: z.enum(['house-building', 'image-enforcement', 'lead', 'field-flag']),
    writes: writesSchema,
    parents: z.array(uuidSchema).max(50).optional(),
    number: z.string().trim().min(1).max(60).optional(),
  }),
  z.object({
    ...base,
    kind: z.literal('write'),
    writes: writesSchema.min(1),
    reason: reasonSchema.optional(),
  }),
  z.object({
    ...base,
    kind: z.literal('step'),
    step: z.enum(PATCH_STEPS),
    from: z.enum(PATCH_STATES),
    seen: seenSchema,
    reason: reasonSchema.optional(),
    writes: writesSchema,
  }),
  z.object({ ...base, kind: z.literal('photo'), photo: photoFactsSchema }),
  z.object({ ...base, kind: z.literal('remove-photo'), photo: uuidSchema, reason: reasonSchema }),
  z.object({ ...base, kind: z.literal('comment'), text: z.string().trim().min(1).max(1000) }),
  z.object({ ...base, kind: z.literal('pause'), reason: reasonSchema }),
  z.object({ ...base, kind: z.literal('resume'), pause: uuidSchema }),
  z.object({ ...base, kind: z.literal('withdraw'), reason: reasonSchema, seen: seenSchema }),
  z.object({ ...base, kind: z.literal('restore'), reason: reasonSchema, seen: seenSchema }),
]);

/** 巡查记录: a patrol's track; it is about no patch, and is kept once under its id. */
export const patrolSchema = z.object({
  form: z.literal(1),
  id: uuidSchema,
  person: z.uuid(),
  device: uuidSchema,
  app: z.string().min(1).max(40),
  clockOffset: z.number().int().nullable(),
  startedAt: instantSchema,
  endedAt: instantSchema,
  /** [lon, lat, accuracy m, instant] of each fix that was kept. */
  points: z
    .array(z.tuple([z.number(), z.number(), z.number(), instantSchema]))
    .min(1)
    .max(20_000),
  lengthMeters: z.number().min(0),
  note: z.string().trim().max(500).optional(),
  /** Patches flagged on the way. */
  flags: z.array(uuidSchema).max(500),
});

/**
 * 回执 of one operation. `applied` it counts · `repeated` it was here already, and this is the first answer again · `waiting` kept, and counts
 * as soon as the patch it is about is here · `refused` it is not kept: the problem says why, and the device keeps it. Only the first three
 * mean that the server has it.
 */
export const receiptSchema = z.object({
  /** null when what was sent has no readable id. An operation without a receipt met a fault of the server: it is sent again. */
  id: z.string().nullable(),
  outcome: z.enum(['applied', 'repeated', 'waiting', 'refused']),
  /** Conflicts that the patch now has. */
  conflicts: z.number().int(),
  receivedAt: instantSchema,
  problem: z.record(z.string(), z.unknown()).nullable(),
});

/** 上报操作: each is judged by itself; one that is refused does not hold up the others. */
export const sendOperations = endpoint({
  method: 'POST',
  path: '/api/patch-operations',
  tag: 'patches',
  transaction: 'none',
  summary: {
    zh: '上报图斑操作与巡查记录，逐条回执；重复上报不重复登记',
    en: 'Send operations on patches and patrols; each gets a receipt, and sending twice changes nothing',
  },
  body: z.object({
    device: uuidSchema,
    /** Not validated as a whole: a damaged one is refused alone. */
    operations: z.array(z.unknown()).max(OPERATIONS_AT_ONCE).default([]),
    patrols: z.array(z.unknown()).max(20).default([]),
    /** 代传: made by others on a device that cannot send; needs the right to review. */
    onBehalf: z.boolean().default(false),
  }),
  response: z.object({
    serverNow: instantSchema,
    receipts: z.array(receiptSchema),
    patrolReceipts: z.array(receiptSchema),
  }),
  problems: { 400: ['invalid-request'], 403: ['not-allowed'], 413: ['body-too-large'] },
});

/** 照片回执: the server has these bytes, all of them, under this hash, on disk. */
export const photoReceiptSchema = z.object({
  sha256: sha256Schema,
  byteCount: z.number().int(),
  mediaType: z.string(),
  receivedAt: instantSchema,
});

const photoParams = z.object({ sha256: sha256Schema });

/** How much of a photograph has arrived. */
export const getPhotoUpload = endpoint({
  method: 'GET',
  path: '/api/photo-uploads/{sha256}',
  tag: 'patches',
  transaction: 'none',
  summary: { zh: '照片已收到多少（断点续传）', en: 'How much of a photograph has arrived' },
  params: photoParams,
  response: z.object({ received: z.number().int(), receipt: photoReceiptSchema.nullable() }),
});

/**
 * 上传一段: bytes (application/octet-stream) at an offset; the answer says how much is there. The last one brings the receipt, or is refused when
 * the whole does not have the hash: then nothing of it is kept.
 */
export const sendPhotoChunk = endpoint({
  method: 'POST',
  path: '/api/photo-uploads/{sha256}',
  tag: 'patches',
  transaction: 'none',
  summary: { zh: '上传照片的一段', en: 'Send a piece of a photograph' },
  params: photoParams,
  query: z.object({
    offset: z.coerce.number().int().min(0),
    /** Bytes of the whole; of an empty file the answer says so. */
    total: z.coerce.number().int().min(0),
  }),
  response: z.object({ received: z.number().int(), receipt: photoReceiptSchema.nullable() }),
  problems: {
    400: ['invalid-request'],
    403: ['not-allowed'],
    409: ['photo-offset', 'photo-shrinks'],
    413: ['upload-too-large'],
    422: ['photo-hash-differs', 'attachment-type-refused', 'file-empty'],
    507: ['storage-full'],
  },
});

export type PatchOperationInput = z.input<typeof patchOperationSchema>;
export type Patrol = z.infer<typeof patrolSchema>;
export type Receipt = z.infer<typeof receiptSchema>;
export type PhotoReceipt = z.infer<typeof photoReceiptSchema>;
