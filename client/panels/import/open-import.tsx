import { useTranslation } from 'react-i18next';
import type { ImportChanges, ImportPreview, ImportResource } from '#core/contract/imports.ts';
import type { ProblemBody } from '#core/problem.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { leaveImport } from './import-store.ts';
import { Preview } from './preview.tsx';
import { useChangeImport, useLastPreview } from './queries.ts';
import { Receipt } from './receipt.tsx';
import { usePreviewMap } from './use-preview-map.ts';
import { Working } from './working.tsx';

/** 一次导入 from reading to receipt. */
export function OpenImport({ resource }: { readonly resource: ImportResource }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const preview = useLastPreview(resource);
  const { state, progress, fileName, problem, batchId } = resource;

  if (state === 'committed' && batchId !== null)
    return <Receipt batchId={batchId} bounds={preview?.bounds} />;
  if (state === 'failed' || state === 'cancelled') {
    const body = problem && {
      ...(problem as Omit<ProblemBody, 'title' | 'detail' | 'next'>),
      type: `/problems/${problem.type}`,
      title: problem.title[language],
      detail: problem.detail[language],
      next: problem.next[language],
    };
    return (
      <>
        {body ? <ProblemView error={new ApiProblem(body)} /> : <p>{t('import.cancelled')}</p>}
        <Button variant="primary" onClick={() => void leaveImport()}>
          {t('import.otherFile')}
        </Button>
      </>
    );
  }
  if (state === 'committing' || !preview) {
    return (
      <Working
        title={fileName}
        label={t(state === 'committing' ? 'import.committing' : 'import.reading')}
        share={progress}
        onCancel={() => void leaveImport()}
      />
    );
  }
  return <WithPreview resource={resource} preview={preview} />;
}

function WithPreview({ resource, preview }: { resource: ImportResource; preview: ImportPreview }) {
  const change = useChangeImport(resource.id);
  usePreviewMap(preview);
  return (
    <>
      {change.error && <ProblemView error={change.error} />}
      <Preview
        resource={resource}
        preview={preview}
        onChange={(changes: ImportChanges) => change.mutate(changes)}
      />
    </>
  );
}
