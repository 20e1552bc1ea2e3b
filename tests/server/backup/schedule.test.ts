import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backupName, isDue, latestAppointment, timeOfName } from '#server/operations/backup/schedule.ts';

const at = { hour: 2, minute: 30 };
const on = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute);

describe('when a daily backup is due', () => {
  const running = { startedAt: on(1, 9), lastTry: undefined };

  test('not before its time, and then once', () => {
    const newest = on(21, 2, 30);
    expect(isDue({ ...running, now: on(22, 2, 29), newest }, at)).toBe(false);
    expect(isDue({ ...running, now: on(22, 2, 30), newest }, at)).toBe(true);
    expect(isDue({ ...running, now: on(22, 2, 31), newest: on(22, 2, 30) }, at)).toBe(false);
    expect(isDue({ ...running, now: on(22, 23, 59), newest: on(22, 2, 30) }, at)).toBe(false);
  });

  test('ten minutes after the start of a machine that was off at that time', () => {
    const morning = { startedAt: on(22, 8), lastTry: undefined, newest: on(21, 2, 30) };
    expect(isDue({ ...morning, now: on(22, 8, 9) }, at)).toBe(false);
    expect(isDue({ ...morning, now: on(22, 8, 10) }, at)).toBe(true);
    expect(isDue({ ...morning, newest: undefined, now: on(22, 8, 10) }, at)).toBe(true);
    expect(isDue({ ...morning, newest: on(22, 2, 30), now: on(22, 8, 10) }, at)).toBe(false);
  });

  test('an hour after one that failed', () => {
    const failed = { ...running, newest: undefined, lastTry: on(22, 2, 30) };
    expect(isDue({ ...failed, now: on(22, 3, 29) }, at)).toBe(false);
    expect(isDue({ ...failed, now: on(22, 3, 30) }, at)).toBe(true);
  });

  test('also when the clock was set back behind the last try and the start', () => {
    expect(
      isDue({ now: on(20, 3), startedAt: on(22, 8), newest: undefined, lastTry: on(22, 8, 10) }, at),
    ).toBe(true);
  });

  test('the appointed time is never of the future, and never a day and an hour old', () => {
    fc.assert(
      fc.property(fc.date({ min: on(1, 0), max: new Date(2036, 0, 1), noInvalidDate: true }), (now) => {
        const age = now.getTime() - latestAppointment(now, at).getTime();
        expect(age).toBeGreaterThanOrEqual(0);
        expect(age).toBeLessThanOrEqual(25 * 3600_000);
      }),
    );
  });
});

test('a name says when the backup was begun, and no other name does', () => {
  expect(backupName(on(22, 2, 30))).toBe('gengjie-20261122-023000.backup');
  expect(timeOfName('gengjie-20261122-023000.backup')).toEqual(on(22, 2, 30));
  for (const name of [
    'gengjie-20261122-023000.backup.part',
    'gengjie-20261322-023000.backup',
    'gengjie-20261122-0230.backup',
    'office.backup',
    'x-gengjie-20261122-023000.backup',
  ]) {
    expect(timeOfName(name)).toBeUndefined();
  }
});
