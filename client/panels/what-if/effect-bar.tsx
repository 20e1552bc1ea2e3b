import { useTranslation } from 'react-i18next';
import type { TargetEffect } from '#core/contract/what-if.ts';
import { useAreaText } from '../../ui/area.tsx';

/** 子弹图: what there is, what would be left, and the mark of the target, all from zero on one scale. */
export function EffectBar({ effect }: { readonly effect: TargetEffect }) {
  const { t } = useTranslation();
  const text = useAreaText();
  const { beforeSquareMeters: before, afterSquareMeters: after, valueSquareMeters: target } = effect;
  if (before === null || after === null) return null;
  const end = Math.max(before, after, target) * 1.15 || 1;
  const style = {
    '--before': before / end,
    '--measured': after / end,
    '--target': target / end,
  } as React.CSSProperties;
  return (
    <div
      className={`bullet bullet-${effect.stateAfter}`}
      role="img"
      aria-label={t('whatIf.bar', { before: text(before), after: text(after), target: text(target) })}
      style={style}
    >
      <span className="bullet-track">
        <span className="what-if-bar-before" />
        <span className="bullet-measured" />
        <span className="bullet-mark" />
      </span>
      <span className="bullet-caption">
        {t(`whatIf.line.${effect.comparator}`)} {text(target)}
      </span>
      <span className="what-if-bar-legend">
        {t('whatIf.barLegend', { before: text(before), after: text(after) })}
      </span>
    </div>
  );
}
