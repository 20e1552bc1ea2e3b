import Navigation from 'lucide-react/icons/navigation';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { nameIn } from '#core/vocabulary/code-list.ts';
import { patchClass1 } from '#core/vocabulary/lists/patch-class-1.ts';
import { patchState1 } from '#core/vocabulary/lists/patch-state-1.ts';
import { useFieldLanguage } from '../app/i18n.ts';
import type { TaskRow } from '../patch/phone-patches.ts';
import { compassWord, distanceWords } from '../patch/words.ts';
import { DeadlineMark } from './deadline-mark.tsx';
import { placeWords, progressOf } from './task-list.ts';

interface TaskCardProps {
  readonly patch: TaskRow;
  readonly meters: number | null;
  readonly bearing: number | null;
  readonly onOpen: () => void;
}

/** 任务卡: number, class, how far and which way, by when, in what state; told by words and signs, not by colour alone. */
export const TaskCard = memo(function TaskCard({ patch, meters, bearing, onOpen }: TaskCardProps) {
  const { t } = useTranslation();
  const language = useFieldLanguage();
  const { state, deadline, patchClass } = patch;
  const progress = progressOf(patch);
  return (
    <button type="button" className="task-card" onClick={onOpen}>
      <span className="task-line">
        <strong className="task-number">{patch.number}</strong>
        <DeadlineMark deadline={deadline} state={state} />
      </span>
      <span className="task-line">
        <span>{nameIn(patchClass1, patchClass, language) || t('tasks.noClass')}</span>
        <span className="task-state">{nameIn(patchState1, state, language)}</span>
        {progress !== 'none' && (
          <span className={`task-progress task-${progress}`}>{t(`tasks.progress.${progress}`)}</span>
        )}
        {patch.inConflict && <span className="task-conflict">{t('tasks.conflict')}</span>}
      </span>
      <span className="task-line task-muted">
        {meters !== null && (
          <span className="task-way">
            {bearing !== null && (
              <Navigation size={16} aria-hidden style={{ transform: `rotate(${bearing - 45}deg)` }} />
            )}
            {distanceWords(t, meters)}
            {bearing !== null && ` · ${compassWord(t, bearing)}`}
          </span>
        )}
        <span className="task-place">{placeWords(patch)}</span>
      </span>
    </button>
  );
});
