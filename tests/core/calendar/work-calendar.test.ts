import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beijingDay } from '#core/calendar/beijing-day.ts';
import { officeCalendarSchema } from '#core/calendar/calendar-schema.ts';
import { dayNumber, dayNumberAt, isoDay, startOfDay } from '#core/calendar/days.ts';
import { publishedYears } from '#core/calendar/published.ts';
import { ownCalendar, ownOfficeCalendar, WorkCalendar } from '#core/calendar/work-calendar.ts';

const HOUR = 3_600_000;
const works = (day: string) => ownCalendar.isWorkingDay(day).working;
const at = (text: string) => Date.parse(`${text}+08:00`);
const someDay = fc.integer({ min: dayNumber('2023-06-01'), max: dayNumber('2027-06-01') });
const someCount = fc.integer({ min: 0, max: 300 });

describe('days in Beijing', () => {
  it('begin at 16:00 of the day before in Greenwich', () => {
    expect(beijingDay(Date.parse('2026-02-27T15:59:59.999Z'))).toBe('2026-02-27');
    expect(beijingDay(Date.parse('2026-02-27T16:00:00Z'))).toBe('2026-02-28');
    expect(startOfDay(dayNumber('2026-02-28'))).toBe(Date.parse('2026-02-27T16:00:00Z'));
  });

  it('have a number and come back from it, as another calendar counts them', () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (number) => {
        const day = isoDay(number);
        expect(dayNumber(day)).toBe(number);
        expect(day).toBe(new Date(number * 86_400_000).toISOString().slice(0, 10));
        expect(dayNumberAt(startOfDay(number))).toBe(number);
        expect(dayNumberAt(startOfDay(number) - 1)).toBe(number - 1);
      }),
    );
  });

  it('that do not exist are refused', () => {
    for (const day of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-2-1', '20260201', ''])
      expect(() => dayNumber(day), day).toThrow(RangeError);
    expect(dayNumber('2024-02-29') + 1).toBe(dayNumber('2024-03-01'));
  });
});

describe('the published calendars', () => {
  it('have the make-up days on weekends and holidays that take at least one weekday', () => {
    for (const { year, workdays, holidays, source } of publishedYears) {
      expect(source).toContain(`国务院办公厅关于${year}年部分节假日安排的通知`);
      for (const day of workdays) expect([0, 6], day).toContain(new Date(`${day}T00:00Z`).getUTCDay());
      for (const { from, to } of holidays) {
        expect(from <= to).toBe(true);
        for (const day of workdays) expect(day < from || day > to, `${day} is no holiday`).toBe(true);
      }
    }
  });

  it('have as many working days a year as the notices leave', () => {
    // Public holidays that the law gives: 11 until 2024, 13 from 2025; every other free weekday is made up for.
    const days = (year: number) => ownCalendar.workingDaysBetween(`${year - 1}-12-31`, `${year}-12-31`).days;
    const weekdays = (year: number) => {
      let sum = 0;
      for (let n = dayNumber(`${year}-01-01`); n <= dayNumber(`${year}-12-31`); n += 1) {
        const of = new Date(n * 86_400_000).getUTCDay();
        if (of !== 0 && of !== 6) sum += 1;
      }
      return sum;
    };
    expect(weekdays(2024) - days(2024)).toBe(11);
    expect(weekdays(2025) - days(2025)).toBe(13);
    expect(weekdays(2026) - days(2026)).toBe(13);
  });

  it('rest over the Spring Festival of 2026 and work on the Saturdays about it', () => {
    expect(works('2026-02-13')).toBe(true);
    expect(works('2026-02-14')).toBe(true);
    for (let n = 15; n <= 23; n += 1) expect(works(`2026-02-${n}`)).toBe(false);
    expect(works('2026-02-24')).toBe(true);
    expect(works('2026-02-28')).toBe(true);
    expect(works('2026-03-01')).toBe(false);
    expect(works('2024-02-09')).toBe(true);
  });
});

describe('counting working days', () => {
  it('does not count the day on which it begins', () => {
    expect(ownCalendar.addWorkingDays('2026-11-23', 1)).toEqual({ day: '2026-11-24', provisional: false });
    expect(ownCalendar.addWorkingDays('2026-02-13', 3).day).toBe('2026-02-25');
    expect(ownCalendar.addWorkingDays('2026-02-14', 1).day).toBe('2026-02-24');
    expect(ownCalendar.addWorkingDays('2026-02-17', 0).day).toBe('2026-02-17');
  });

  it('publishes an approved village plan within 20 working days, not 28 days', () => {
    expect(ownCalendar.addWorkingDays('2025-09-20', 20).day).toBe('2025-10-23');
  });

  it('agrees with counting one day after the other', () => {
    fc.assert(
      fc.property(someDay, someCount, (from, count) => {
        let [to, left] = [from, count];
        while (left > 0) {
          to += 1;
          if (ownCalendar.works(to)) left -= 1;
        }
        expect(ownCalendar.after(from, count)).toBe(to);
        expect(ownCalendar.between(from, to)).toBe(count);
        expect(ownCalendar.between(to, from) === -count).toBe(true);
      }),
    );
  });

  it('ends later when it begins later, or is longer', () => {
    fc.assert(
      fc.property(someDay, someCount, fc.nat(40), (from, count, more) => {
        expect(ownCalendar.after(from + more, count)).toBeGreaterThanOrEqual(ownCalendar.after(from, count));
        expect(ownCalendar.after(from, count + more)).toBeGreaterThanOrEqual(
          ownCalendar.after(from, count) + more,
        );
      }),
    );
  });

  it('refuses half days and negative ones', () => {
    for (const count of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => ownCalendar.addWorkingDays('2026-01-05', count)).toThrow(RangeError);
  });

  it('counts weekends only in a year without a calendar, and says so', () => {
    expect(ownCalendar.addWorkingDays('2026-12-30', 2)).toEqual({ day: '2027-01-01', provisional: true });
    expect(ownCalendar.isWorkingDay('2027-02-08')).toEqual({ working: true, provisional: true });
    expect(ownCalendar.workingDaysBetween('2026-11-02', '2026-12-31').provisional).toBe(false);
    expect(ownCalendar.workingDaysBetween('2023-12-29', '2024-01-02')).toEqual({
      days: 1,
      provisional: true,
    });
  });
});

describe('working time', () => {
  it('is what lies inside the hours of working days', () => {
    const hours = (from: string, until: string) => ownCalendar.workingTime(at(from), at(until)) / HOUR;
    expect(hours('2026-11-23T00:00', '2026-11-24T00:00')).toBe(9);
    expect(hours('2026-11-23T10:00', '2026-11-23T12:00')).toBe(2);
    expect(hours('2026-11-20T17:00', '2026-11-23T09:00')).toBe(1);
    expect(hours('2026-11-20T18:00', '2026-11-23T08:00')).toBe(0);
    expect(hours('2026-02-14T12:00', '2026-02-24T12:00')).toBe(9);
    expect(hours('2026-11-24T10:00', '2026-11-23T10:00')).toBe(0);
  });

  it('adds up, wherever it is cut', () => {
    const instant = fc.integer({ min: at('2025-12-20T00:00'), max: at('2026-03-20T00:00') });
    fc.assert(
      fc.property(fc.tuple(instant, instant, instant), (three) => {
        const [a, b, c] = three.toSorted((x, y) => x - y) as [number, number, number];
        expect(ownCalendar.workingTime(a, b) + ownCalendar.workingTime(b, c)).toBe(
          ownCalendar.workingTime(a, c),
        );
        expect(ownCalendar.workingTime(a, b)).toBeLessThanOrEqual(b - a);
      }),
    );
  });
});

describe('what an office adds', () => {
  const office = officeCalendarSchema.parse({
    years: [
      {
        year: 2027,
        holidays: [{ name: { zh: '元旦', en: 'New Year' }, from: '2026-12-31', to: '2027-01-03' }],
        workdays: ['2026-12-27'],
        source: '演练用',
        verified: false,
      },
    ],
    days: [{ day: '2026-11-25', working: false, reason: '全员演练' }],
  });
  const calendar = new WorkCalendar(office);

  it('is a year with days of the December before it', () => {
    expect(calendar.isWorkingDay('2026-12-31')).toEqual({ working: false, provisional: false });
    expect(calendar.isWorkingDay('2026-12-27').working).toBe(true);
    expect(calendar.addWorkingDays('2026-12-30', 1)).toEqual({ day: '2027-01-04', provisional: false });
  });

  it('is a single day, over everything else', () => {
    expect(calendar.isWorkingDay('2026-11-25').working).toBe(false);
    expect(ownCalendar.isWorkingDay('2026-11-25').working).toBe(true);
  });

  it('is, when it is nothing, the calendar of the product', () => {
    expect(officeCalendarSchema.parse({})).toEqual(ownOfficeCalendar);
  });

  it('is refused when it is no calendar', () => {
    const holiday = { name: { zh: '节', en: 'Day' }, from: '2027-01-05', to: '2027-01-03' };
    const year = { year: 2027, holidays: [holiday], workdays: [], source: '通知', verified: true };
    const refused = [
      { years: [year] },
      { years: [{ ...year, holidays: [{ ...holiday, from: '2028-01-01', to: '2028-01-02' }] }] },
      { days: [{ day: '2027-02-30', working: true, reason: '不存在' }] },
      { days: [{ day: '2027-02-03', working: true, reason: '' }] },
      { hours: { from: '17:00', until: '9:00' } },
      { hours: { from: '17:00', until: '09:00' } },
    ];
    for (const value of refused) expect(officeCalendarSchema.safeParse(value).success).toBe(false);
  });
});
