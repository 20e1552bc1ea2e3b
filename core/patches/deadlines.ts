import { DAY_MS, dayNumber, dayNumberAt, isoDay, startOfDay } from '#core/calendar/days.ts';
import { ownCalendar, type WorkCalendar } from '#core/calendar/work-calendar.ts';
import {
  type DeadlineRule,
  deadlineRuleOn,
  type Escalation,
  ownDeadlineRules,
} from '#core/patches/deadline-rules.ts';
import { mergedPauses, type Pause, type Span } from '#core/patches/pauses.ts';
import { type RegisterCode, registerOf } from '#core/patches/registers.ts';
import type { PatchStateCode } from '#core/patches/steps.ts';

export type Light = 'none' | 'green' | 'yellow' | 'red';

/** 一个图斑在当前环节: what its deadline depends on. */
export interface DeadlineCase {
  readonly state: PatchStateCode;
  readonly register: RegisterCode;
  /** When it came into this state, ms since 1970-01-01T00:00Z; null: not known. */
  readonly since: number | null;
  /** 办公室指定的日期 (`due_on`). One before the state began belongs to an earlier step and sets nothing. */
  readonly dueOn: string | null;
  readonly pauses: readonly Pause[];
}

export interface Deadline {
  /** none: no time runs. red: the due day is over. */
  readonly light: Light;
  /** The last day on which it is in time; while paused: if it went on at once. */
  readonly dueOn: string | null;
  /** First instant at which it is late; null while paused, as nobody knows. */
  readonly dueAt: number | null;
  /** Working days left after today, 0: due today. Negative: −1 in the first working day after it (and on free days before that), −2 in the second. */
  readonly daysLeft: number | null;
  /** Whole working days that have passed since the due day; 0 while in time. */
  readonly daysOver: number;
  readonly paused: boolean;
  /** A year without a published calendar was counted by its weekends. */
  readonly provisional: boolean;
  /** null: none runs, or it is a date of the office that does. */
  readonly rule: DeadlineRule | null;
  /** Steps of the escalation that are reached, first to last. */
  readonly escalations: readonly Escalation[];
}

const NONE: Deadline = {
  light: 'none',
  dueOn: null,
  dueAt: null,
  daysLeft: null,
  daysOver: 0,
  paused: false,
  provisional: false,
  rule: null,
  escalations: [],
};

/** Of a case for which no rule tells when it is yellow. */
const YELLOW_DAYS = 1;

/**
 * 办理期限与亮灯 at an instant.
 *
 * Working days: the day of the beginning is not counted, and the whole of the due day is in time. Pauses: their working hours are added up, and every
 * begun working day of them gives one day more (in favour of who works). Hours run by the clock, without the time of pauses. While it is paused, light and
 * days stay as they were when the pause began. So a pause never makes anything due earlier, and red stays red as time goes on.
 */
export function deadlineOf(
  patch: DeadlineCase,
  now: number,
  rules: readonly DeadlineRule[] = ownDeadlineRules,
  calendar: WorkCalendar = ownCalendar,
): Deadline {
  const { state, since, pauses } = patch;
  if (state === 'closed') return NONE;
  const began = since === null ? null : isoDay(dayNumberAt(since));
  const rule = deadlineRuleOn(
    rules,
    state,
    registerOf(patch.register).kind,
    began ?? isoDay(dayNumberAt(now)),
  );
  const set = patch.dueOn !== null && (rule === null || rule.byDate) ? dayOrNull(patch.dueOn) : null;
  const byDate = set !== null && (since === null || set >= dayNumberAt(since));
  if (!byDate && (rule === null || since === null)) return NONE;

  const merged = mergedPauses(pauses);
  const from = since ?? Math.min(startOfDay(set!), merged[0]?.from ?? Number.POSITIVE_INFINITY) - DAY_MS;
  const clock = clockOf(merged, Math.max(now, from));
  const known = merged.filter((pause) => pause.from < clock.at);
  const hours = !byDate && 'hours' in rule!.limit ? rule!.limit.hours : null;
  const dueWith = (spans: readonly Span[]) =>
    hours === null
      ? dueByDays(calendar, from, byDate ? { day: set! } : { count: daysOf(rule!) }, spans)
      : dueByHours(from, hours, spans);
  const due = dueWith(known);

  const today = dayNumberAt(clock.at);
  const late = clock.at >= due.at;
  const daysOver = late ? wholeDays(calendar, due.day, today - 1, known) : 0;
  const daysLeft = late ? -(1 + daysOver) : calendar.between(today, due.day);
  const left = hours === null ? daysLeft : (due.at - clock.at) / 3_600_000;
  const yellow = byDate && rule && 'hours' in rule.limit ? YELLOW_DAYS : (rule?.yellow ?? YELLOW_DAYS);
  const dueDay = clock.paused && !late ? dueWith(endedAt(merged, Math.max(now, from))).day : due.day;
  return {
    light: late ? 'red' : left <= yellow ? 'yellow' : 'green',
    dueOn: isoDay(dueDay),
    dueAt: clock.paused && !late ? null : due.at,
    daysLeft,
    daysOver,
    paused: clock.paused,
    provisional: calendar.isProvisional(dayNumberAt(from), Math.max(dueDay, today)),
    rule: byDate ? null : rule,
    escalations: late && rule ? rule.escalation.filter(({ afterDays }) => afterDays <= daysOver) : [],
  };
}

/** The clock of the deadline: it stands still in a pause. */
function clockOf(pauses: readonly Span[], now: number): { at: number; paused: boolean } {
  const pause = pauses.find(({ from, until }) => from <= now && now < until);
  return pause ? { at: pause.from, paused: true } : { at: now, paused: false };
}

/** Pauses until an instant, as if the one that lasts ended there. */
function endedAt(pauses: readonly Span[], instant: number): Span[] {
  return pauses
    .filter(({ from }) => from < instant)
    .map(({ from, until }) => ({ from, until: Math.min(until, instant) }));
}

interface Due {
  /** The last day in time. */
  readonly day: number;
  /** First instant too late. */
  readonly at: number;
}

function dueByDays(
  calendar: WorkCalendar,
  from: number,
  until: { readonly count: number } | { readonly day: number },
  pauses: readonly Span[],
): Due {
  const start = dayNumberAt(from);
  const count = 'count' in until ? until.count : Math.max(0, calendar.between(start, until.day));
  let day = start;
  // No day gives more than one: what is missing can be leapt over.
  for (let missing = count; missing > 0; missing = count - wholeDays(calendar, start, day, pauses)) {
    day += missing;
  }
  // A date that the office set may be a free day.
  if ('day' in until) day = Math.max(day, until.day);
  return { day, at: startOfDay(day + 1) };
}

function dueByHours(from: number, hours: number, pauses: readonly Span[]): Due {
  let at = from + hours * 3_600_000;
  for (const pause of pauses) {
    if (pause.until > from && pause.from < at) at += pause.until - Math.max(pause.from, from);
  }
  return { day: dayNumberAt(at - 1), at };
}

/** Working days after one day up to and with another, less the begun working days of pauses among them. */
function wholeDays(calendar: WorkCalendar, after: number, until: number, pauses: readonly Span[]): number {
  const [from, to] = [startOfDay(after) + DAY_MS, startOfDay(until) + DAY_MS];
  if (to <= from) return 0;
  const paused = pauses.reduce(
    (sum, pause) => sum + calendar.workingTime(Math.max(pause.from, from), Math.min(pause.until, to)),
    0,
  );
  return calendar.between(after, until) - Math.ceil(paused / calendar.dayLength);
}

/** What came from a phone and is no day sets nothing: one bad value must not take down a list. */
function dayOrNull(text: string): number | null {
  try {
    return dayNumber(text);
  } catch {
    return null;
  }
}

function daysOf({ limit }: DeadlineRule): number {
  return 'workingDays' in limit ? limit.workingDays : 0;
}
