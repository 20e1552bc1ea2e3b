import type { Language } from '../state/preferences.ts';

const LOCALES = { zh: 'zh-CN', en: 'en-GB' } as const;

/** The office's clock, whatever the machine is set to: days and times on one screen must agree. */
const OFFICE = { timeZone: 'Asia/Shanghai' } as const;

/** Beijing date and time to the minute. */
export function timeText(time: string, language: Language): string {
  return new Date(time).toLocaleString(LOCALES[language], {
    ...OFFICE,
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}

/** Beijing date and time to the second, of equal width in a column: `2026-11-22 16:05:09`. */
export function preciseTime(time: string): string {
  return new Date(time).toLocaleString('sv', OFFICE);
}
