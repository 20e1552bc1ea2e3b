import ChevronRight from 'lucide-react/icons/chevron-right';
import { useTranslation } from 'react-i18next';
import type { BatchSummary } from '#core/contract/batches.ts';
import { Area } from '../../ui/area.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Empty, Waiting } from '../../ui/progress.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { STATUSES, sumAreas } from './figures.ts';
import { openBatch, useOpenedBatch } from './opened-batch.ts';
import { useBatches, useShownRegion } from './queries.ts';

/** 批次台账 by stage, the earliest first: what waits for somebody is on top. */
export function BatchList() {
  const { t } = useTranslation();
  const { code, region, demonstration } = useShownRegion();
  const { data, error, refetch } = useBatches(code);
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting label={t('batches.loading')} />;
  if (data.batches.length === 0) {
    return <Empty title={t('batches.none', { region: region?.name ?? code })} hint={t('batches.noneHint')} />;
  }
  return (
    <>
      <p className="batches-where">
        {region?.name ?? code} · {t('batches.count', { count: data.batches.length })}
        {demonstration && <DemonstrationMark small />}
      </p>
      {STATUSES.map((status) => {
        const batches = data.batches.filter((batch) => batch.status === status);
        if (batches.length === 0) return null;
        return (
          <section key={status} className="batches-stage" aria-label={t(`batches.status.${status}`)}>
            <h3>
              {t(`batches.status.${status}`)}
              <small>
                {t('batches.count', { count: batches.length })} ·{' '}
                <Area value={sumAreas(batches.map((batch) => batch.areaSquareMeters))} />
              </small>
            </h3>
            <ul>
              {batches.map((batch) => (
                <li key={batch.id}>
                  <BatchRow batch={batch} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

function BatchRow({ batch }: { readonly batch: BatchSummary }) {
  const { t } = useTranslation();
  const place = useFocusOnMount<HTMLButtonElement>(useOpenedBatch.getState().left === batch.id);
  return (
    <button ref={place} type="button" className="batch-row" onClick={() => openBatch(batch.id)}>
      <span className="batch-row-name">{batch.name}</span>
      <span className="batch-row-area">
        <Area value={batch.areaSquareMeters} />
      </span>
      <span className="batch-row-facts">
        {batch.number} · {t('batches.parcelCount', { count: batch.parcelCount })} ·{' '}
        {t('batches.since', { date: batch.changedOn.slice(0, 10) })}
      </span>
      <ChevronRight size={16} aria-hidden />
    </button>
  );
}
