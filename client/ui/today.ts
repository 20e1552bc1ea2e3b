import { beijingDay } from '#core/calendar/beijing-day.ts';

/** 今天 in Beijing, `2026-11-22`: the day that the office and the server mean. */
export function today(): string {
  return beijingDay(Date.now());
}

/** Beijing day of an instant, `2026-11-22`. */
export function dayOf(time: string): string {
  return beijingDay(Date.parse(time));
}
