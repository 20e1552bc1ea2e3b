import Hourglass from 'lucide-react/icons/hourglass';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '../../ui/problem-view.tsx';
import { clockText } from './use-countdown.ts';

interface RefusalProps {
  readonly error: unknown;
  /** Seconds that are still to wait. */
  readonly seconds: number;
}

/** Why it was refused, and how long until it may be tried again. */
export function Refusal({ error, seconds }: RefusalProps) {
  const { t } = useTranslation();
  if (!error) return null;
  return (
    <div className="refusal">
      <ProblemView error={error} />
      {seconds > 0 && (
        <p className="refusal-wait" role="timer">
          <Hourglass size={16} aria-hidden />
          {t('signIn.wait', { time: clockText(seconds) })}
        </p>
      )}
    </div>
  );
}
