import { z } from 'zod';
import { conflictSchema } from '#core/contract/versions.ts';

/** RFC 9457 body of every refused request. */
export const problemSchema = z.object({
  type: z.string(),
  status: z.number().int(),
  title: z.string(),
  detail: z.string(),
  next: z.string(),
  file: z.string().optional(),
  layer: z.string().optional(),
  row: z.number().int().optional(),
  field: z.string().optional(),
  value: z.string().optional(),
  /** Of `stale-write`: the version the request was made on, and the one in force now. */
  conflict: conflictSchema.optional(),
  /** Of refusals that end by themselves: seconds to wait. */
  retryAfter: z.number().int().optional(),
  received: z.number().int().optional(),
});
