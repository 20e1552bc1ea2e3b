import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { FeatureSummary } from '#core/contract/layers.ts';
import { useFeatureOverlay } from '../../api/queries.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Area } from '../../ui/area.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { Swatch } from '../../ui/swatch.tsx';
import { swatchOf } from '../layers/layer-row.tsx';

/** 套合占比: how much of the feature lies under each layer; asked after the card is already there. */
export function OverlayShares({ feature }: { readonly feature: FeatureSummary }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data, error, isPending, refetch } = useFeatureOverlay(feature);
  const layers = data?.shares.filter((share) => share.areaSquareMeters > 0);

  return (
    <section className="shares" aria-label={t('detail.shares')}>
      <h4>{t('detail.shares')}</h4>
      {isPending && <Waiting label={t('detail.cutting')} />}
      {error && <ProblemView error={error} onRetry={() => void refetch()} />}
      {layers?.length === 0 && <p className="shares-none">{t('detail.noShares')}</p>}
      {layers && layers.length > 0 && (
        <ul>
          {layers.map(({ layer, areaSquareMeters, share, features }) => (
            <li key={layer} title={features.map(({ label }) => label).join('、')}>
              <Swatch symbol={swatchOf(layerById(layer))} size={14} />
              <span className="share-name">{layerById(layer).title[language]}</span>
              <span className="share-area">
                <Area value={areaSquareMeters} use="table" />
              </span>
              <span className="share-percent">{percent(share)}</span>
              <span className="share-bar" aria-hidden>
                <span style={{ width: `${Math.min(100, share * 100)}%` }} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** A sliver is not nothing, and all but a sliver is not all. */
function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return '< 0.1 %';
  if (value < 100 && value > 99.9) return '> 99.9 %';
  return `${value.toFixed(1)} %`;
}
