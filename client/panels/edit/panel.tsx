import { useTranslation } from 'react-i18next';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Empty, Waiting } from '../../ui/progress.tsx';
import { DraftForm } from './draft-form.tsx';
import { fetchForEdit, useDraft } from './draft-store.ts';
import { Merge } from './merge-view.tsx';
import './edit.css';
import './merge.css';
import './together.css';

/** 编辑: one feature, from the form to the server's answer; a conflict is settled in the same place. */
export function Panel() {
  const { t } = useTranslation();
  const { draft, opening, problem, conflict } = useDraft();
  if (opening && problem !== null) {
    return <ProblemView error={problem} onRetry={() => void fetchForEdit(opening)} />;
  }
  if (opening) return <Waiting label={t('edit.opening')} />;
  if (!draft) return <Empty title={t('edit.none')} hint={t('edit.noneHint')} />;
  if (conflict) {
    const key = conflict.current?.versionId ?? 'withdrawn';
    return <Merge key={key} draft={draft} conflict={conflict} />;
  }
  return <DraftForm key={draft.feature?.versionId ?? 'new'} draft={draft} />;
}
