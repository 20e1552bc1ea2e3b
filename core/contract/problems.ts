import { z } from 'zod';

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
});
