import ArrowLeft from 'lucide-react/icons/arrow-left';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import { useWorkspace } from '../../api/queries.ts';
import { useLanguage } from '../../app/i18n.ts';
import { usePanels } from '../../state/panels.ts';
import { type RulersSubject, useRulers } from '../../state/rulers.ts';
import { useSelection } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Empty, Progress, Waiting } from '../../ui/progress.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { MOST_SHAPES } from './measure.ts';
import { RulerTable } from './ruler-table.tsx';
import { useMeasured } from './use-measured.ts';
import './rulers.css';

/** 三把尺: one area by three rulers, the differences, and which one counts. */
export function Panel() {
  const { t } = useTranslation();
  const subject = useRulers((state) => state.subject);
  if (!subject) return <Empty title={t('rulers.none')} hint={t('rulers.noneHint')} />;
  return <Rulers subject={subject} />;
}

function Rulers({ subject }: { readonly subject: RulersSubject }) {
  const { t } = useTranslation();
  const demonstration = useWorkspace().data?.demonstration ?? false;
  const measuring = useMeasured(subject);
  const language = useLanguage();
  const heading = useFocusOnMount<HTMLHeadingElement>();
  return (
    <div className="rulers">
      {subject.kind !== 'geometry' && (
        <Button
          variant="quiet"
          className="rulers-back"
          icon={<ArrowLeft size={16} aria-hidden />}
          onClick={() => goBack(subject)}
        >
          {t(`rulers.back.${subject.kind}`)}
        </Button>
      )}
      <header className="rulers-head">
        <h3 ref={heading} tabIndex={-1}>
          {subject.kind === 'feature' && `${layerById(subject.ref.layer).title[language]} `}
          {subject.title}
        </h3>
        {demonstration && <DemonstrationMark small />}
      </header>
      {measuring.state === 'working' &&
        (measuring.of > 0 ? (
          <Progress
            label={t('rulers.progress', { done: measuring.done, of: Math.min(measuring.of, MOST_SHAPES) })}
            value={measuring.done / measuring.of}
          />
        ) : (
          <Waiting label={t('rulers.measuring')} />
        ))}
      {measuring.state === 'failed' && <ProblemView error={measuring.error} onRetry={measuring.again} />}
      {measuring.state === 'done' && <RulerTable kind={subject.kind} measured={measuring.measured} />}
    </div>
  );
}

/** To where the subject was chosen. */
function goBack(subject: RulersSubject): void {
  if (subject.kind === 'target') usePanels.getState().open('targets');
  if (subject.kind === 'feature') {
    usePanels.getState().close();
    useSelection.getState().select(subject.ref);
  }
}
