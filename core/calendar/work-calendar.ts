import { dayNumber, dayNumberAt, isoDay, startOfDay } from '#core/calendar/days.ts';
import { publishedYears, type YearCalendar } from '#core/calendar/published.ts';

/** 本单位日历: what an office adds. */
export interface OfficeCalendar {
  /** Whole years; one that is published already replaces it. */
  readonly years: readonly YearCalendar[];
  /** Single days, over everything else. */
  readonly days: readonly { readonly day: string; readonly working: boolean; readonly reason: string }[];
  /** 上班时间 in Beijing (`08:30`): by it a pause of part of a day is measured. No break at noon. */
  readonly hours: { readonly from: string; readonly until: string };
}

export const ownOfficeCalendar: OfficeCalendar = {
  years: [],
  days: [],
  hours: { from: '08:30', until: '17:30' },
};

/** `provisional`: a year in it has no published calendar, so only its weekends were counted. */
export interface Provisional {
  readonly provisional: boolean;
}

/** Day 0 of the count, 1970-01-01, was a Thursday. */
const MONDAY_BASED = 3;

/** 工作日历, ready to be asked often. Days are ISO days and instants ms since 1970-01-01T00:00Z, both of Beijing. */
export class WorkCalendar {
  readonly #published: ReadonlySet<number>;
  /** Days that differ from Monday to Friday, ascending, and how many working days they add up to from the first on. */
  readonly #days: readonly number[];
  readonly #sums: readonly number[];
  readonly #differing: ReadonlyMap<number, boolean>;
  readonly #open: number;
  /** Working time of a day, ms. */
  readonly dayLength: number;

  /** @throws RangeError when a day or time is none */
  constructor(office: OfficeCalendar = ownOfficeCalendar) {
    const years = new Map([...publishedYears, ...office.years].map((year) => [year.year, year]));
    this.#published = new Set(years.keys());
    const days = new Map<number, boolean>();
    for (const { holidays, workdays } of years.values()) {
      for (const { from, to } of holidays) {
        for (let day = dayNumber(from); day <= dayNumber(to); day += 1) days.set(day, false);
      }
      for (const day of workdays) days.set(dayNumber(day), true);
    }
    for (const { day, working } of office.days) days.set(dayNumber(day), working);
    const differing = [...days]
      .filter(([day, working]) => working !== isWeekday(day))
      .sort(([a], [b]) => a - b);
    this.#differing = new Map(differing);
    this.#days = differing.map(([day]) => day);
    let sum = 0;
    this.#sums = differing.map(([, working]) => {
      sum += working ? 1 : -1;
      return sum;
    });
    this.#open = timeOfDay(office.hours.from);
    this.dayLength = timeOfDay(office.hours.until) - this.#open;
    if (!(this.dayLength > 0)) throw new RangeError('a working day ends after it begins');
  }

  /** 是否工作日. */
  isWorkingDay(day: string): Provisional & { readonly working: boolean } {
    const number = dayNumber(day);
    return { working: this.works(number), provisional: this.isProvisional(number, number) };
  }

  /**
   * The nth working day after a day, which itself is not counted (开始的当日不计入). 0: the day itself.
   * @throws RangeError when `count` is no whole number from 0 on
   */
  addWorkingDays(day: string, count: number): Provisional & { readonly day: string } {
    const from = dayNumber(day);
    const to = this.after(from, count);
    return { day: isoDay(to), provisional: this.isProvisional(from, to) };
  }

  /** Working days after `from` up to and including `to`; negative when `to` lies before. */
  workingDaysBetween(from: string, to: string): Provisional & { readonly days: number } {
    const [a, b] = [dayNumber(from), dayNumber(to)];
    return {
      days: this.between(a, b),
      provisional: this.isProvisional(Math.min(a, b), Math.max(a, b)),
    };
  }

  /** As {@link isWorkingDay}, by number of the day. */
  works(day: number): boolean {
    return this.#differing.get(day) ?? isWeekday(day);
  }

  /** As {@link addWorkingDays}, by number of the day. */
  after(day: number, count: number): number {
    if (!Number.isInteger(count) || count < 0) throw new RangeError(`not a number of days: ${count}`);
    const wanted = this.#upTo(day) + count;
    let to = day;
    // No more than one working day a day: what is missing can be leapt over.
    for (let missing = count; missing > 0; missing = wanted - this.#upTo(to)) to += missing;
    return to;
  }

  /** As {@link workingDaysBetween}, by number of the day. */
  between(from: number, to: number): number {
    return this.#upTo(to) - this.#upTo(from);
  }

  /** 工作时间, ms of working hours between two instants; 0 when they are the wrong way round. */
  workingTime(from: number, until: number): number {
    return Math.max(0, this.#timeUpTo(until) - this.#timeUpTo(from));
  }

  /** Whether a year of these days has no published calendar. */
  isProvisional(from: number, to: number): boolean {
    for (let year = yearOf(from); year <= yearOf(to); year += 1) {
      if (!this.#published.has(year)) return true;
    }
    return false;
  }

  #upTo(day: number): number {
    const fromMonday = day + MONDAY_BASED;
    const week = Math.floor(fromMonday / 7);
    const weekdays = week * 5 + Math.min(fromMonday - week * 7 + 1, 5);
    let [low, high] = [0, this.#days.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#days[middle]! <= day) low = middle + 1;
      else high = middle;
    }
    return weekdays + (this.#sums[low - 1] ?? 0);
  }

  #timeUpTo(instant: number): number {
    const day = dayNumberAt(instant);
    const today = this.works(day)
      ? Math.min(Math.max(instant - startOfDay(day) - this.#open, 0), this.dayLength)
      : 0;
    return this.#upTo(day - 1) * this.dayLength + today;
  }
}

/** The product's calendar, without anything of an office. */
export const ownCalendar = new WorkCalendar();

function isWeekday(day: number): boolean {
  const fromMonday = day + MONDAY_BASED;
  return fromMonday - Math.floor(fromMonday / 7) * 7 < 5;
}

function yearOf(day: number): number {
  return Number(isoDay(day).slice(0, 4));
}

function timeOfDay(text: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (!match) throw new RangeError(`not a time of day: ${text}`);
  return (Number(match[1]) * 60 + Number(match[2])) * 60_000;
}
