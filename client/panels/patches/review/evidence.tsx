import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatchView } from '#core/contract/patches.ts';
import { download } from '../../../api/download.ts';
import { useMay } from '../../../state/session.ts';
import { Segmented } from '../../../ui/controls.tsx';
import { ExportButton } from '../../../ui/export-button.tsx';

/** 举证包 of the patch: as one PDF, or with its data and the original photographs; an audit line each. */
export function Evidence({ patch }: { readonly patch: PatchView }) {
  const { t } = useTranslation();
  const may = useMay();
  const [paper, setPaper] = useState<'a4' | 'a3'>('a4');
  if (!may('export', 'patches', patch.regionCode)) return null;
  return (
    <section className="patch-section" aria-label={t('patches.evidence.title')}>
      <h4>{t('patches.evidence.title')}</h4>
      <div className="patches-tools">
        <Segmented
          label={t('patches.evidence.paper')}
          value={paper}
          options={[
            { value: 'a4', label: 'A4' },
            { value: 'a3', label: 'A3' },
          ]}
          onChange={setPaper}
        />
        {(['pdf', 'zip', 'json'] as const).map((format) => (
          <ExportButton
            key={format}
            label={t(`patches.evidence.${format}`)}
            onExport={() =>
              download('GET /api/patches/{uid}/evidence', {
                params: { uid: patch.uid },
                query: { format, paper },
              })
            }
          />
        ))}
      </div>
    </section>
  );
}
