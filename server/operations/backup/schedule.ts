/** 时刻 of the day, local time. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

/** What the schedule knows when it decides. */
export interface Situation {
  readonly now: Date;
  readonly startedAt: Date;
  /** When the newest backup in the folder was begun; none of the future. */
  readonly newest: Date | undefined;
  /** When this server last began one, whatever became of it. */
  readonly lastTry: Date | undefined;
}

/**
 * Whether a backup is to be made now: the latest appointed time has passed and no backup in the folder is as young. A server that was
 * off at that time makes up for it ten minutes after its start, when people have their first pages; one that failed is tried again
 * after an hour. Asked every half minute, so that neither a machine that slept nor a clock that was set goes unnoticed.
 */
export function isDue({ now, startedAt, newest, lastTry }: Situation, at: TimeOfDay): boolean {
  const appointed = latestAppointment(now, at);
  if (newest && newest >= appointed) return false;
  // A clock that was set back does not hold up backups: a try of the future is none.
  if (lastTry && lastTry <= now && now.getTime() - lastTry.getTime() < retryMs) return false;
  const missed = startedAt > appointed;
  return !missed || startedAt > now || now.getTime() - startedAt.getTime() >= settleMs;
}

/** The appointed time of today, or of yesterday while today's has not come. */
export function latestAppointment(now: Date, { hour, minute }: TimeOfDay): Date {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate(), hour, minute);
  if (today <= now) return today;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1, hour, minute);
}

/** `gengjie-20261122-023000.backup`, local time: sorts by age. */
export function backupName(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  return `gengjie-${day}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}.backup`;
}

/** When a backup of that name was begun; nothing for a name that is not ours. */
export function timeOfName(name: string): Date | undefined {
  const parts = /^gengjie-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)\.backup$/.exec(name)?.slice(1).map(Number);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const at = new Date(year, month - 1, day, hour, minute, second);
  return backupName(at) === name ? at : undefined;
}

const retryMs = 3600_000;
const settleMs = 10 * 60_000;
