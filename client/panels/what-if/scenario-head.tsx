import ArrowLeft from 'lucide-react/icons/arrow-left';
import CopyPlus from 'lucide-react/icons/copy-plus';
import Package from 'lucide-react/icons/package';
import Redo2 from 'lucide-react/icons/redo-2';
import Save from 'lucide-react/icons/save';
import Share2 from 'lucide-react/icons/share-2';
import Undo2 from 'lucide-react/icons/undo-2';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '#core/contract/workspace.ts';
import { download } from '../../api/download.ts';
import { isPast, useMoments } from '../../state/as-of.ts';
import { useMay } from '../../state/session.ts';
import { useTool } from '../../state/tool.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { BatchDialog } from './batch-dialog.tsx';
import type { Content } from './content.ts';
import { change, closeScenario, isDirty, redo, undo, useDraft } from './draft.ts';
import { copyNameOf, reload, save, saveCopy, share, useSaving } from './save.ts';

interface ScenarioHeadProps {
  readonly workspace: Workspace;
  readonly content: Content;
}

/** 情景抬头: its name and year, saved or not, and what can be done with the whole of it. */
export function ScenarioHead({ workspace, content }: ScenarioHeadProps) {
  const { t } = useTranslation();
  const { about, saved, past, future } = useDraft();
  const { busy } = useSaving();
  const shaping = useTool((state) => state.tool === 'shape');
  const may = useMay();
  const moments = useMoments();
  const pastDay = isPast(moments);
  const [batching, setBatching] = useState(false);
  const dirty = isDirty({ content, saved });
  const fresh = about?.id === null;
  const state = fresh
    ? 'fresh'
    : !about?.mine
      ? dirty
        ? 'foreignDirty'
        : 'foreign'
      : dirty
        ? 'dirty'
        : 'clean';
  const unsaved = fresh || dirty ? t('whatIf.saveFirst') : undefined;
  const conversions = content.items.some(({ kind }) => kind === 'conversion');

  return (
    <header className="what-if-head">
      <div className="what-if-head-line">
        <Button variant="quiet" icon={<ArrowLeft size={16} aria-hidden />} onClick={closeScenario}>
          {t('whatIf.backToList')}
        </Button>
        {workspace.demonstration && <DemonstrationMark small />}
      </div>
      <div className="what-if-name">
        <TextField
          label={t('whatIf.name')}
          value={content.name}
          maxLength={100}
          error={content.name.trim() === '' ? t('whatIf.nameMissing') : undefined}
          onChange={(name) => change((before) => ({ ...before, name }), 'name')}
        />
        <TextField
          label={t('whatIf.year')}
          type="number"
          min={1950}
          max={2150}
          value={String(content.year)}
          onChange={(text) => {
            const year = Number(text);
            if (Number.isInteger(year) && year >= 1950 && year <= 2150)
              change((before) => ({ ...before, year }), 'year');
          }}
        />
        <TextField
          label={t('whatIf.surveyDate')}
          type="date"
          value={content.surveyDate ?? ''}
          onChange={(day) => change((before) => ({ ...before, surveyDate: day === '' ? null : day }), 'day')}
        />
      </div>
      <p className="what-if-state" role="status">
        {t(`whatIf.state.${state}`)}
        {about?.shared && about.mine && ` · ${t('whatIf.isShared')}`}
        {about?.owner && !about.mine && ` · ${about.owner}`}
      </p>
      <div className="what-if-buttons">
        <Button
          variant="primary"
          icon={<Save size={16} aria-hidden />}
          disabledReason={
            busy
              ? t('whatIf.saving')
              : content.name.trim() === ''
                ? t('whatIf.nameMissing')
                : state === 'clean'
                  ? t('whatIf.state.clean')
                  : undefined
          }
          onClick={() => void save()}
        >
          {busy ? t('whatIf.saving') : t(about?.mine ? 'whatIf.save' : 'whatIf.saveMine')}
        </Button>
        <IconButton
          label={t(shaping ? 'whatIf.undoShaping' : 'whatIf.undo')}
          disabled={past.length === 0 || shaping}
          onClick={undo}
        >
          <Undo2 size={18} aria-hidden />
        </IconButton>
        <IconButton label={t('whatIf.redo')} disabled={future.length === 0 || shaping} onClick={redo}>
          <Redo2 size={18} aria-hidden />
        </IconButton>
        <Button icon={<Share2 size={16} aria-hidden />} disabledReason={unsaved} onClick={() => void share()}>
          {t('whatIf.share')}
        </Button>
        {about?.mine && !fresh && (
          <Button
            icon={<CopyPlus size={16} aria-hidden />}
            onClick={() => void saveCopy(content, copyNameOf(content.name))}
          >
            {t('whatIf.saveCopy')}
          </Button>
        )}
        {about?.id && may('export', 'targets', content.region) && (
          <ExportButton
            label={t('whatIf.report')}
            disabledReason={unsaved}
            onExport={() =>
              download('GET /api/dashboard/export', {
                query: {
                  region: content.region,
                  year: content.year,
                  format: 'pdf',
                  scenario: about.id!,
                  ...(content.surveyDate ? { asOf: content.surveyDate } : moments),
                },
              })
            }
          />
        )}
        {may('add', 'conversion_batches', content.region) && (
          <Button
            icon={<Package size={16} aria-hidden />}
            disabledReason={
              pastDay ? t('asOf.noEditing') : !conversions ? t('whatIf.batch.noConversions') : unsaved
            }
            onClick={() => setBatching(true)}
          >
            {t('whatIf.batch.button')}
          </Button>
        )}
      </div>
      <SavingTrouble content={content} />
      {batching && about?.id && (
        <BatchDialog id={about.id} content={content} onClose={() => setBatching(false)} />
      )}
    </header>
  );
}

/** Why it could not be saved, and what can be done about it. */
function SavingTrouble({ content }: { readonly content: Content }) {
  const { t } = useTranslation();
  const { conflict, problem } = useSaving();
  if (conflict) {
    return (
      <div className="what-if-conflict" role="alert">
        <p>{t('whatIf.conflict')}</p>
        <div className="what-if-buttons">
          <Button onClick={reload}>{t('whatIf.conflictReload')}</Button>
          <Button variant="primary" onClick={() => void saveCopy(content, copyNameOf(content.name))}>
            {t('whatIf.conflictCopy')}
          </Button>
        </div>
      </div>
    );
  }
  return problem === null ? null : <ProblemView error={problem} onRetry={() => void save()} />;
}
