import { useTranslation } from 'react-i18next';
import type { Dashboard } from '#core/contract/indicators.ts';
import { download } from '../../api/download.ts';
import { useMoments } from '../../state/as-of.ts';
import { useMay } from '../../state/session.ts';
import { ExportButton } from '../../ui/export-button.tsx';

const formats = ['pdf', 'docx', 'xlsx'] as const;

/** 报告 as a file, for who may export the targets of the region. */
export function Exports({ data: { region, year } }: { readonly data: Dashboard }) {
  const { t } = useTranslation();
  const may = useMay();
  const moments = useMoments();
  if (!may('export', 'targets', region.code)) return null;
  return (
    <div className="dashboard-exports">
      {formats.map((format) => (
        <ExportButton
          key={format}
          label={t(`dashboard.export.${format}`)}
          onExport={() =>
            download('GET /api/dashboard/export', {
              query: { region: region.code, year, format, ...moments },
            })
          }
        />
      ))}
    </div>
  );
}
