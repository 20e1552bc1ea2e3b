import type { Bilingual } from '#core/problem.ts';

/** 最近一次备份, as health and metrics show it. */
export interface LastBackup {
  /** `off`: no folder was set. `waiting`: none was made since the start. `incomplete`: attachments were missing. */
  readonly state: 'off' | 'waiting' | 'running' | 'ok' | 'incomplete' | 'failed';
  /** When the newest backup in the folder was begun, by this server or by one that shares the folder; ISO 8601. */
  readonly newest: string | null;
  readonly file: string | null;
  readonly bytes: number | null;
  readonly seconds: number | null;
  /** Why the last try failed or is incomplete. */
  readonly problem: Bilingual | null;
}

let current: LastBackup = {
  state: 'off',
  newest: null,
  file: null,
  bytes: null,
  seconds: null,
  problem: null,
};

/** What is known now; one value for the process. */
export function lastBackup(): LastBackup {
  return current;
}

/** For the schedule alone. */
export function setLastBackup(news: Partial<LastBackup>): void {
  current = { ...current, ...news };
}
