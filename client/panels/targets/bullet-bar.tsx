import { useTranslation } from 'react-i18next';
import type { Target } from '#core/contract/targets.ts';
import { useFigureText } from './figure-text.ts';
import { bulletScale } from './margin.ts';

/** 子弹图: the measured length against the mark of the target, both from zero. */
export function BulletBar({ target, measured }: { readonly target: Target; readonly measured: number }) {
  const { t } = useTranslation();
  const text = useFigureText(target);
  const scale = bulletScale(measured, target.value);
  const line = t(`targets.line.${target.comparator}`);
  return (
    <div
      className={`bullet bullet-${target.state}`}
      role="img"
      aria-label={t('targets.barLabel', { measured: text(measured), line, target: text(target.value) })}
      style={{ '--measured': scale.measured, '--target': scale.target } as React.CSSProperties}
    >
      <span className="bullet-track">
        <span className="bullet-measured" />
        <span className="bullet-mark" />
      </span>
      <span className="bullet-caption">
        {line} {text(target.value)}
      </span>
    </div>
  );
}
