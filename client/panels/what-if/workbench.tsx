import type { Workspace } from '#core/contract/workspace.ts';
import { Answer } from './answer.tsx';
import { useDraft } from './draft.ts';
import { Findings } from './findings.tsx';
import { ItemList } from './item-list.tsx';
import { useOpened } from './opened.ts';
import { OpenedFigure } from './opened-figure.tsx';
import { Room } from './room.tsx';
import { ScenarioHead } from './scenario-head.tsx';
import { Shares } from './shares.tsx';
import { SummaryBar } from './summary-bar.tsx';
import { useFigures, useLiveFigures } from './use-figures.ts';

/** 一个情景: the answer first, then what it is made of, then how it comes about. */
export function Workbench({ workspace }: { readonly workspace: Workspace }) {
  useLiveFigures();
  const opened = useOpened((state) => state.opened);
  const content = useDraft((state) => state.content)!;
  const { answer } = useFigures();
  if (opened && answer) return <OpenedFigure opened={opened} answer={answer} />;
  return (
    <div className="what-if">
      <SummaryBar />
      <ScenarioHead workspace={workspace} content={content} />
      <Answer />
      {answer && <Findings answer={answer} items={content.items} />}
      <ItemList content={content} />
      {answer && <Shares answer={answer} />}
      <Room region={content.region} year={content.year} />
    </div>
  );
}
