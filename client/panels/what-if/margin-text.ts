import type { TFunction } from 'i18next';
import type { TargetEffect } from '#core/contract/what-if.ts';
import type { useAreaText } from '../../ui/area.tsx';

type Side = 'above' | 'below' | 'at';

/** Above, below or exactly at the line. */
export function sideOf(margin: number): Side {
  return margin > 0 ? 'above' : margin < 0 ? 'below' : 'at';
}

/** +, − or nothing: never told by colour alone. */
export function signOf(margin: number): '+' | '−' | '' {
  return margin > 0 ? '+' : margin < 0 ? '−' : '';
}

/** 余量 in words: `高出 0.93 公顷`; in square metres where the unit would print it as nothing. */
export function marginText(
  { marginAfterSquareMeters: margin, comparator }: TargetEffect,
  t: TFunction,
  text: ReturnType<typeof useAreaText>,
): string {
  if (margin === null) return t('whatIf.notMeasured');
  const size = Math.abs(margin);
  const usual = text(size);
  const area = Number.parseFloat(usual) === 0 ? text(size, { unit: 'm2' }) : usual;
  return t(`whatIf.margin.${comparator}.${sideOf(margin)}`, { area });
}
