import type { TFunction } from 'i18next';
import type { Finding } from '#core/finding.ts';

/** 定位提示: a finding of the position gate in a sentence. */
export function positionSentence(t: TFunction, { code, context }: Finding): string {
  const number = (name: string) => Number(context[name] ?? 0);
  return t(`position.finding.${code.replaceAll('.', '-')}`, {
    meters: Math.round(number('accuracyMeters') || number('meters')),
    max: number('maxMeters'),
    count: number('count'),
    time: spanText(t, number('ageMs') || number('offsetMs') || number('behindMs') || number('differenceMs')),
  });
}

/** `3 分钟`, `2 天`, `6 年`: one unit, rounded down. */
export function spanText(t: TFunction, milliseconds: number): string {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const units = [
    ['year', 31_557_600],
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  for (const [unit, size] of units) {
    if (seconds >= size) return t(`position.span.${unit}`, { count: Math.floor(seconds / size) });
  }
  return t('position.span.second', { count: seconds });
}
