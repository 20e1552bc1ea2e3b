import type { Position } from 'geojson';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { splitOutline } from '#core/edits/split-outline.ts';
import { call } from '../../api/call.ts';
import { showPicture } from '../../map/highlight.ts';
import { notify } from '../../state/notice.ts';
import { usePanels } from '../../state/panels.ts';
import { useSelection } from '../../state/selection.ts';
import { useShape } from '../../state/shape.ts';
import { Area } from '../../ui/area.tsx';
import { dayOf } from '../../ui/today.ts';
import { CauseDialog } from './cause-dialog.tsx';
import { endDraft, type WholeFeature } from './draft-store.ts';

interface SplitDialogProps {
  readonly feature: WholeFeature;
  readonly line: readonly Position[];
}

/** 分割: the pieces that the line makes, which of them keeps the number, and why. */
export function SplitDialog({ feature, line }: SplitDialogProps) {
  const { t } = useTranslation();
  const [keep, setKeep] = useState(0);
  const pieces = useMemo(() => splitOutline(feature.geometry.coordinates, line), [feature, line]);
  const close = () => useShape.setState({ cut: null });
  const label = feature.label || String(feature.id);
  useEffect(() => {
    showPicture({
      type: 'FeatureCollection',
      features: pieces.map(({ coordinates }, index) => ({
        type: 'Feature',
        properties: { role: index === keep ? 'after' : 'gained' },
        geometry: { type: 'MultiPolygon', coordinates },
      })),
    });
  }, [pieces, keep]);

  return (
    <CauseDialog
      layer={feature.layer}
      title={t('edit.split.title', { label })}
      confirm={t('edit.split.confirm')}
      working={t('edit.split.working')}
      since={dayOf(feature.validFrom)}
      onClose={close}
      act={async (cause) => {
        await call('POST /api/layers/{layer}/features/{id}/split', {
          params: { layer: feature.layer, id: feature.id },
          body: {
            line: { type: 'LineString', coordinates: line.map((point) => [...point]) },
            keep,
            ...cause,
          },
          ifMatch: feature.versionId,
        });
      }}
      onDone={() => {
        endDraft();
        usePanels.getState().close();
        useSelection.getState().select({ layer: feature.layer, id: feature.id });
        notify(t('edit.split.done', { label, count: pieces.length }));
      }}
    >
      <p>{t('edit.split.what')}</p>
      <fieldset className="pieces">
        <legend>{t('edit.split.keep', { label })}</legend>
        {pieces.map(({ areaSquareMeters }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place by size
          <label key={index}>
            <input type="radio" name="keep" checked={index === keep} onChange={() => setKeep(index)} />
            <span>{t('edit.split.piece', { number: index + 1 })}</span>
            <Area value={areaSquareMeters} use="table" both />
          </label>
        ))}
      </fieldset>
    </CauseDialog>
  );
}
