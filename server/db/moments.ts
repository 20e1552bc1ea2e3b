/** 时点: an instant of each time axis, UTC text with microseconds: when it was true on the ground, and when it was known to us. */
export interface Moments {
  readonly asOf: string;
  readonly knownAt: string;
}

/** Which end of a named day is meant: a question is about its end, a change holds from its start. */
export type DayEdge = 'start' | 'end';

const dayShape = /^(\d{4})-(\d{2})-(\d{2})$/;
const instantShape =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:?(?:\d{2})?)$/i;

/** China has one time and no summer time. */
const beijingMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/**
 * A day `2026-11-22` (Beijing time) or an instant with its offset as UTC text with microseconds, which the database takes without loss. The end
 * of a day is its last microsecond, so that a change from the next midnight on does not belong to it.
 *
 * @throws RangeError when the text is neither; the contract lets no such text through
 */
export function instantOf(text: string, edge: DayEdge): string {
  const day = dayShape.exec(text);
  if (day) {
    const midnight = utcOf(day.slice(1, 4)) - beijingMs;
    return edge === 'start' ? written(midnight, 0) : written(midnight + dayMs - 1, 999);
  }
  const match = instantShape.exec(text);
  if (!match) throw new RangeError(`not a moment: ${text.slice(0, 40)}`);
  const [hour, minute, second] = match.slice(4, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  const micros = Number((match[7] ?? '').slice(0, 6).padEnd(6, '0'));
  const ms =
    utcOf(match.slice(1, 4)) + (hour * 3600 + minute * 60 + second) * 1000 - offsetMs(match[8] ?? 'Z');
  return written(ms + Math.floor(micros / 1000), micros % 1000);
}

/** The day in Beijing of an instant written by {@link instantOf} or by the database in the same form. */
export function dayOf(instant: string): string {
  return new Date(Date.parse(`${instant.slice(0, 19)}Z`) + beijingMs).toISOString().slice(0, 10);
}

function utcOf([year, month, day]: readonly (string | undefined)[]): number {
  // Date.UTC would read the years 0 to 99 as 1900 to 1999.
  return Date.parse(`${year}-${month}-${day}T00:00:00Z`);
}

function offsetMs(offset: string): number {
  if (/^z$/i.test(offset)) return 0;
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  const ms = (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
  return offset.startsWith('-') ? -ms : ms;
}

/** The database has no year 0 in this form; nothing was known then. */
const earliestMs = Date.parse('0001-01-01T00:00:00Z');
const latestMs = Date.parse('9999-12-31T23:59:59.999Z');

function written(ms: number, micros: number): string {
  const at = Math.min(latestMs, Math.max(earliestMs, ms));
  return `${new Date(at).toISOString().slice(0, 23)}${String(micros).padStart(3, '0')}Z`;
}
