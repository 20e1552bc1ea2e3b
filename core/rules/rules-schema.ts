import { z } from 'zod';

/* The shape of dated rules, for settings that come from outside; apart from the rules, so that a browser that uses them needs no validator. */

const ruleText = z.object({ zh: z.string().min(1), en: z.string().min(1) });
const day = z.iso.date();
const dated = {
  /** In force from this day until before that one; null: until further notice. */
  from: day,
  until: day.nullable(),
  text: ruleText,
  source: z.string().min(1),
  /** Read in the rule itself or a reliable report of it. */
  verified: z.boolean(),
};

const balanceRule = z.object({
  ...dated,
  /** Kinds of items whose farmland must be made good by new farmland (占补平衡). */
  balanced: z.array(z.enum(['conversion', 'green', 'demolition'])),
  /** Kinds whose farmland must be moved in elsewhere in the county within the year (进出平衡). */
  movedIn: z.array(z.enum(['conversion', 'green', 'demolition'])),
});

const approvalRule = z.object({
  ...dated,
  level: z.enum(['state-council', 'province']),
  /** `permanent`: permanent farmland is taken; `expropriated-*`: more than `limitHectares` of it is expropriated; `any`: everything else. */
  when: z.enum(['permanent', 'expropriated-farmland', 'expropriated-other', 'any']),
  limitHectares: z.number().min(0).optional(),
});

export const rulesSchema = z.object({
  balance: z.array(balanceRule).min(1),
  approval: z.array(approvalRule).min(1),
  /** Said with the approval while in force; changes no level by itself. */
  notes: z.array(z.object(dated)),
});

export type Rules = z.infer<typeof rulesSchema>;
