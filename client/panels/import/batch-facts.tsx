import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { ImportBatch } from '#core/contract/imports.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Area } from '../../ui/area.tsx';
import { timeText } from '../../ui/time.ts';
import './batches.css';

/** 批次事项 as the server keeps them. */
export function BatchFacts({ batch }: { readonly batch: ImportBatch }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <dl className="batch-facts">
      <dt>{t('import.batch.id')}</dt>
      <dd>{batch.id}</dd>
      <dt>{t('import.layer')}</dt>
      <dd>{layerById(batch.layer).title[language]}</dd>
      <dt>{t('import.batch.rows')}</dt>
      <dd>
        {batch.rowCount}
        {batch.skippedCount > 0 && ` · ${t('import.commit.skipped', { count: batch.skippedCount })}`}
      </dd>
      <dt>{t('import.batch.area')}</dt>
      <dd>
        <Area value={batch.areaSquareMeters} both />
      </dd>
      <dt>{t('import.crs')}</dt>
      <dd>
        {batch.crs}
        {batch.encoding && ` · ${batch.encoding.toUpperCase()}`}
      </dd>
      <dt>{t('import.batch.files')}</dt>
      <dd className="batch-files">{batch.fileNames.join('、')}</dd>
      <dt>{t('import.batch.time')}</dt>
      <dd>{timeText(batch.createdAt, language)}</dd>
      {batch.undoneAt && (
        <>
          <dt>{t('import.batch.undoneAt')}</dt>
          <dd>{timeText(batch.undoneAt, language)}</dd>
        </>
      )}
    </dl>
  );
}
