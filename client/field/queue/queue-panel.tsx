import RefreshCw from 'lucide-react/icons/refresh-cw';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { usePhonePatches } from '../patch/phone-patches.ts';
import { problemText } from '../sync/problem-text.ts';
import { syncNow } from '../sync/sync-now.ts';
import { useSyncState } from '../sync/sync-state.ts';
import { ExportUnsent } from './export-unsent.tsx';
import { KeepPhotos } from './keep-photos.tsx';
import { QueueRowView } from './queue-row.tsx';
import type { QueueRow } from './queue-rows.ts';
import { retryRows, useQueue } from './use-queue.ts';
import './queue.css';

const FILTERS = ['open', 'refused', 'done'] as const;
type Filter = (typeof FILTERS)[number];
const STEP = 100;

/** 上传队列: every record and photograph of this phone with its state, why it waits, and what can be done about it. */
export function Panel() {
  const { t } = useTranslation();
  const { rows, loaded } = useQueue();
  const { patches } = usePhonePatches();
  const [filter, setFilter] = useState<Filter>('open');
  const [shown, setShown] = useState(STEP);
  const [error, setError] = useState<unknown>(null);
  const numbers = useMemo(() => new Map(patches.map(({ uid, number }) => [uid, number])), [patches]);
  const lists = useMemo(
    () => Object.fromEntries(FILTERS.map((each) => [each, rows.filter(belongs(each))])) as Lists,
    [rows],
  );
  const list = lists[filter];
  return (
    <div className="queue">
      <Summary onError={setError} />
      {error !== null && <ProblemView error={error} />}
      <fieldset className="queue-filters" aria-label={t('queue.title')}>
        {FILTERS.map((each) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={each === filter}
            onClick={() => {
              setFilter(each);
              setShown(STEP);
            }}
          >
            {t(`queue.filter.${each}`)} {lists[each].length}
          </button>
        ))}
        {lists.refused.length > 0 && (
          <Button onClick={() => void retryRows(lists.refused).then(syncNow).catch(setError)}>
            {t('queue.retryAll')}
          </Button>
        )}
      </fieldset>
      {loaded && list.length === 0 && (
        <p className="queue-empty">{t(rows.length === 0 ? 'queue.nothingYet' : 'queue.allSent')}</p>
      )}
      <ul className="queue-rows">
        {list.slice(0, shown).map((row) => (
          <QueueRowView
            key={row.id}
            row={row}
            number={row.patch === null ? '' : (numbers.get(row.patch) ?? row.patch.slice(-6).toUpperCase())}
            onError={setError}
          />
        ))}
      </ul>
      {list.length > shown && (
        <Button onClick={() => setShown(shown + STEP)}>
          {t('queue.more', { count: list.length - shown })}
        </Button>
      )}
      <ExportUnsent onError={setError} />
      <KeepPhotos onError={setError} />
    </div>
  );
}

type Lists = Record<Filter, QueueRow[]>;

function belongs(filter: Filter): (row: QueueRow) => boolean {
  if (filter === 'done') return ({ state }) => state === 'confirmed' || state === 'waiting';
  if (filter === 'refused') return ({ state }) => state === 'refused';
  return ({ state }) => state === 'queued' || state === 'refused';
}

/** What is not yet with the office, and the button that is never taken away. */
function Summary({ onError }: { readonly onError: (error: unknown) => void }) {
  const { t } = useTranslation();
  const state = useSyncState();
  const { online, syncing, problem, cause, conflicts, othersUnsent, clockOffset } = state;
  const offMinutes = clockOffset === null ? 0 : Math.round(Math.abs(clockOffset) / 60_000);
  return (
    <section className="queue-summary" aria-live="polite">
      <p>
        {t('queue.summary', {
          records: state.unsentRecords,
          photos: state.unsentPhotos,
          refused: state.refused,
        })}
      </p>
      {state.takenPhotos > 0 && (
        <p>
          {t('queue.photos', {
            taken: state.takenPhotos,
            sent: state.sentPhotos,
            confirmed: state.confirmedPhotos,
          })}
        </p>
      )}
      {conflicts > 0 && <p>{t('queue.conflicts', { count: conflicts })}</p>}
      {othersUnsent > 0 && <p>{t('queue.others', { count: othersUnsent })}</p>}
      {offMinutes >= 10 && (
        <p className="notice-warning">
          {t('queue.clock', { minutes: offMinutes, way: t(clockOffset! < 0 ? 'queue.fast' : 'queue.slow') })}
        </p>
      )}
      {problem && (
        <p className="notice-warning" role="alert">
          {problem}
          {cause && ` ${problemText(cause)}`}
        </p>
      )}
      <Button
        variant="primary"
        icon={<RefreshCw size={22} aria-hidden className={syncing ? 'queue-turning' : ''} />}
        onClick={() => void syncNow().catch(onError)}
      >
        {t(syncing ? 'queue.syncing' : 'queue.sync')}
      </Button>
      <p className="queue-explain">{t(online === false ? 'queue.explainOffline' : 'queue.explainOnline')}</p>
    </section>
  );
}
