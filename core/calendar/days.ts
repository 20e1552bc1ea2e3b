import { beijingDay } from '#core/calendar/beijing-day.ts';

export const DAY_MS = 86_400_000;
/** Beijing is UTC+8 all year. */
const AHEAD_MS = 8 * 3_600_000;

/** Days since 1970-01-01 of an ISO day (`2026-02-28`). @throws RangeError when there is no such day */
export function dayNumber(day: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  const number = match ? civil(Number(match[1]), Number(match[2]), Number(match[3])) : Number.NaN;
  // 2026-02-30 would be a day of March.
  if (Number.isNaN(number) || isoDay(number) !== day) throw new RangeError(`not a day: ${day}`);
  return number;
}

/** ISO day of a number of days since 1970-01-01. */
export function isoDay(number: number): string {
  return beijingDay(number * DAY_MS);
}

/** First instant of a day in Beijing, ms since 1970-01-01T00:00Z. */
export function startOfDay(number: number): number {
  return number * DAY_MS - AHEAD_MS;
}

/** Days since 1970-01-01 of the day in Beijing of an instant. */
export function dayNumberAt(instant: number): number {
  return Math.floor((instant + AHEAD_MS) / DAY_MS);
}

/** Days from civil, proleptic Gregorian. */
function civil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}
