import { useTranslation } from 'react-i18next';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { BatchList } from './batch-list.tsx';
import { leaveImport, useImport } from './import-store.ts';
import { OpenImport } from './open-import.tsx';
import { PickFiles } from './pick-files.tsx';
import { useImportResource } from './queries.ts';
import { Working } from './working.tsx';
import '../../ui/field.css';
import './import.css';

/** 导入: files in, a preview beside the map, one named batch, undo. */
export function Panel() {
  const { t } = useTranslation();
  const { uploading, id, error } = useImport();
  if (uploading) {
    return (
      <div className="import">
        <Working
          title={uploading.names.join('、')}
          label={t('import.uploading')}
          share={uploading.share}
          onCancel={() => void leaveImport()}
        />
      </div>
    );
  }
  if (id) return <Opened key={id} id={id} />;
  return (
    <div className="import">
      {error !== null && <ProblemView error={error} />}
      <PickFiles />
      <BatchList />
    </div>
  );
}

function Opened({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { data, error } = useImportResource(id);
  return (
    <div className="import">
      {error ? (
        <ProblemView error={error} onRetry={() => void leaveImport()} />
      ) : data ? (
        <OpenImport resource={data} />
      ) : (
        <Waiting label={t('import.reading')} />
      )}
    </div>
  );
}
