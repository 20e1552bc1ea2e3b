import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatchView } from '#core/contract/patches.ts';
import { useLanguage } from '../../../app/i18n.ts';
import { useMay } from '../../../state/session.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { timeText } from '../../../ui/time.ts';
import { useAct } from '../queries.ts';

/** 计时: stopped while others are waited for, and started again; both stay in the record. */
export function Clock({ patch }: { readonly patch: PatchView }) {
  const { t } = useTranslation();
  const may = useMay();
  const language = useLanguage();
  const [reason, setReason] = useState('');
  const act = useAct();
  const running = patch.pauses.filter(({ until }) => until === null);
  const time = (at: number) => timeText(new Date(at).toISOString(), language);
  if (!may('review', 'patches', patch.regionCode) || patch.state === 'closed') return null;
  return (
    <section className="patch-section" aria-label={t('patches.clock.title')}>
      <h4>{t('patches.clock.title')}</h4>
      {patch.pauses.length > 0 && (
        <ul className="patch-comments">
          {patch.pauses.map((pause) => (
            <li key={pause.operation}>
              <p>{pause.reason}</p>
              <small>
                {pause.until === null
                  ? t('patches.clock.since', { from: time(pause.from) })
                  : t('patches.clock.between', { from: time(pause.from), until: time(pause.until) })}
              </small>
            </li>
          ))}
        </ul>
      )}
      {running.length > 0 ? (
        <Button
          icon={<Play size={16} aria-hidden />}
          disabledReason={act.isPending ? t('patches.sending') : undefined}
          onClick={() =>
            act.mutate(running.map(({ operation }) => ({ uid: patch.uid, kind: 'resume', pause: operation })))
          }
        >
          {t('patches.clock.resume')}
        </Button>
      ) : (
        <form
          className="patch-inline"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim().length < 2 || act.isPending) return;
            act.mutate([{ uid: patch.uid, kind: 'pause', reason: reason.trim() }], {
              onSuccess: () => setReason(''),
            });
          }}
        >
          <TextField label={t('patches.clock.reason')} value={reason} maxLength={500} onChange={setReason} />
          <Button
            type="submit"
            icon={<Pause size={16} aria-hidden />}
            disabledReason={
              act.isPending
                ? t('patches.sending')
                : reason.trim().length < 2
                  ? t('patches.clock.reasonFault')
                  : undefined
            }
          >
            {t('patches.clock.pause')}
          </Button>
        </form>
      )}
      {act.error && <ProblemView error={act.error} />}
    </section>
  );
}
