import { useTranslation } from 'react-i18next';
import { download } from '../../api/download.ts';
import { useMay } from '../../state/session.ts';
import { ExportButton } from '../../ui/export-button.tsx';
import type { PatchQuery } from './filters.ts';

/** 导出 of what the conditions leave, for who may; each leaves an audit line. */
export function Exports({ query }: { readonly query: PatchQuery }) {
  const { t } = useTranslation();
  const may = useMay();
  if (!may('export', 'patches', query.region)) return null;
  return (
    <div className="patches-tools">
      {(['xlsx', 'gpkg'] as const).map((format) => (
        <ExportButton
          key={format}
          label={t(`patches.export.${format}`)}
          onExport={() => download('GET /api/patches/export', { query: { ...query, format } })}
        />
      ))}
    </div>
  );
}
