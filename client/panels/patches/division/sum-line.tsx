import Check from 'lucide-react/icons/check';
import { useTranslation } from 'react-i18next';
import { useAreaText } from '../../../ui/area.tsx';
import { MuArea } from '../mu-area.tsx';

interface SumLineProps {
  readonly sum: number;
  readonly whole: number;
  readonly sumLabel: string;
  readonly wholeLabel: string;
}

/** 合计核对: what the parts come to, what they are of, and what remains between, m². */
export function SumLine({ sum, whole, sumLabel, wholeLabel }: SumLineProps) {
  const { t } = useTranslation();
  const text = useAreaText();
  const difference = (Math.round(sum * 100) - Math.round(whole * 100)) / 100;
  return (
    <dl className="division-sum">
      <div>
        <dt>{sumLabel}</dt>
        <dd>
          <MuArea value={sum} />
          <small>{text(sum, { use: 'table', unit: 'm2' })}</small>
        </dd>
      </div>
      <div>
        <dt>{wholeLabel}</dt>
        <dd>
          <MuArea value={whole} />
          <small>{text(whole, { use: 'table', unit: 'm2' })}</small>
        </dd>
      </div>
      <div>
        <dt>{t('patches.division.difference')}</dt>
        <dd>
          {difference === 0 ? (
            <>
              <Check size={16} aria-hidden /> {t('patches.division.equal')}
            </>
          ) : (
            t('patches.division.squareMeters', {
              amount: `${difference > 0 ? '+' : '−'}${Math.abs(difference).toFixed(2)}`,
            })
          )}
        </dd>
      </div>
    </dl>
  );
}
