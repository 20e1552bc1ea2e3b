import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/i18n.ts';
import { useAreaText } from '../../ui/area.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EffectMark } from './effect-mark.tsx';
import { farmlandEffect } from './farmland-effect.ts';
import { marginText } from './margin-text.ts';
import { useFigures } from './use-figures.ts';

/** 摘要: the answer in one line that stays in sight while the panel is scrolled; only for the eye, the card below says the same. */
export function SummaryBar() {
  const { t } = useTranslation();
  const text = useAreaText();
  const language = useLanguage();
  const { answer, source, current } = useFigures();
  if (!answer) return null;
  const blocking = answer.touched.filter(({ blocks }) => blocks);
  const effect = farmlandEffect(answer);
  const state = !current ? 'stale' : source === 'server' ? 'server' : 'preview';
  return (
    <div className={classNames('what-if-summary', !current && 'what-if-summary-stale')} aria-hidden>
      <p>
        {effect?.afterSquareMeters != null ? (
          <>
            {t('whatIf.remaining')} <strong>{text(effect.afterSquareMeters)}</strong>{' '}
            <span>{marginText(effect, t, text)}</span>
          </>
        ) : (
          <>
            {t('whatIf.lost')} <strong>{text(answer.total.farmlandLostSquareMeters)}</strong>
          </>
        )}
      </p>
      {effect && <EffectMark state={effect.stateAfter} />}
      <small>
        {t(`whatIf.source.${state}`)}
        {blocking.map((layer) => ` · ${t('whatIf.blocks', { layer: layer.title[language] })}`)}
      </small>
    </div>
  );
}
