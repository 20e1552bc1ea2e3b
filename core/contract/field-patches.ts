import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { patchOperationSchema, uuidSchema } from '#core/contract/patch-operations.ts';
import { deadlineSchema, instant, registerSchema, stateSchema } from '#core/contract/patch-parts.ts';
import { areaSchema, bboxSchema } from '#core/contract/shared.ts';

/** 外业下载: patches that changed since a cursor, whole, for the phone to work on without a connection. */
export const pullPatches = endpoint({
  method: 'GET',
  path: '/api/field/patches',
  tag: 'patches',
  summary: { zh: '外业同步：游标之后变化的图斑', en: 'Patches that changed since a cursor' },
  query: z.object({
    since: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(2000).default(1000),
    /** `mine`: assigned to the asker or a crew of theirs, flagged by them, or to nobody yet. */
    scope: z.enum(['mine', 'all']).default('mine'),
    bbox: bboxSchema.optional(),
  }),
  response: z.object({
    patches: z.array(
      z.object({
        uid: uuidSchema,
        id: z.number().int(),
        number: z.string(),
        register: registerSchema,
        regionCode: z.string(),
        regionName: z.string(),
        areaSquareMeters: areaSchema,
        /** What it was before its operations: the phone reduces it with them and with its own. */
        base: z.object({ state: stateSchema, values: z.record(z.string(), z.unknown()) }),
        operations: z.array(patchOperationSchema),
        names: z.record(z.string(), z.string()).describe('Names of the people in it, by id'),
        mine: z.boolean(),
        deadline: deadlineSchema,
      }),
    ),
    /** No longer the asker's to see or work on; the phone keeps what it has not sent. */
    removed: z.array(uuidSchema),
    cursor: z.number().int(),
    more: z.boolean(),
    serverNow: instant,
  }),
});

export type PulledPatch = z.infer<typeof pullPatches.response>['patches'][number];
