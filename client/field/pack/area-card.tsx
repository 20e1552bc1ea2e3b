import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentFieldMap } from '../../map/field/field-map.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Progress } from '../../ui/progress.tsx';
import { timeText } from '../../ui/time.ts';
import { bytesText } from '../app/bytes.ts';
import { useFieldLanguage } from '../app/i18n.ts';
import { goBack } from '../app/route.ts';
import { deleteArea, replanArea } from './areas.ts';
import type { PackArea } from './pack-db.ts';
import { halt, pauseArea, resumeArea, runQueue } from './queue.ts';

/** 一个离线区域: what it is at, and what can be done with it. */
export function AreaCard({ area }: { readonly area: PackArea }) {
  const { t } = useTranslation();
  const language = useFieldLanguage();
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { id, name, status, done, tiles, bytes, estimatedBytes, completedAt, stale, problem } = area;
  const doing = (work: () => Promise<unknown>) => () => {
    setError(null);
    work().catch(setError);
  };
  const refresh = async () => {
    await replanArea(id);
    void runQueue();
  };
  const remove = async () => {
    await halt(id);
    await deleteArea(id);
  };
  const words =
    status === 'complete'
      ? t('pack.complete', {
          size: bytesText(bytes),
          time: timeText(new Date(completedAt ?? 0).toISOString(), language),
        })
      : t(`pack.status.${status}`, {
          size: bytesText(bytes),
          all: bytesText(Math.max(estimatedBytes, bytes)),
        });
  return (
    <article className="pack-area" aria-label={name}>
      <h3>{name}</h3>
      <p>{words}</p>
      {status !== 'complete' && completedAt !== null && <p>{t('pack.oldInUse')}</p>}
      {problem && (
        <p className="notice-warning" role="status">
          {t(`pack.problem.${problem}`)}
        </p>
      )}
      {status === 'complete' && stale.length > 0 && <p className="notice-warning">{t('pack.stale')}</p>}
      {status !== 'complete' && (
        <Progress label={t('pack.progress')} value={tiles === 0 ? 0 : done / tiles} />
      )}
      {error !== null && <ProblemView error={error} />}
      <div className="pack-actions">
        <Button
          onClick={() => {
            currentFieldMap()?.fit(area.bounds);
            goBack();
          }}
        >
          {t('pack.show')}
        </Button>
        {(status === 'loading' || status === 'queued') && (
          <Button onClick={doing(() => pauseArea(id))}>{t('pack.pause')}</Button>
        )}
        {(status === 'paused' || status === 'failed') && (
          <Button variant="primary" onClick={doing(() => resumeArea(id))}>
            {t('pack.resume')}
          </Button>
        )}
        {status === 'complete' && (
          <Button variant={stale.length > 0 ? 'primary' : 'plain'} onClick={doing(refresh)}>
            {t('pack.refresh')}
          </Button>
        )}
        <Button
          variant="danger"
          onClick={asked ? doing(remove) : () => setAsked(true)}
          onBlur={() => setAsked(false)}
        >
          {t(asked ? 'pack.reallyDelete' : 'pack.delete')}
        </Button>
      </div>
    </article>
  );
}
