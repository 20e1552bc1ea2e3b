import ListChecks from 'lucide-react/icons/list-checks';
import ShieldCheck from 'lucide-react/icons/shield-check';
import { useTranslation } from 'react-i18next';
import { Choice } from '../app/choice.tsx';
import { navigate } from '../app/route.ts';
import { speak, useSpeech } from '../position/speech.ts';
import { TEXT_SIZES, useTextSize } from './text-size.ts';

/** 我的, more of it: the queue, checking a pack, sizes and sounds. */
export function MeMore() {
  const { t } = useTranslation();
  const { size, set } = useTextSize();
  const speech = useSpeech();
  return (
    <>
      <button type="button" className="row-button" onClick={() => navigate(['queue'])}>
        <ListChecks size={24} aria-hidden />
        <strong>{t('me.queue')}</strong>
        <span>{t('me.queueExplain')}</span>
      </button>
      <button type="button" className="row-button" onClick={() => navigate(['verify'])}>
        <ShieldCheck size={24} aria-hidden />
        <strong>{t('me.verify')}</strong>
        <span>{t('me.verifyExplain')}</span>
      </button>
      <section aria-labelledby="me-reading">
        <h2 id="me-reading">{t('me.reading')}</h2>
        <Choice
          label={t('me.textSize')}
          value={size}
          options={TEXT_SIZES.map((value) => ({ value, label: `${value}%` }))}
          onChange={set}
        />
        <label className="check-row">
          <input
            type="checkbox"
            checked={speech.on}
            onChange={() => {
              speech.set(!speech.on);
              speak(t('me.speechOn'));
            }}
          />
          <span>{t('me.speech')}</span>
        </label>
      </section>
    </>
  );
}
