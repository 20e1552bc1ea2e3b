import History from 'lucide-react/icons/history';
import { useTranslation } from 'react-i18next';
import { isPast, momentText, useAsOf } from '../state/as-of.ts';
import { Button } from '../ui/button.tsx';

/** 历史时点: says all the time that this is not today, and leads back. */
export function AsOfBanner() {
  const { t } = useTranslation();
  const { moments, clear } = useAsOf();
  if (!isPast(moments)) return null;
  const { asOf, knownAt } = moments;
  return (
    <section className="as-of" aria-label={t('asOf.title')}>
      <History size={18} aria-hidden />
      <p role="status">
        <strong>{asOf ? t('asOf.banner', { moment: momentText(asOf) }) : t('asOf.bannerKnown')}</strong>
        {knownAt && <small>{t('asOf.knownAt', { moment: momentText(knownAt) })}</small>}
      </p>
      <Button onClick={clear}>{t('asOf.back')}</Button>
    </section>
  );
}
