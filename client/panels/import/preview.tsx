import { useTranslation } from 'react-i18next';
import type { ImportChanges, ImportPreview, ImportResource } from '#core/contract/imports.ts';
import { useWorkspace } from '../../api/queries.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { Blockers } from './blockers.tsx';
import { CommitBar } from './commit-bar.tsx';
import { Findings } from './findings.tsx';
import { FirstRows } from './first-rows.tsx';
import { leaveImport } from './import-store.ts';
import { MappingTable } from './mapping-table.tsx';
import { Recognised } from './recognised.tsx';

export interface PreviewProps {
  readonly resource: ImportResource;
  readonly preview: ImportPreview;
  /** Changes settings; the server reads the file again. */
  readonly onChange: (changes: ImportChanges) => void;
}

/** 预览: what the file is taken for, what is wrong with it and what would be stored; every guess can be changed. */
export function Preview(props: PreviewProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const demonstration = useWorkspace().data?.demonstration ?? false;
  const { resource, preview } = props;
  const heading = useFocusOnMount<HTMLHeadingElement>();
  return (
    <>
      <header className="import-head">
        <div>
          <h3 ref={heading} tabIndex={-1} className="import-file">
            {preview.fileName}
          </h3>
          <p>
            {t('import.recognisedAs', {
              format: t(`import.format.${preview.format}`),
              count: preview.featureCount,
            })}
          </p>
        </div>
        {demonstration && <DemonstrationMark small />}
        <Button onClick={() => void leaveImport()}>{t('import.otherFile')}</Button>
      </header>
      {resource.state === 'reading' && <Progress label={t('import.rereading')} value={resource.progress} />}
      <Blockers {...props} />
      <Recognised {...props} />
      <Findings {...props} />
      <details
        className="import-section"
        open={preview.findings.codes.some((item) => item.code.startsWith('field.'))}
      >
        <summary>{t('import.mapping.title')}</summary>
        <MappingTable {...props} />
      </details>
      <details className="import-section" open>
        <summary>{t('import.rows.title', { count: preview.rows.length })}</summary>
        <FirstRows preview={preview} />
      </details>
      {preview.duplicates.length > 0 && (
        <p className="import-notice">
          {t('import.duplicate', {
            batches: preview.duplicates
              .map(({ name, createdAt }) => `${name}（${day(createdAt, language)}）`)
              .join('、'),
          })}
        </p>
      )}
      <CommitBar {...props} />
    </>
  );
}

function day(time: string, language: 'zh' | 'en'): string {
  return new Date(time).toLocaleDateString(language === 'en' ? 'en-GB' : 'zh-CN');
}
