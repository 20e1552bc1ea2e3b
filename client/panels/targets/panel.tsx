import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/queries.ts';
import { useRegion } from '../../state/region.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { MovementView } from './movement.tsx';
import { OpenNumber } from './open-number.tsx';
import { useOpenedNumber } from './opened-number.ts';
import { useTargets } from './queries.ts';
import { TargetList } from './target-list.tsx';
import './targets.css';

/** 耕地保护: does every promised figure hold, by how much, and out of which parcels. */
export function Panel() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const chosen = useRegion((state) => state.code);
  const code = chosen ?? workspace.data?.region;
  const targets = useTargets(code, workspace.data?.regions ?? []);
  const opened = useOpenedNumber((state) => state.opened);

  const error = workspace.error ?? targets.error;
  if (error) return <ProblemView error={error} onRetry={() => void targets.refetch()} />;
  if (!workspace.data || !targets.data || code === undefined) return <Waiting label={t('targets.loading')} />;

  const target = targets.data.targets.find((item) => item.id === opened?.id);
  if (opened?.movement && target?.measured) return <MovementView key={target.id} target={target} />;
  if (opened && target?.measured) {
    return <OpenNumber key={`${opened.id}/${opened.region ?? ''}`} target={target} region={opened.region} />;
  }
  return (
    <TargetList
      asked={code}
      region={targets.data.region}
      targets={targets.data.targets}
      year={workspace.data.year}
      demonstration={workspace.data.demonstration}
    />
  );
}
