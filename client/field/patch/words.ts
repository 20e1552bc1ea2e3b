import type { TFunction } from 'i18next';
import { areaText, formatArea, squareMeters } from '#core/geometry/units.ts';

/** `2.35 亩 · 1566.67 平方米`. */
export function areaWords(areaSquareMeters: number, language: string): string {
  const area = squareMeters(areaSquareMeters);
  const tongue = language.startsWith('en') ? 'en' : 'zh';
  return [
    formatArea(area, 'mu', { decimals: 2, language: tongue }),
    formatArea(area, 'm2', { decimals: 0, language: tongue }),
  ].join(' · ');
}

/** `2.35` of mu, for a field that says its unit beside. */
export function muWords(areaSquareMeters: number): string {
  return areaText(squareMeters(areaSquareMeters), 'mu', 2);
}

/** One of eight directions of a bearing. */
export function compassWord(t: TFunction, bearing: number): string {
  return t(`shell.compass.${Math.round(bearing / 45) % 8}`);
}

/** `320 米`, `1.25 千米`. */
export function distanceWords(t: TFunction, meters: number): string {
  if (meters < 1000) return t('tasks.meters', { value: Math.round(meters) });
  return t('tasks.kilometers', { value: (meters / 1000).toFixed(meters < 10_000 ? 2 : 1) });
}

/** `11月23日 14:05` in Beijing. */
export function momentWords(instant: number, language: string): string {
  return new Date(instant).toLocaleString(language.startsWith('en') ? 'en-GB' : 'zh-CN', {
    timeZone: 'Asia/Shanghai',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
}
