import Ban from 'lucide-react/icons/ban';
import CircleCheck from 'lucide-react/icons/circle-check';
import Info from 'lucide-react/icons/info';
import { useTranslation } from 'react-i18next';
import type { TouchedLayer, WhatIf } from '#core/contract/what-if.ts';
import { useLanguage } from '../../app/i18n.ts';
import { useSelection } from '../../state/selection.ts';
import { Area } from '../../ui/area.tsx';
import { classNames } from '../../ui/class-names.ts';
import { SquareMetersOf } from './answer.tsx';
import { FigureButton } from './figure-button.tsx';

/** 触碰管控: permanent farmland and redlines forbid, other layers are told; each with its features, which open on the map. */
export function Touched({ answer }: { readonly answer: WhatIf }) {
  const { t } = useTranslation();
  const touched = answer.touched.filter(
    ({ areaSquareMeters, features }) => areaSquareMeters > 0 || features.length > 0,
  );
  const blocking = touched.filter(({ blocks }) => blocks);
  const others = touched.filter(({ blocks }) => !blocks);
  return (
    <>
      {blocking.length === 0 && (
        <p className="what-if-clear">
          <CircleCheck size={18} aria-hidden />
          {t('whatIf.noBlock')}
        </p>
      )}
      {blocking.map((layer) => (
        <TouchedCard key={layer.layer} touched={layer} />
      ))}
      {others.length > 0 && (
        <details className="target-more">
          <summary>{t('whatIf.alsoTouches', { count: others.length })}</summary>
          {others.map((layer) => (
            <TouchedCard key={layer.layer} touched={layer} />
          ))}
        </details>
      )}
    </>
  );
}

function TouchedCard({ touched }: { readonly touched: TouchedLayer }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const title = touched.title[language];
  const Icon = touched.blocks ? Ban : Info;
  return (
    <section
      className={classNames('what-if-touched', touched.blocks && 'what-if-block')}
      aria-label={t(touched.blocks ? 'whatIf.blocks' : 'whatIf.touches', { layer: title })}
    >
      <p>
        <Icon size={18} aria-hidden />
        <strong>{t(touched.blocks ? 'whatIf.blocks' : 'whatIf.touches', { layer: title })}</strong>
        <FigureButton opened={{ figure: 'touched', key: touched.layer }} name={title}>
          <Area value={touched.areaSquareMeters} use="table" />
        </FigureButton>
        <SquareMetersOf value={touched.areaSquareMeters} />
      </p>
      <ul>
        {touched.features.slice(0, 5).map((feature) => (
          <li key={feature.id}>
            <button
              type="button"
              className="link-button"
              onClick={() => useSelection.getState().select({ layer: touched.layer, id: feature.id })}
            >
              {feature.label || feature.id}
            </button>
            <SquareMetersOf value={feature.areaSquareMeters} />
          </li>
        ))}
        {touched.features.length > 5 && (
          <li>{t('whatIf.moreFeatures', { count: touched.features.length - 5 })}</li>
        )}
      </ul>
    </section>
  );
}
