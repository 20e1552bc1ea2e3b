import type { Language } from '../state/preferences.ts';

const LOCALES = { zh: 'zh-CN', en: 'en-GB' } as const;

/** Local date and time to the minute. */
export function timeText(time: string, language: Language): string {
  return new Date(time).toLocaleString(LOCALES[language], { dateStyle: 'medium', timeStyle: 'short' });
}

/** Local date and time to the second, of equal width in a column: `2026-11-22 16:05:09`. */
export function preciseTime(time: string): string {
  const at = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}
