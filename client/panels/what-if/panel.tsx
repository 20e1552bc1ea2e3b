import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/queries.ts';
import { useScenario } from '../../state/scenario.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { useComparing } from './comparing.ts';
import { Comparison } from './comparison.tsx';
import { useDraft } from './draft.ts';
import { loadScenario, useSaving } from './save.ts';
import { ScenarioList } from './scenario-list.tsx';
import { useScenarioMap } from './use-scenario-map.ts';
import { Workbench } from './workbench.tsx';
import '../targets/targets.css';
import './what-if.css';
import './answer.css';
import './compare.css';

/** 红线算盘: may we convert this and still hold the floor? Answered while the outline is still under the finger. */
export function Panel() {
  const { t } = useTranslation();
  const workspace = useWorkspace().data;
  const open = useDraft((state) => state.content !== null);
  const comparing = useComparing((state) => state.shown);
  const { busy, problem } = useSaving();
  const linked = useScenario((state) => state.id);
  useScenarioMap();

  // A link names the scenario; it is read once, when nothing is open yet.
  useEffect(() => {
    if (linked && useDraft.getState().content === null) void loadScenario(linked);
  }, [linked]);

  if (!workspace) return <Waiting label={t('ui.loading')} />;
  if (comparing) return <Comparison />;
  if (open) return <Workbench workspace={workspace} />;
  return (
    <>
      {problem !== null && <ProblemView error={problem} />}
      {busy ? <Waiting label={t('whatIf.opening')} /> : <ScenarioList workspace={workspace} />}
    </>
  );
}
