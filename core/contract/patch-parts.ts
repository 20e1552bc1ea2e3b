import { z } from 'zod';
import { areaSchema, bboxSchema, regionCodeSchema } from '#core/contract/shared.ts';
import { PATCH_STATES } from '#core/patches/steps.ts';

export const instant = z.number().int();
export const registerSchema = z.enum(['house-building', 'image-enforcement', 'lead', 'field-flag']);
export const stateSchema = z.enum(PATCH_STATES);
export const lightSchema = z.enum(['none', 'green', 'yellow', 'red']);
export const personSchema = z.object({ id: z.string(), name: z.string() });

/** 办理期限: `dueOn` an ISO day by working days; `provisional` when the holidays of its year are not yet known; null: none runs. */
export const deadlineSchema = z.object({
  light: lightSchema,
  dueOn: z.string().nullable(),
  /** Working days left; negative: over. */
  daysLeft: z.number().nullable(),
  paused: z.boolean(),
  provisional: z.boolean(),
});

/** 列表与统计的条件. */
export const patchFilterQuery = {
  region: regionCodeSchema.optional(),
  register: registerSchema.optional(),
  patchClass: z.string().max(40).optional(),
  state: z
    .string()
    .max(200)
    .regex(/^[a-z-]+(,[a-z-]+)*$/)
    .optional()
    .describe('One state or several, by commas'),
  /** Id of a crew or person; `none` for those of nobody. */
  assignee: z.string().max(40).optional(),
  light: lightSchema.optional(),
  /** Month of finding, `2026-11`. */
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional(),
  text: z.string().trim().max(100).optional(),
  conflicts: z.stringbool().optional().describe('Only those with something to settle'),
  bbox: bboxSchema.optional(),
};

/** Number and area of what meets the conditions. */
export const tally = z.object({ count: z.number().int(), areaSquareMeters: areaSchema });
