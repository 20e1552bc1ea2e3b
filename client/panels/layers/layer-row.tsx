import ChevronRight from 'lucide-react/icons/chevron-right';
import Focus from 'lucide-react/icons/focus';
import { Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayerDefinition } from '#core/catalog/types.ts';
import type { LayerSummary } from '#core/contract/layers.ts';
import { useLanguage } from '../../app/i18n.ts';
import { LayerActions } from '../../app/lazy-parts.ts';
import { fitBounds } from '../../map/highlight.ts';
import { legendOf } from '../../map/style/symbols.ts';
import { isPast, useMoments } from '../../state/as-of.ts';
import { type LayerSetting, useLayers } from '../../state/layers.ts';
import { useView } from '../../state/view.ts';
import { Area } from '../../ui/area.tsx';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Slider, Switch } from '../../ui/controls.tsx';
import { Swatch } from '../../ui/swatch.tsx';

interface LayerRowProps {
  readonly layer: LayerDefinition;
  readonly setting: LayerSetting;
  readonly summary: LayerSummary | undefined;
  readonly inView: { readonly count: number; readonly areaSquareMeters: number } | undefined;
}

/** One layer: switch, symbol, title; unfolds to its legend, opacity, figures and zoom-to. */
export function LayerRow({ layer, setting, summary, inView }: LayerRowProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  const detailId = useId();
  const setVisible = useLayers((state) => state.setVisible);
  const zoom = useView((state) => state.zoom);
  const title = layer.title[language];
  const tooFar = setting.visible && zoom > 0 && zoom < layer.zoom.min;

  return (
    <li className={classNames('layer', setting.visible && 'layer-on', open && 'layer-open')}>
      <div className="layer-head">
        <Switch
          label={t('layers.show', { title })}
          checked={setting.visible}
          onChange={(visible) => setVisible(layer.id, visible)}
        />
        <button
          type="button"
          className="layer-title"
          aria-expanded={open}
          aria-controls={detailId}
          onClick={() => setOpen(!open)}
        >
          <Swatch symbol={swatchOf(layer)} />
          <span className="layer-name">
            {title}
            {tooFar && <small>{t('layers.zoomIn')}</small>}
            {setting.visible && !tooFar && inView && (
              <small>
                {t('layers.inView', { count: inView.count })} · <Area value={inView.areaSquareMeters} />
              </small>
            )}
          </span>
          <ChevronRight className="layer-chevron" size={16} aria-hidden />
        </button>
      </div>
      {open && (
        <div id={detailId} className="layer-detail">
          <LayerDetail layer={layer} setting={setting} summary={summary} />
        </div>
      )}
    </li>
  );
}

function LayerDetail({ layer, setting, summary }: Omit<LayerRowProps, 'inView'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  const setOpacity = useLayers((state) => state.setOpacity);
  const past = isPast(useMoments());
  const legend = legendOf(layer);
  const bounds = summary?.bounds;
  return (
    <>
      <p className="layer-about">{layer.description[language]}</p>
      {layer.symbology.kind === 'classes' && (
        <ul className="layer-legend">
          {legend.map((entry) => (
            <li key={entry.values?.join() ?? 'other'}>
              <Swatch symbol={entry.symbol} size={14} />
              <span>{entry.title[language]}</span>
              {layer.id === 'land_parcels' && entry.values && <small>{entry.values.join(' ')}</small>}
            </li>
          ))}
        </ul>
      )}
      <Slider
        label={t('layers.opacity')}
        value={setting.opacity}
        onChange={(opacity) => setOpacity(layer.id, opacity)}
      />
      {summary && !past && (
        <div className="layer-total">
          <span>
            {t('layers.total', { count: summary.count })} · <Area value={summary.areaSquareMeters} />
          </span>
          {bounds && (
            <IconButton label={t('layers.zoomTo')} onClick={() => void fitBounds(bounds)}>
              <Focus size={16} />
            </IconButton>
          )}
        </div>
      )}
      <Suspense>
        <LayerActions layer={layer} />
      </Suspense>
    </>
  );
}

/** Symbol that stands for the whole layer: its only one, or the first class. */
export function swatchOf(layer: LayerDefinition) {
  return legendOf(layer)[0]!.symbol;
}
