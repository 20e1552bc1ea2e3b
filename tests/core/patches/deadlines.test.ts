import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumberAt, isoDay } from '#core/calendar/days.ts';
import { ownCalendar } from '#core/calendar/work-calendar.ts';
import { type DeadlineRule, deadlineRuleOn, ownDeadlineRules } from '#core/patches/deadline-rules.ts';
import { type DeadlineCase, deadlineOf, type Light } from '#core/patches/deadlines.ts';
import { mergedPauses, type Pause } from '#core/patches/pauses.ts';
import { PATCH_STATES } from '#core/patches/steps.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(`${text}+08:00`);

function limited(limit: DeadlineRule['limit'], yellow = 1): DeadlineRule[] {
  const [rule] = ownDeadlineRules;
  return [{ ...rule!, states: [...PATCH_STATES], limit, yellow, byDate: true }];
}

function patch(since: string | null, more: Partial<DeadlineCase> = {}): DeadlineCase {
  return {
    state: 'verifying',
    register: 'house-building',
    since: since === null ? null : at(since),
    dueOn: null,
    pauses: [],
    ...more,
  };
}

const threeDays = limited({ workingDays: 3 });
const severity: Record<Light, number> = { none: 0, green: 1, yellow: 2, red: 3 };

describe('a deadline in working days', () => {
  it('goes through the Spring Festival of 2026 by the days on which offices work', () => {
    // Thursday 12 February; 13 and Saturday 14 are worked, then free until the 24th.
    const shown = (now: string) => {
      const { light, dueOn, daysLeft } = deadlineOf(patch('2026-02-12T16:00'), at(now), threeDays);
      return [light, dueOn, daysLeft];
    };
    expect(shown('2026-02-12T16:00')).toEqual(['green', '2026-02-24', 3]);
    expect(shown('2026-02-13T10:00')).toEqual(['green', '2026-02-24', 2]);
    expect(shown('2026-02-14T10:00')).toEqual(['yellow', '2026-02-24', 1]);
    expect(shown('2026-02-20T10:00')).toEqual(['yellow', '2026-02-24', 1]);
    expect(shown('2026-02-24T23:59')).toEqual(['yellow', '2026-02-24', 0]);
    expect(shown('2026-02-25T00:00')).toEqual(['red', '2026-02-24', -1]);
    expect(shown('2026-02-26T09:00')).toEqual(['red', '2026-02-24', -2]);
  });

  it('is over on the Saturday after a due Friday, in the first working day over until Monday ends', () => {
    const over = (now: string) => deadlineOf(patch('2026-11-17T09:00'), at(now), threeDays);
    expect(over('2026-11-20T18:00')).toMatchObject({ light: 'yellow', daysLeft: 0, daysOver: 0 });
    expect(over('2026-11-21T10:00')).toMatchObject({ light: 'red', daysLeft: -1, daysOver: 0 });
    expect(over('2026-11-23T23:00')).toMatchObject({ light: 'red', daysLeft: -1, daysOver: 0 });
    expect(over('2026-11-24T00:00')).toMatchObject({ light: 'red', daysLeft: -2, daysOver: 1 });
  });

  it('says when it counted a year without a calendar', () => {
    expect(deadlineOf(patch('2026-11-23T09:00'), at('2026-11-23T10:00'), threeDays).provisional).toBe(false);
    expect(deadlineOf(patch('2026-12-30T09:00'), at('2026-12-30T10:00'), threeDays)).toMatchObject({
      dueOn: '2027-01-04',
      provisional: true,
    });
  });

  it('does not run for what is closed, nor where no rule is', () => {
    const now = at('2026-11-23T10:00');
    const none = { light: 'none', dueOn: null, daysLeft: null, rule: null, escalations: [] };
    expect(
      deadlineOf(patch('2026-01-05T09:00', { state: 'closed', dueOn: '2026-01-06' }), now),
    ).toMatchObject(none);
    expect(deadlineOf(patch('2026-01-05T09:00'), now, [])).toMatchObject(none);
    expect(deadlineOf(patch(null), now)).toMatchObject(none);
    expect(deadlineOf(patch('2019-01-05T09:00'), now)).toMatchObject(none);
  });
});

describe('a pause', () => {
  const paused = (from: string, until: string | null) =>
    patch('2026-11-16T09:00', { pauses: [[at(from), until === null ? null : at(until)]] });
  const due = (one: DeadlineCase, now: string) => deadlineOf(one, at(now), threeDays);

  it('of whole days gives as many, of a part of one a whole day', () => {
    expect(due(patch('2026-11-16T09:00'), '2026-11-19T09:00').dueOn).toBe('2026-11-19');
    expect(due(paused('2026-11-17T00:00', '2026-11-19T00:00'), '2026-11-19T09:00').dueOn).toBe('2026-11-23');
    expect(due(paused('2026-11-17T10:00', '2026-11-17T11:00'), '2026-11-19T09:00').dueOn).toBe('2026-11-20');
  });

  it('outside working hours or days gives nothing', () => {
    expect(due(paused('2026-11-17T18:00', '2026-11-18T08:00'), '2026-11-19T09:00').dueOn).toBe('2026-11-19');
    const festival = patch('2026-02-13T09:00', {
      pauses: [[at('2026-02-15T00:00'), at('2026-02-24T00:00')]],
    });
    expect(due(festival, '2026-02-24T09:00').dueOn).toBe('2026-02-25');
  });

  it('that still lasts holds the light and the days, and tells the day if it went on at once', () => {
    const open = paused('2026-11-18T10:00', null);
    expect(due(open, '2026-11-18T09:00')).toMatchObject({ light: 'yellow', daysLeft: 1, paused: false });
    expect(due(open, '2026-11-18T11:00')).toMatchObject({ light: 'yellow', daysLeft: 1, paused: true });
    expect(due(open, '2026-12-07T11:00')).toMatchObject({
      light: 'yellow',
      daysLeft: 1,
      paused: true,
      dueOn: '2026-12-09',
      dueAt: null,
    });
    // It is what comes to pass when the pause ends there.
    expect(due(paused('2026-11-18T10:00', '2026-12-07T11:00'), '2026-12-07T11:00').dueOn).toBe('2026-12-09');
  });

  it('that began when it was over leaves it red, and stops the days over', () => {
    const open = paused('2026-11-23T10:00', null);
    expect(due(open, '2026-11-23T09:00')).toMatchObject({ light: 'red', daysOver: 1 });
    expect(due(open, '2026-11-27T09:00')).toMatchObject({
      light: 'red',
      daysOver: 1,
      paused: true,
      dueOn: '2026-11-19',
    });
  });

  it('merges with those that overlap it, and is none when it ends before it begins', () => {
    expect(
      mergedPauses([
        [5, 9],
        [1, 3],
        [3, 4],
        [8, null],
        [7, 6],
      ]),
    ).toEqual([
      { from: 1, until: 4 },
      { from: 5, until: Number.POSITIVE_INFINITY },
    ]);
  });
});

describe('a date that the office set', () => {
  const now = at('2026-11-24T10:00');

  it('takes the place of the limit, on a free day too', () => {
    expect(deadlineOf(patch('2026-11-23T09:00', { dueOn: '2026-11-28' }), now, threeDays)).toMatchObject({
      dueOn: '2026-11-28',
      daysLeft: 3,
      light: 'green',
      rule: null,
    });
    expect(deadlineOf(patch(null, { dueOn: '2026-11-23' }), now, [])).toMatchObject({
      light: 'red',
      dueOn: '2026-11-23',
      daysLeft: -1,
    });
  });

  it('of an earlier step sets nothing, nor does what is no day', () => {
    for (const dueOn of ['2026-11-20', '2026-02-30', '明天'])
      expect(deadlineOf(patch('2026-11-23T09:00', { dueOn }), now, threeDays).dueOn).toBe('2026-11-26');
  });

  it('does not bind the office itself, whose own days count', () => {
    const waiting = patch('2026-11-23T09:00', { state: 'awaiting-review', dueOn: '2026-12-31' });
    expect(deadlineOf(waiting, now).dueOn).toBe('2026-11-26');
  });

  it('is moved by a pause', () => {
    const moved = patch('2026-11-16T09:00', {
      dueOn: '2026-11-24',
      pauses: [[at('2026-11-17T00:00'), at('2026-11-19T00:00')]],
    });
    expect(deadlineOf(moved, now, threeDays).dueOn).toBe('2026-11-26');
  });
});

describe('a deadline in hours', () => {
  const day = limited({ hours: 24 }, 4);

  it('runs by the clock, over the weekend too', () => {
    const light = (now: string) => deadlineOf(patch('2026-11-20T17:00'), at(now), day).light;
    expect(light('2026-11-21T12:59')).toBe('green');
    expect(light('2026-11-21T13:00')).toBe('yellow');
    expect(light('2026-11-21T16:59')).toBe('yellow');
    expect(light('2026-11-21T17:00')).toBe('red');
  });

  it('stands still in a pause', () => {
    const pauses: Pause[] = [[at('2026-11-20T18:00'), at('2026-11-20T23:00')]];
    const one = deadlineOf(patch('2026-11-20T17:00', { pauses }), at('2026-11-21T12:00'), day);
    expect(one).toMatchObject({ dueAt: at('2026-11-21T22:00'), dueOn: '2026-11-21', light: 'green' });
  });
});

describe('whom to tell', () => {
  it('grows with the whole working days over, and names roles and levels as data', () => {
    const told = (now: string) =>
      deadlineOf(patch('2026-11-02T09:00', { state: 'dispatched' }), at(now)).escalations.map(
        ({ afterDays }) => afterDays,
      );
    expect(told('2026-11-05T18:00')).toEqual([]);
    expect(told('2026-11-06T00:00')).toEqual([0]);
    expect(told('2026-11-10T18:00')).toEqual([0]);
    expect(told('2026-11-11T00:00')).toEqual([0, 3]);
    expect(told('2026-11-20T00:00')).toEqual([0, 3, 10]);
  });

  it('is by the rule of the register before that of all, and by the newer before the older', () => {
    const [rule] = ownDeadlineRules;
    const general = { ...rule!, states: ['verifying' as const] };
    const newer = { ...general, from: '2026-01-01' };
    const special = { ...general, registers: ['lead' as const] };
    const rules = [general, newer, special];
    expect(deadlineRuleOn(rules, 'verifying', 'lead', '2026-06-01')).toBe(special);
    expect(deadlineRuleOn(rules, 'verifying', 'house-building', '2026-06-01')).toBe(newer);
    expect(deadlineRuleOn(rules, 'verifying', 'house-building', '2025-06-01')).toBe(general);
    expect(deadlineRuleOn(rules, 'rectifying', 'lead', '2026-06-01')).toBeNull();
  });

  it('has a rule of our own for every state but the closed, none of them verified', () => {
    for (const state of PATCH_STATES) {
      const rule = deadlineRuleOn(ownDeadlineRules, state, 'lead', '2026-11-23');
      expect(rule === null).toBe(state === 'closed');
      expect(rule?.verified ?? false).toBe(false);
    }
  });
});

describe('over a Spring Festival, whatever happens', () => {
  const from = at('2026-01-26T00:00');
  const instant = fc.integer({ min: 0, max: 60 * 24 * 4 }).map((quarters) => from + quarters * (HOUR / 4));
  const pause = fc
    .tuple(instant, fc.option(fc.integer({ min: 1, max: 20 * 24 }), { freq: 6 }))
    .map(([start, hours]): Pause => [start, hours === null ? null : start + hours * HOUR]);
  const pauses = fc.array(pause, { maxLength: 4 });
  const limit = fc.oneof(
    fc.record({ workingDays: fc.integer({ min: 1, max: 15 }) }),
    fc.record({ hours: fc.integer({ min: 1, max: 300 }) }),
  );
  const dueOn = fc.option(
    instant.map((when) => isoDay(dayNumberAt(when))),
    { freq: 3 },
  );
  const scene = fc.record({ since: instant, pauses, limit, dueOn, yellow: fc.integer({ min: 0, max: 5 }) });
  type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;
  const look = ({ since, limit: of, yellow, dueOn: set, pauses: all }: Scene, now: number) =>
    deadlineOf(patch(null, { since, dueOn: set, pauses: all }), now, limited(of, yellow));
  const runs = { numRuns: 2000 };

  it('a later now never turns a light back, except that a pause that ends gives its days', () => {
    fc.assert(
      fc.property(scene, instant, instant, (one, a, b) => {
        const [early, late] = [look(one, Math.min(a, b)), look(one, Math.max(a, b))];
        if (early.light === 'red') expect(late.light).toBe('red');
        expect(late.daysOver).toBeGreaterThanOrEqual(early.daysOver);
        expect(late.escalations.length).toBeGreaterThanOrEqual(early.escalations.length);
        if (one.pauses.length === 0) {
          expect(severity[late.light]).toBeGreaterThanOrEqual(severity[early.light]);
          expect(late.dueOn).toBe(early.dueOn);
          expect(late.daysLeft!).toBeLessThanOrEqual(early.daysLeft!);
        }
      }),
      runs,
    );
  });

  it('one pause more never makes anything due earlier or late, nor a light worse than it was when the pause began', () => {
    fc.assert(
      fc.property(scene, pause, instant, (one, more, now) => {
        const pausesNow = [...one.pauses, more];
        const [before, after] = [look(one, now), look({ ...one, pauses: pausesNow }, now)];
        expect(after.dueOn! >= before.dueOn!).toBe(true);
        expect(after.daysOver).toBeLessThanOrEqual(before.daysOver);
        if (before.light !== 'red') expect(after.light).not.toBe('red');
        const lasting = mergedPauses(pausesNow).find(({ from: begun, until }) => begun <= now && now < until);
        const then = look(one, lasting ? lasting.from : now);
        expect(severity[after.light]).toBeLessThanOrEqual(severity[then.light]);
      }),
      runs,
    );
  });

  it('keeps the light of a pause while it lasts, though the day on which it began is given back at its end', () => {
    const begun = at('2026-02-10T00:00');
    const now = at('2026-02-14T18:00');
    const due = { since: at('2026-01-26T00:00'), dueOn: '2026-02-11' };
    const lasting = deadlineOf(patch(null, { ...due, pauses: [[begun, null]] }), now, threeDays);
    const ended = deadlineOf(patch(null, { ...due, pauses: [[begun, now]] }), now, threeDays);
    expect([lasting.light, lasting.dueOn, lasting.daysLeft]).toEqual(['yellow', '2026-02-25', 1]);
    expect([ended.light, ended.dueOn, ended.daysLeft]).toEqual(['green', '2026-02-25', 2]);
  });

  it('a longer limit, or a later beginning, is never due earlier', () => {
    fc.assert(
      fc.property(scene, fc.nat(10), fc.nat(200), instant, (one, days, hours, now) => {
        const plain = { ...one, dueOn: null };
        const longer =
          'workingDays' in one.limit
            ? { workingDays: one.limit.workingDays + days }
            : { hours: one.limit.hours + days };
        expect(look({ ...plain, limit: longer }, now).dueOn! >= look(plain, now).dueOn!).toBe(true);
        if (one.pauses.length > 0) return;
        const later = { ...plain, since: one.since + hours * HOUR };
        expect(look(later, now).dueOn! >= look(plain, now).dueOn!).toBe(true);
      }),
      runs,
    );
  });

  it('red is what has fewer than no days left, and none else', () => {
    fc.assert(
      fc.property(scene, instant, (one, now) => {
        const { light, daysLeft, daysOver, dueOn: day, paused, dueAt } = look(one, now);
        expect(light === 'red').toBe(daysLeft! < 0);
        if (daysLeft! < 0) expect(daysLeft).toBe(-1 - daysOver);
        if (!paused && daysLeft! >= 0 && one.since <= now) {
          expect(daysLeft).toBe(ownCalendar.workingDaysBetween(isoDay(dayNumberAt(now)), day!).days);
          expect(dueAt! > now).toBe(true);
        }
      }),
      runs,
    );
  });

  it('without a pause is due on the nth working day after the day it began', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 60 }), (since, days) => {
        const one = { since, pauses: [], limit: { workingDays: days }, dueOn: null, yellow: 1 };
        const began = isoDay(dayNumberAt(since));
        const due = ownCalendar.addWorkingDays(began, days).day;
        expect(look(one, since).dueOn).toBe(due);
        expect(look(one, since).daysLeft).toBe(days);
        expect(look(one, at(`${due}T23:59`)).light).toBe('yellow');
        expect(look(one, at(`${due}T00:00`) + DAY).light).toBe('red');
      }),
    );
  });

  it('the same pauses in another order, or told twice, are the same pauses', () => {
    fc.assert(
      fc.property(scene, instant, (one, now) => {
        const again = { ...one, pauses: [...one.pauses, ...one.pauses].reverse() };
        expect(look(again, now)).toEqual(look(one, now));
      }),
    );
  });
});
