import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, instantOf } from '#server/db/moments.ts';

describe('a moment', () => {
  it('of a day is its start or its end in Beijing', () => {
    expect(instantOf('2026-11-22', 'start')).toBe('2026-11-21T16:00:00.000000Z');
    expect(instantOf('2026-11-22', 'end')).toBe('2026-11-22T15:59:59.999999Z');
  });

  it('keeps every microsecond and takes any offset', () => {
    expect(instantOf('2026-11-22T08:00:00.123456Z', 'end')).toBe('2026-11-22T08:00:00.123456Z');
    expect(instantOf('2026-11-22T16:00:00.1234569+08:00', 'start')).toBe('2026-11-22T08:00:00.123456Z');
    expect(instantOf('2026-11-22T00:30-05:30', 'start')).toBe('2026-11-22T06:00:00.000000Z');
  });

  it('lies between the years 1 and 9999, which the database knows', () => {
    expect(instantOf('0000-01-01', 'start')).toBe('0001-01-01T00:00:00.000000Z');
    expect(instantOf('9999-12-31T23:59:59.5-14:00', 'start').slice(0, 4)).toBe('9999');
  });

  it('is refused when it is none', () => {
    for (const text of ['', 'now', '2026-11', "2026-11-22'; drop"])
      expect(() => instantOf(text, 'end')).toThrow(RangeError);
  });

  it('grows as text as it grows in time, and belongs to its day', () => {
    const days = fc.date({ min: new Date('1950-01-01'), max: new Date('2150-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(days, days, (a, b) => {
        const [early, late] = [a, b].sort((x, y) => x.getTime() - y.getTime());
        const text = (date: Date | undefined) => instantOf((date ?? a).toISOString(), 'start');
        expect(text(early) <= text(late)).toBe(true);
        const day = dayOf(text(a));
        expect(instantOf(day, 'start') <= text(a) && text(a) <= instantOf(day, 'end')).toBe(true);
      }),
    );
  });
});
