import CircleCheck from 'lucide-react/icons/circle-check';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { ImportBatch } from '#core/contract/imports.ts';
import type { Bounds } from '#core/contract/shared.ts';
import { useLanguage } from '../../app/i18n.ts';
import { fitBounds } from '../../map/highlight.ts';
import { announce } from '../../state/announcer.ts';
import { useLayers } from '../../state/layers.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { BatchFacts } from './batch-facts.tsx';
import { leaveImport } from './import-store.ts';
import { useImportBatches } from './queries.ts';
import { UndoButton } from './undo-button.tsx';

interface ReceiptProps {
  readonly batchId: number;
  readonly bounds: Bounds | null | undefined;
}

/** 回执: what the server says it has stored, and the way back. */
export function Receipt({ batchId, bounds }: ReceiptProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useImportBatches();
  const batch = data?.batches.find(({ id }) => id === batchId);
  const layer = batch?.layer;

  useEffect(() => {
    if (!layer) return;
    useLayers.getState().setVisible(layer, true);
    announce(t('import.receipt.stored'));
  }, [layer, t]);

  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!batch) return <Waiting label={t('import.receipt.waiting')} />;
  return <ReceiptOf batch={batch} bounds={bounds} />;
}

function ReceiptOf({ batch, bounds }: Pick<ReceiptProps, 'bounds'> & { readonly batch: ImportBatch }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const heading = useFocusOnMount<HTMLHeadingElement>();
  const undone = batch.status === 'undone';
  return (
    <section className="import-receipt" aria-label={t('import.receipt.title')}>
      <h3 ref={heading} tabIndex={-1}>
        <CircleCheck size={20} aria-hidden />
        {t(undone ? 'import.receipt.undone' : 'import.receipt.stored')}
      </h3>
      <p>
        {t(undone ? 'import.receipt.outOf' : 'import.receipt.into', {
          layer: layerById(batch.layer).title[language],
          name: batch.name,
        })}
      </p>
      <BatchFacts batch={batch} />
      <div className="import-actions">
        <Button variant="primary" onClick={() => void leaveImport()}>
          {t('import.receipt.another')}
        </Button>
        {bounds && !undone && (
          <Button onClick={() => void fitBounds(bounds, { maxZoom: 17 })}>{t('import.receipt.show')}</Button>
        )}
        {!undone && <UndoButton batch={batch} />}
      </div>
    </section>
  );
}
