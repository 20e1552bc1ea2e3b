import { z } from 'zod';
import { officeCalendarSchema } from '#core/calendar/calendar-schema.ts';
import { REGISTER_KINDS } from '#core/patches/registers.ts';
import { ownPatchRules, type PatchRules } from '#core/patches/rules.ts';
import { PATCH_STATES } from '#core/patches/steps.ts';
import { ROLE_IDS } from '#core/rights/roles.ts';

/* The shape of an office's rules, for settings that come from outside; apart from the rules, so that a browser needs no validator. */

const day = z.iso.date();
const period = { from: day, until: day.nullable() };
const ruleText = z.object({ zh: z.string().min(1), en: z.string().min(1) });
const dated = { ...period, text: ruleText, source: z.string().min(1), verified: z.boolean() };
const forRegisters = z.array(z.enum(REGISTER_KINDS)).min(1).nullable();
const endsAfterItBegins = <T extends { from: string; until: string | null }>(rule: T) =>
  rule.until === null || rule.from < rule.until;
const periodError = { error: 'a rule ends after it begins' };

const recipientSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('assignee') }),
  z.object({ kind: z.literal('role'), role: z.enum(ROLE_IDS) }),
  z.object({
    kind: z.literal('chief'),
    codes: z.string().regex(/^[a-z-]+@[a-z0-9-]+$/, 'scheme@version'),
    level: z.string().min(1),
  }),
]);

const deadlineSchema = z
  .object({
    ...dated,
    states: z.array(z.enum(PATCH_STATES).exclude(['closed'])).min(1),
    registers: forRegisters,
    limit: z.union([
      z.strictObject({ workingDays: z.int().min(1).max(1000) }),
      z.strictObject({ hours: z.number().positive().max(10_000) }),
    ]),
    yellow: z.number().min(0).max(1000),
    byDate: z.boolean(),
    escalation: z.array(
      z.object({ afterDays: z.int().min(0).max(1000), tell: z.array(recipientSchema).min(1) }),
    ),
  })
  .refine(endsAfterItBegins, periodError);

const thresholdSchema = z
  .object({
    ...dated,
    code: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
    measure: z.enum(['permanentSquareMeters', 'otherFarmlandSquareMeters']),
    limitMu: z.number().positive().max(1e6),
  })
  .refine(endsAfterItBegins, periodError);

const rangeSchema = z
  .object({ minMeters: z.number().min(0), maxMeters: z.number().positive().max(5000) })
  .refine(({ minMeters, maxMeters }) => minMeters < maxMeters, { error: 'a range ends after it begins' });

const photoSchema = z
  .object({
    ...dated,
    registers: forRegisters,
    required: z.array(z.enum(['near', 'panoramic', 'opposite'])),
    range: z.object({ near: rangeSchema, panoramic: rangeSchema, opposite: rangeSchema }),
    maxAccuracyMeters: z.number().positive().max(1000),
    maxBearingErrorDegrees: z.number().min(1).max(180),
    oppositeDegrees: z.number().min(1).max(180),
  })
  .refine(endsAfterItBegins, periodError);

const patrolSchema = z.object({
  ...period,
  level: z.string().min(1).nullable(),
  minMinutes: z.number().min(0).nullable(),
  minMeters: z.number().min(0).nullable(),
  minShare: z.number().min(0).max(1).nullable(),
  sightMeters: z.number().positive().max(5000),
  source: z.string(),
  verified: z.boolean(),
});

const frequencySchema = z.object({
  ...period,
  level: z.string().min(1),
  perQuarter: z.int().min(0).max(1000).nullable(),
  source: z.string(),
  verified: z.boolean(),
});

/** 图斑规则 of an office: each part whole, or left out for the product's. An unknown part is a slip of the pen and refused. */
export const patchRulesSchema = z
  .strictObject({
    deadlines: z.array(deadlineSchema).optional(),
    thresholds: z.array(thresholdSchema).optional(),
    photos: z.array(photoSchema).optional(),
    patrols: z.array(patrolSchema).optional(),
    patrolFrequencies: z.array(frequencySchema).optional(),
    calendar: officeCalendarSchema.optional(),
  })
  .transform(
    (office): PatchRules => ({
      deadlines: office.deadlines ?? ownPatchRules.deadlines,
      thresholds: office.thresholds ?? ownPatchRules.thresholds,
      photos: office.photos ?? ownPatchRules.photos,
      patrols: office.patrols ?? ownPatchRules.patrols,
      patrolFrequencies: office.patrolFrequencies ?? ownPatchRules.patrolFrequencies,
      calendar: office.calendar ?? ownPatchRules.calendar,
    }),
  );
