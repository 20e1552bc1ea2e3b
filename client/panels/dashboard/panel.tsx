import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/queries.ts';
import { loadText } from '../../app/i18n.ts';
import { useRegion } from '../../state/region.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { Board } from './board.tsx';
import { useDashboard } from './queries.ts';
import './dashboard.css';

// Words of states, margins and bars are those of the targets panel.
await loadText('work');

/** 指标看板: where a region stands, what may still be converted, and where it goes; each figure opens. */
export function Panel() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const chosen = useRegion((state) => state.code);
  const [year, setYear] = useState<number | undefined>();
  const dashboard = useDashboard(chosen ?? workspace.data?.region, year);
  const error = workspace.error ?? dashboard.error;
  if (error) return <ProblemView error={error} onRetry={() => void dashboard.refetch()} />;
  if (!workspace.data || !dashboard.data) return <Waiting label={t('dashboard.loading')} />;
  return (
    <Board
      workspace={workspace.data}
      data={dashboard.data}
      stale={dashboard.isPlaceholderData}
      onYear={setYear}
    />
  );
}
