import { useTranslation } from 'react-i18next';
import { catalog } from '#core/catalog/index.ts';
import type { LayerGroup } from '#core/catalog/types.ts';
import { useLayerSummaries, useLayersInView, useWorkspace } from '../../api/queries.ts';
import { useBasemap } from '../../state/basemap.ts';
import { useLayers } from '../../state/layers.ts';
import { useView } from '../../state/view.ts';
import { Switch } from '../../ui/controls.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { LayerRow } from './layer-row.tsx';
import { useSettled } from './use-settled.ts';
import './layers-panel.css';

/** Groups in the order of the catalogue. */
const GROUPS = [...new Set(catalog.map(({ group }) => group))] as readonly LayerGroup[];

/** 图层面板: every layer with its symbol, switch, opacity, and what of it lies in view. */
export function LayersPanel() {
  const { t } = useTranslation();
  const settings = useLayers((state) => state.settings);
  const bounds = useSettled(useView((state) => state.bounds));
  const summaries = useLayerSummaries();
  const shown = catalog.filter(({ id }) => settings[id].visible).map(({ id }) => id);
  const inView = useLayersInView(bounds, shown);

  return (
    <div className="layers">
      {summaries.isError && <ProblemView error={summaries.error} onRetry={() => void summaries.refetch()} />}
      {GROUPS.map((group) => (
        <section key={group} className="layers-group" aria-labelledby={`layers-${group}`}>
          <h3 id={`layers-${group}`}>{t(`layers.group.${group}`)}</h3>
          <ul>
            {catalog
              .filter((layer) => layer.group === group)
              .map((layer) => (
                <LayerRow
                  key={layer.id}
                  layer={layer}
                  setting={settings[layer.id]}
                  summary={summaries.data?.layers.find(({ id }) => id === layer.id)}
                  inView={inView.data?.layers.find(({ id }) => id === layer.id)}
                />
              ))}
          </ul>
        </section>
      ))}
      <Backdrop />
      <p className="layers-note">{t('layers.wholeFeatures')}</p>
    </div>
  );
}

/** 底图: our own always; 天地图 only with the office's key, and labelled with its datum. */
function Backdrop() {
  const { t } = useTranslation();
  const { data: workspace } = useWorkspace();
  const { imagery, setImagery } = useBasemap();
  return (
    <section className="layers-group" aria-labelledby="layers-backdrop">
      <h3 id="layers-backdrop">{t('layers.backdrop')}</h3>
      <p className="layers-backdrop">{t('layers.ownBackdrop')}</p>
      {workspace?.tianditu && (
        <p className="layers-backdrop">
          <Switch label={t('layers.tianditu')} showLabel checked={imagery} onChange={setImagery} />
        </p>
      )}
    </section>
  );
}
