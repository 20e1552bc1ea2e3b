import SquarePlus from 'lucide-react/icons/square-plus';
import { useTranslation } from 'react-i18next';
import type { LayerDefinition } from '#core/catalog/types.ts';
import { download } from '../../api/download.ts';
import { isPast, useMoments } from '../../state/as-of.ts';
import { usePanels } from '../../state/panels.ts';
import { useRegion } from '../../state/region.ts';
import { useMay } from '../../state/session.ts';
import { Button } from '../../ui/button.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { openAdd } from '../edit/draft-store.ts';

/** What a person may do with a whole layer: add to it, take a copy of it. */
export function LayerActions({ layer }: { readonly layer: LayerDefinition }) {
  const { t } = useTranslation();
  const may = useMay();
  const moments = useMoments();
  const region = useRegion((state) => state.code);
  const mayAdd = may('add', layer.id);
  const mayExport = may('export', layer.id, region);
  if (!mayAdd && !mayExport) return null;
  const take = (format: 'geojson' | 'csv') => () =>
    download('GET /api/layers/{layer}/export', {
      params: { layer: layer.id },
      query: { format, ...(region ? { region } : {}), ...moments },
    });
  return (
    <div className="layer-actions">
      {mayAdd && (
        <Button
          icon={<SquarePlus size={16} aria-hidden />}
          disabledReason={isPast(moments) ? t('asOf.noEditing') : undefined}
          onClick={() => {
            // On a phone the layers lie over the panel.
            if (matchMedia('(max-width: 720px)').matches) usePanels.getState().setLayersOpen(false);
            openAdd(layer.id);
          }}
        >
          {t('edit.add')}
        </Button>
      )}
      {mayExport && (
        <>
          <ExportButton label={t('export.geojson')} onExport={take('geojson')} />
          <ExportButton label={t('export.csv')} onExport={take('csv')} />
        </>
      )}
    </div>
  );
}
