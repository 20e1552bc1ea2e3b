import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { navigate } from '../app/route.ts';
import { momentWords } from '../patch/words.ts';
import { problemText } from '../sync/problem-text.ts';
import { syncNow } from '../sync/sync-now.ts';
import { useSyncState } from '../sync/sync-state.ts';
import type { QueueRow } from './queue-rows.ts';
import { discardRow, retryRows } from './use-queue.ts';

interface QueueRowProps {
  readonly row: QueueRow;
  readonly number: string;
  readonly onError: (error: unknown) => void;
}

/** 一条: what it is, where it is at, why, and what can be done. */
export function QueueRowView({ row, number, onError }: QueueRowProps) {
  const { t, i18n } = useTranslation();
  const syncing = useSyncState((state) => state.syncing);
  const [sure, setSure] = useState(false);
  const { state, kind, problem, files, tries, patch } = row;
  const shown = state === 'queued' && syncing ? 'sending' : state;
  const done = files.filter((file) => file.state === 'confirmed').length;
  const discard = () => {
    if (!sure) setSure(true);
    else void discardRow(row).catch(onError);
  };
  return (
    <li className={classNames('queue-row', `queue-${state}`)}>
      <div className="queue-row-head">
        <strong>
          {t(`queue.kind.${kind}`)} {number}
        </strong>
        <span className="queue-state">{t(`queue.state.${shown}`)}</span>
      </div>
      <p className="queue-facts">
        {[
          momentWords(row.at, i18n.language),
          files.length > 0 && t('queue.parts', { done, all: files.length }),
          tries > 0 && state !== 'confirmed' && t('queue.tries', { count: tries }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {problem && state !== 'confirmed' && <p className="queue-why">{problemText(problem)}</p>}
      {(state === 'refused' || patch) && (
        <div className="queue-acts">
          {patch && <Button onClick={() => navigate(['patch', patch])}>{t('queue.open')}</Button>}
          {state === 'refused' && (
            <Button onClick={() => void retryRows([row]).then(syncNow).catch(onError)}>
              {t('queue.retry')}
            </Button>
          )}
          {row.discardable && (
            <Button
              variant="danger"
              disabledReason={row.exported ? undefined : t('queue.discardFirstExport')}
              onClick={discard}
            >
              {t(sure ? 'queue.discardSure' : 'queue.discard')}
            </Button>
          )}
        </div>
      )}
      {row.discardable && !row.exported && <p className="queue-facts">{t('queue.discardFirstExport')}</p>}
    </li>
  );
}
