import CircleCheck from 'lucide-react/icons/circle-check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import OctagonAlert from 'lucide-react/icons/octagon-alert';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import type { FigureText } from './figure-text.ts';
import type { OpenedFigure, SumCheck } from './sum-check.ts';
import './opened.css';

interface SumLineProps {
  readonly check: SumCheck;
  readonly figure: OpenedFigure;
  readonly text: FigureText;
  readonly loading: boolean;
  /** Fetches further rows, when they are not fetched by themselves. */
  readonly onMore?: (() => void) | undefined;
  readonly onReload: () => void;
}

const icons = { equal: CircleCheck, different: OctagonAlert, partial: CircleDashed };

/** 合计行: Σ of the rows that this browser holds, and whether it is the figure, to 0.01 m². */
export function SumLine({ check, figure, text, loading, onMore, onReload }: SumLineProps) {
  const { t } = useTranslation();
  const Icon = icons[check.state];
  const counts = { count: check.rowCount, total: figure.rowCount };
  return (
    <section className={`sum-line sum-line-${check.state}`} aria-label={t('targets.sum.label')}>
      <p className="sum-line-equation">
        {t('targets.sum.equation', { count: check.rowCount, sum: text(check.sum, { unit: 'm2' }) })}
        <small>{text(check.sum, { use: 'table' })}</small>
      </p>
      <p className="sum-line-verdict" role="status">
        <Icon size={16} aria-hidden />
        <span>
          {check.state === 'equal' && t('targets.sum.equal', { figure: text(figure.value, { unit: 'm2' }) })}
          {check.state === 'partial' && t('targets.sum.partial', counts)}
          {check.state === 'different' &&
            t('targets.sum.different', {
              ...counts,
              figure: text(figure.value, { unit: 'm2' }),
              difference: text(check.difference, { unit: 'm2' }),
            })}
        </span>
      </p>
      {check.state === 'partial' && loading && (
        <Progress
          label={t('targets.sum.loading', counts)}
          value={figure.rowCount > 0 ? check.rowCount / figure.rowCount : undefined}
        />
      )}
      {check.state === 'partial' && onMore && <Button onClick={onMore}>{t('targets.sum.more')}</Button>}
      {check.state === 'different' && <Button onClick={onReload}>{t('targets.sum.reload')}</Button>}
    </section>
  );
}
