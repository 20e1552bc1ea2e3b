import ArrowLeft from 'lucide-react/icons/arrow-left';
import Focus from 'lucide-react/icons/focus';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { download } from '../../api/download.ts';
import { isPast, useMoments } from '../../state/as-of.ts';
import { useMay } from '../../state/session.ts';
import { Button } from '../../ui/button.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { AreaTable } from './area-table.tsx';
import { Checks } from './checks.tsx';
import { Course } from './course.tsx';
import { fitParcels, hideBatch, showBatch } from './light.ts';
import { NextStep } from './next-step.tsx';
import { openBatch } from './opened-batch.ts';
import { Pieces } from './pieces.tsx';
import { useBatch, useShownRegion } from './queries.ts';
import { Rules } from './rules.tsx';
import { Stepper } from './stepper.tsx';

const EXPORTS = [
  { key: 'txtGbk', query: { format: 'txt', encoding: 'gbk' } },
  { key: 'txtUtf8', query: { format: 'txt', encoding: 'utf-8' } },
  { key: 'areas', query: { format: 'areas-csv' } },
] as const;

/** 批次页: everything that whoever signs must see, in the order in which it is decided. */
export function BatchPage({ id }: { readonly id: number }) {
  const { t } = useTranslation();
  const may = useMay();
  const past = isPast(useMoments());
  const heading = useFocusOnMount<HTMLHeadingElement>();
  const { demonstration } = useShownRegion();
  const { data: batch, error, refetch } = useBatch(id);

  useEffect(() => {
    if (batch) showBatch(batch);
  }, [batch]);
  const there = batch !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map moves once, when the batch has come
  useEffect(() => {
    if (batch) fitParcels(batch.parcels);
  }, [there]);
  useEffect(() => hideBatch, []);

  return (
    <div className="batches batch-page">
      <header className="batch-top">
        <Button variant="quiet" icon={<ArrowLeft size={16} aria-hidden />} onClick={() => openBatch(null)}>
          {t('batches.back')}
        </Button>
        {demonstration && <DemonstrationMark small />}
      </header>
      <h3 ref={heading} tabIndex={-1} className="batch-title">
        {batch?.name ?? t('batches.opening')}
        {batch && <small>{batch.number}</small>}
      </h3>
      {error && <ProblemView error={error} onRetry={() => void refetch()} />}
      {!batch && !error && <Waiting label={t('batches.opening')} />}
      {batch && (
        <>
          <Stepper batch={batch} />
          {past && (
            <p className="batch-warning" role="note">
              {t('batches.past')}
            </p>
          )}
          {batch.stale && (
            <p className="batch-warning" role="alert">
              {t('batches.stale')}
            </p>
          )}
          {!past && <NextStep key={`${batch.versionId}/${batch.status}`} batch={batch} />}
          <Checks checks={batch.checks} />
          <AreaTable batch={batch} />
          <Rules batch={batch} />
          <Pieces batch={batch} />
          <Course events={batch.events} />
          <div className="batch-tools">
            <Button icon={<Focus size={16} aria-hidden />} onClick={() => fitParcels(batch.parcels)}>
              {t('batches.onMap')}
            </Button>
            {may('export', 'conversion_batches', batch.regionCode) &&
              EXPORTS.map(({ key, query }) => (
                <ExportButton
                  key={key}
                  label={t(`batches.export.${key}`)}
                  onExport={() => download('GET /api/batches/{id}/export', { params: { id }, query })}
                />
              ))}
          </div>
        </>
      )}
    </div>
  );
}
