import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dashboard } from '#core/contract/indicators.ts';
import type { Workspace } from '#core/contract/workspace.ts';
import { classNames } from '../../ui/class-names.ts';
import { Empty } from '../../ui/progress.tsx';
import { BoardHead } from './board-head.tsx';
import { Course } from './course.tsx';
import { Exports } from './exports.tsx';
import { Parts } from './parts.tsx';
import { Room } from './room.tsx';
import { type State, StateTiles } from './state-tiles.tsx';
import { TargetBars } from './target-bars.tsx';

interface BoardProps {
  readonly workspace: Workspace;
  readonly data: Dashboard;
  /** Another region or year is on its way. */
  readonly stale: boolean;
  readonly onYear: (year: number) => void;
}

/** 看板: the answer first, then the states, the targets, the course, the parts. */
export function Board({ workspace, data, stale, onYear }: BoardProps) {
  const { t } = useTranslation();
  const [only, setOnly] = useState<State | null>(null);
  const { targets } = data;
  const shown = only === null ? targets : targets.filter(({ state }) => state === only);
  return (
    <div className={classNames('dashboard', stale && 'dashboard-stale')} aria-busy={stale}>
      <BoardHead workspace={workspace} data={data} onYear={onYear} />
      <Room data={data} />
      <Exports data={data} />
      {targets.length === 0 ? (
        <Empty title={t('dashboard.noTargets', { year: data.year })} hint={t('dashboard.noTargetsHint')} />
      ) : (
        <>
          <StateTiles targets={targets} only={only} onOnly={setOnly} />
          <TargetBars targets={shown} />
        </>
      )}
      <Course data={data} />
      <Parts workspace={workspace} data={data} />
    </div>
  );
}
