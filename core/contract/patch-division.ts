import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { uuidSchema } from '#core/contract/patch-operations.ts';
import { areaSchema, multiPolygonSchema } from '#core/contract/shared.ts';
import { PATCH_FIELDS } from '#core/patches/fields.ts';

const patchParams = z.object({ uid: uuidSchema });
const partsSchema = z
  .array(z.object({ outline: multiPolygonSchema, patchClass: z.string().max(40).optional() }))
  .min(2)
  .max(50);
const mergedSchema = z.array(uuidSchema).min(2).max(50);
const why = { reason: z.string().trim().min(2).max(500), device: uuidSchema };

/** What every split and merge may be refused for; `unfit`: how the outlines do not go together. */
const refusals = (...unfit: readonly string[]) => ({
  400: ['invalid-request'],
  403: ['not-allowed'],
  404: ['patch-not-found'],
  409: ['patch-out-of-course'],
  422: ['invalid-geometry', ...unfit],
});

/** 拆分预核: what a split would make, and how its parts lie to the patch; nothing is changed. Areas as the register would keep them. */
export const previewSplit = endpoint({
  method: 'POST',
  path: '/api/patches/{uid}/split/preview',
  tag: 'patches',
  transaction: 'read',
  summary: { zh: '拆分预核（不改动数据）', en: 'What a split would make; changes nothing' },
  params: patchParams,
  body: z.object({ parts: partsSchema }),
  response: z.object({
    /** 母图斑 that the parts will belong to: the patch itself, or the parent of a part that is divided again. */
    parent: z.object({ uid: uuidSchema, number: z.string() }),
    parts: z.array(z.object({ number: z.string(), areaSquareMeters: areaSchema })),
    wholeSquareMeters: areaSchema,
    sumSquareMeters: areaSchema,
    /** Sum of the parts minus the whole, m². */
    differenceSquareMeters: z.number(),
    toleranceSquareMeters: areaSchema,
    missingSquareMeters: areaSchema,
    outsideSquareMeters: areaSchema,
    overlappingSquareMeters: areaSchema,
    /** Ground that is left out, reaches beyond or lies twice; null when the parts are the patch. */
    fault: multiPolygonSchema.nullable(),
    fits: z.boolean(),
  }),
  problems: refusals(),
});

/** 拆分 into parts that together are the patch; the parent is kept as issued. */
export const splitPatch = endpoint({
  method: 'POST',
  path: '/api/patches/{uid}/split',
  tag: 'patches',
  summary: { zh: '拆分图斑（母图斑保留）', en: 'Split a patch; the parent is kept as issued' },
  params: patchParams,
  body: z.object({ parts: partsSchema, ...why }),
  response: z.object({ parts: z.array(uuidSchema) }),
  status: 201,
  problems: refusals('parts-differ'),
});

/** 合并预核: what a merge would make; refused as the merge itself would be. */
export const previewMerge = endpoint({
  method: 'POST',
  path: '/api/patches/merge/preview',
  tag: 'patches',
  transaction: 'read',
  summary: { zh: '合并预核（不改动数据）', en: 'What a merge would make; changes nothing' },
  body: z.object({ parts: mergedSchema }),
  response: z.object({
    parent: z.object({ uid: uuidSchema, number: z.string() }),
    /** `whole`: they are all the parts there are, and the parent is whole again; `part`: a new part takes their place. */
    becomes: z.enum(['whole', 'part']),
    number: z.string(),
    patchClass: z.string(),
    outline: multiPolygonSchema,
    areaSquareMeters: areaSchema,
    sumSquareMeters: areaSchema,
    /** Fields in which they disagree: the new part begins without them. */
    differing: z.array(z.enum(PATCH_FIELDS)),
  }),
  problems: refusals('not-siblings'),
});

/** 合并 parts of one parent into one. */
export const mergePatches = endpoint({
  method: 'POST',
  path: '/api/patches/merge',
  tag: 'patches',
  summary: { zh: '合并同一母图斑的部分', en: 'Merge parts of one parent' },
  body: z.object({ parts: mergedSchema, ...why }),
  response: z.object({ uid: uuidSchema }),
  problems: refusals('not-siblings'),
});

export type SplitPreview = z.infer<typeof previewSplit.response>;
export type MergePreview = z.infer<typeof previewMerge.response>;
