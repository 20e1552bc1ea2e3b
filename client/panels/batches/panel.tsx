import { useTranslation } from 'react-i18next';
import { Segmented } from '../../ui/controls.tsx';
import { BalanceLedger } from './balance-ledger.tsx';
import { BatchList } from './batch-list.tsx';
import { BatchPage } from './batch-page.tsx';
import { showView, useOpenedBatch } from './opened-batch.ts';
import './batches.css';
import './ledger.css';

/** 征转批次: from plan to ground, and the ledger of farmland occupied and supplied. */
export function Panel() {
  const { t } = useTranslation();
  const { view, id } = useOpenedBatch();
  if (view === 'batches' && id !== null) return <BatchPage key={id} id={id} />;
  return (
    <div className="batches">
      <Segmented
        label={t('batches.view.label')}
        value={view}
        options={[
          { value: 'batches', label: t('batches.view.batches') },
          { value: 'balance', label: t('batches.view.balance') },
        ]}
        onChange={showView}
      />
      {view === 'batches' ? <BatchList /> : <BalanceLedger />}
    </div>
  );
}
