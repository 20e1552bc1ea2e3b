import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { ImportBatch } from '#core/contract/imports.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Area } from '../../ui/area.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { timeText } from '../../ui/time.ts';
import { BatchFacts } from './batch-facts.tsx';
import { useImportBatches } from './queries.ts';
import { UndoButton } from './undo-button.tsx';
import './batches.css';

/** 已导入的批次, latest first, each with its undo. */
export function BatchList() {
  const { t } = useTranslation();
  const { data, error, refetch } = useImportBatches();
  return (
    <section className="batches" aria-label={t('import.batches')}>
      <h3>{t('import.batches')}</h3>
      {error && <ProblemView error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting label={t('import.receipt.waiting')} />}
      {data?.batches.length === 0 && <p className="import-reason">{t('import.noBatches')}</p>}
      <ul>
        {data?.batches.map((batch) => (
          <BatchRow key={batch.id} batch={batch} />
        ))}
      </ul>
    </section>
  );
}

function BatchRow({ batch }: { readonly batch: ImportBatch }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const undone = batch.status === 'undone';
  return (
    <li className={undone ? 'batch batch-undone' : 'batch'}>
      <details>
        <summary>
          <span className="batch-name">{batch.name}</span>
          <span className="batch-line">
            {undone && <strong>{t('import.batch.undone')}</strong>}
            {layerById(batch.layer).title[language]} · {t('import.batch.count', { count: batch.rowCount })} ·{' '}
            <Area value={batch.areaSquareMeters} /> · {timeText(batch.createdAt, language)}
          </span>
        </summary>
        <BatchFacts batch={batch} />
      </details>
      {!undone && <UndoButton batch={batch} />}
    </li>
  );
}
