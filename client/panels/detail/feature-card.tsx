import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { FieldDefinition } from '#core/catalog/types.ts';
import type { FeatureSummary } from '#core/contract/layers.ts';
import { useCodeNames } from '../../api/code-names.ts';
import { useWorkspace } from '../../api/queries.ts';
import { useLanguage } from '../../app/i18n.ts';
import { isPast, useMoments } from '../../state/as-of.ts';
import { Area } from '../../ui/area.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { Swatch } from '../../ui/swatch.tsx';
import { FeatureActions } from './feature-actions.tsx';
import { FieldValue } from './field-value.tsx';
import { OverlayShares } from './overlay-shares.tsx';
import { PersonalFields } from './personal-fields.tsx';
import { symbolFor } from './symbol-for.ts';

/** 要素卡片: what one feature is: name, area in both units, every field with its words, shares of other layers, origin. */
export function FeatureCard({ feature }: { readonly feature: FeatureSummary }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: workspace } = useWorkspace();
  const past = isPast(useMoments());
  const layer = layerById(feature.layer);
  const nameOf = useCodeNames(layer.fields, feature.properties);
  const mainCode = layer.symbology.kind === 'classes' ? layer.symbology.field : null;
  const mainField = layer.fields.find((field) => field.name === mainCode);
  const fields = layer.fields.filter(
    (field) =>
      field !== mainField &&
      field.name !== layer.labelField &&
      field.name !== 'source_note' &&
      isFilled(feature, field),
  );
  const contradiction = feature.properties.source_note;

  return (
    <article className="card" aria-label={`${layer.title[language]} ${feature.label}`}>
      <header className="card-header">
        <Swatch symbol={symbolFor(feature)} size={22} />
        <div>
          <p className="card-layer">{layer.title[language]}</p>
          <h3>{feature.label || t('detail.unnamed')}</h3>
          {mainField && isFilled(feature, mainField) && (
            <p className="card-class">
              <FieldValue
                field={mainField}
                value={feature.properties[mainField.name] ?? null}
                name={nameOf(mainField)}
              />
            </p>
          )}
        </div>
        {workspace?.demonstration && <DemonstrationMark small />}
      </header>
      <p className="card-area">
        <Area value={feature.areaSquareMeters} both />
      </p>
      {contradiction && (
        <p className="card-contradiction">
          <TriangleAlert size={16} aria-hidden />
          <span>
            <strong>{layer.fields.find(({ name }) => name === 'source_note')?.title[language]}</strong>
            {String(contradiction)}
          </span>
        </p>
      )}
      <FeatureActions feature={feature} />
      {/* Shares are cut against the layers of today. */}
      {!past && <OverlayShares feature={feature} />}
      <dl className="card-fields">
        {fields.map((field) => (
          <div key={field.name}>
            <dt>{field.title[language]}</dt>
            <dd>
              <FieldValue field={field} value={feature.properties[field.name] ?? null} name={nameOf(field)} />
            </dd>
          </div>
        ))}
        {layer.areaField && (
          <div>
            <dt>{t('detail.geometryArea')}</dt>
            <dd>
              <Area value={feature.geometryAreaSquareMeters} use="table" />
            </dd>
          </div>
        )}
      </dl>
      {!past && <PersonalFields feature={feature} />}
      <Origin feature={feature} />
    </article>
  );
}

/** Empty fields would only hide the filled ones. */
function isFilled(feature: FeatureSummary, field: FieldDefinition): boolean {
  const value = feature.properties[field.name];
  return value !== null && value !== undefined && value !== '';
}

function Origin({ feature }: { readonly feature: FeatureSummary }) {
  const { t } = useTranslation();
  const parts = [
    t('detail.id', { id: feature.id }),
    feature.source && t('detail.source', { source: feature.source }),
    feature.batchId !== null && t('detail.batch', { batch: feature.batchId }),
    t('detail.since', { date: feature.validFrom.slice(0, 10) }),
    feature.changedBy && t('detail.changedBy', { who: feature.changedBy }),
  ];
  return <p className="card-origin">{parts.filter(Boolean).join(' · ')}</p>;
}
