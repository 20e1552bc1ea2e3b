import ArrowLeft from 'lucide-react/icons/arrow-left';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import { useWorkspace } from '../../api/queries.ts';
import { useLanguage } from '../../app/i18n.ts';
import { usePanels } from '../../state/panels.ts';
import { useSelection } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Empty, Waiting } from '../../ui/progress.tsx';
import { dayOf } from '../../ui/today.ts';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { Comparison } from './comparison.tsx';
import { leftStandingBy, newestFirst, previousOf } from './differences.ts';
import { type HistorySubject, useHistorySubject } from './history-store.ts';
import { type HistoryVersion, useHistory } from './queries.ts';
import { VersionCard } from './version-card.tsx';
import '../edit/edit.css';
import '../edit/merge.css';
import './history.css';

/** 变更历史: every version of a feature, and what lies between any two of them. */
export function Panel() {
  const { t } = useTranslation();
  const subject = useHistorySubject((state) => state.subject);
  if (!subject) return <Empty title={t('history.none')} hint={t('history.noneHint')} />;
  return <History key={`${subject.ref.layer}/${subject.ref.id}`} subject={subject} />;
}

function History({ subject }: { readonly subject: HistorySubject }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const heading = useFocusOnMount<HTMLHeadingElement>();
  const demonstration = useWorkspace().data?.demonstration ?? false;
  const { data, error, isPending, refetch } = useHistory(subject.ref);
  const versions = useMemo(() => [...(data?.versions ?? [])].sort(newestFirst), [data]);
  const [chosen, setChosen] = useState<Pair | null>(null);
  const pair = pairOf(versions, chosen);

  return (
    <div className="history">
      <Button
        variant="quiet"
        className="history-back"
        icon={<ArrowLeft size={16} aria-hidden />}
        onClick={() => {
          usePanels.getState().close();
          useSelection.getState().select(subject.ref);
        }}
      >
        {t('history.back')}
      </Button>
      <header className="edit-head">
        <h3 ref={heading} tabIndex={-1}>
          {t('history.of', { layer: layerById(subject.ref.layer).title[language], label: subject.label })}
        </h3>
        {demonstration && <DemonstrationMark small />}
      </header>
      {isPending && <Waiting label={t('ui.loading')} />}
      {error && <ProblemView error={error} onRetry={() => void refetch()} />}
      {data && data.current === null && <p className="edit-note">{t('history.ended')}</p>}
      {pair && <Comparison subject={subject} versions={versions} pair={pair} onPair={setChosen} />}
      {versions.length === 1 && <p className="edit-note">{t('history.onlyOne')}</p>}
      {data && (
        <ol className="history-list" aria-label={t('history.versions', { count: versions.length })}>
          {versions.map((version, index) => {
            const previous = previousOf(version, versions);
            const change = leftStandingBy(version, versions);
            if (change) {
              return (
                <li key={version.versionId} className="version-left">
                  <span className="version-number">{versions.length - index}</span>
                  {t('history.leftStanding', {
                    from: dayOf(version.validFrom),
                    until: dayOf(version.validUntil!),
                    number: versions.length - versions.indexOf(change),
                  })}
                </li>
              );
            }
            return (
              <VersionCard
                key={version.versionId}
                subject={subject}
                version={version}
                previous={previous}
                number={versions.length - index}
                current={data.current}
                newest={versions[0]!.versionId}
                shown={pair?.after === version.versionId && pair.before === previous?.versionId}
                onCompare={
                  previous && (() => setChosen({ before: previous.versionId, after: version.versionId }))
                }
              />
            );
          })}
        </ol>
      )}
    </div>
  );
}

/** Two versions that are compared. */
export interface Pair {
  readonly before: number;
  readonly after: number;
}

/** What was chosen, while it is still there; else the newest change. */
function pairOf(versions: readonly HistoryVersion[], chosen: Pair | null): Pair | null {
  const there = (id: number) => versions.some(({ versionId }) => versionId === id);
  if (chosen && there(chosen.before) && there(chosen.after)) return chosen;
  const newest = versions[0];
  const previous = newest && previousOf(newest, versions);
  return newest && previous ? { before: previous.versionId, after: newest.versionId } : null;
}
