import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { usePhone } from '../../app/use-media.ts';
import { LiveMark } from '../../live/live-mark.tsx';
import { Segmented } from '../../ui/controls.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { useShownRegion } from '../batches/queries.ts';
import { ConflictBox } from './conflicts/conflict-box.tsx';
import { DispatchDesk } from './dispatch/dispatch-desk.tsx';
import { Duty } from './duty.tsx';
import { Inbox } from './inbox/inbox.tsx';
import { type PatchTab, useOpened } from './opened.ts';
import { useStatistics } from './queries.ts';
import { ReviewPage } from './review/review-page.tsx';
import { Statistics } from './statistics/statistics.tsx';
import './patches.css';
import './patches-dispatch.css';
import './patches-conflicts.css';
import './patches-statistics.css';
import './patches-review.css';

const SplitDesk = lazy(async () => ({ default: (await import('./division/split-desk.tsx')).SplitDesk }));
const MergeDesk = lazy(async () => ({ default: (await import('./division/merge-desk.tsx')).MergeDesk }));

const TABS: readonly PatchTab[] = ['inbox', 'conflicts', 'statistics', 'duty'];

/** 图斑: the registers, what is to be settled, their statistics and the duty ledger; over them the review of one patch. */
export function Panel() {
  const { t } = useTranslation();
  const phone = usePhone();
  const { tab, uid, dispatching, division } = useOpened();
  const { code, region, demonstration } = useShownRegion();
  const open = useStatistics({ ...(code ? { region: code } : {}), conflicts: true }, 'register');
  if (division) {
    return (
      <Suspense fallback={<Waiting label={t('patches.opening')} />}>
        {division.kind === 'split' ? (
          <SplitDesk key={division.uid} uid={division.uid} />
        ) : (
          <MergeDesk key={division.uids.join()} {...division} />
        )}
      </Suspense>
    );
  }
  if (uid !== null) return <ReviewPage key={uid} uid={uid} />;
  if (dispatching) return <DispatchDesk />;
  const conflicts = open.data?.rows.reduce((sum, { issued }) => sum + issued.count, 0);
  return (
    <div className="patches">
      <p className="patches-where">
        {region?.name ?? code}
        {demonstration && <DemonstrationMark small />}
        {phone && <LiveMark />}
      </p>
      <Segmented
        label={t('patches.tab.label')}
        value={tab}
        options={TABS.map((value) => ({
          value,
          label:
            value === 'conflicts' && conflicts
              ? t('patches.tab.conflictsOf', { count: conflicts })
              : t(`patches.tab.${value}`),
        }))}
        onChange={(next) => useOpened.setState({ tab: next })}
      />
      {tab === 'inbox' && <Inbox />}
      {tab === 'conflicts' && <ConflictBox />}
      {tab === 'statistics' && <Statistics />}
      {tab === 'duty' && <Duty />}
    </div>
  );
}
