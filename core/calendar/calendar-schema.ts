import { z } from 'zod';
import type { OfficeCalendar } from '#core/calendar/work-calendar.ts';

/* The shape of an office's calendar, for settings that come from outside; apart from the calendar, so that a browser needs no validator. */

const day = z.iso.date();
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '08:30');
const name = z.object({ zh: z.string().min(1), en: z.string().min(1) });

const holidaySchema = z
  .object({ name, from: day, to: day })
  .refine(({ from, to }) => from <= to && Number(to.slice(0, 4)) - Number(from.slice(0, 4)) <= 1, {
    error: 'a holiday ends after it begins, and within a year',
  });

const yearSchema = z
  .object({
    year: z.int().min(2000).max(2100),
    holidays: z.array(holidaySchema).min(1),
    workdays: z.array(day),
    source: z.string().min(1),
    verified: z.boolean(),
  })
  .refine(
    ({ year, holidays, workdays }) =>
      [...holidays.flatMap(({ from, to }) => [from, to]), ...workdays].every((each) => {
        const of = Number(each.slice(0, 4));
        return of === year || (of === year - 1 && each.slice(5) >= '12-01');
      }),
    { error: 'days of the year itself, or of the December before it' },
  );

export const officeCalendarSchema: z.ZodType<OfficeCalendar> = z.object({
  years: z.array(yearSchema).default([]),
  days: z.array(z.object({ day, working: z.boolean(), reason: z.string().min(1) })).default([]),
  hours: z
    .object({ from: time, until: time })
    .refine(({ from, until }) => from < until, { error: 'a working day ends after it begins' })
    .default({ from: '08:30', until: '17:30' }),
});
