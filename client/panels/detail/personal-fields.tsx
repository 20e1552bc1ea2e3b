import LockKeyhole from 'lucide-react/icons/lock-keyhole';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { FeatureSummary } from '#core/contract/layers.ts';
import type { PropertyValue } from '#core/contract/shared.ts';
import { call } from '../../api/call.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';

type Properties = Readonly<Record<string, PropertyValue>>;

/** 个人信息: named, but shown only when asked for, because looking is an act that is written down. */
export function PersonalFields({ feature }: { readonly feature: FeatureSummary }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [properties, setProperties] = useState<Properties | null>(null);
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { layer, id } = feature;
  const fields = layerById(layer).fields.filter(({ name }) => feature.withheld.includes(name));
  if (fields.length === 0) return null;

  const ask = async () => {
    setAsking(true);
    setError(null);
    try {
      // Not kept in any cache: leaving the card forgets it.
      const answer = await call('GET /api/layers/{layer}/features/{id}/personal', { params: { layer, id } });
      setProperties(answer.properties);
    } catch (problem) {
      setError(problem);
    }
    setAsking(false);
  };

  return (
    <section className="personal" aria-label={t('personal.title')}>
      <h4>
        <LockKeyhole size={15} aria-hidden />
        {t('personal.title')}
      </h4>
      {properties ? (
        <Revealed>
          {fields.map(({ name, title }) => (
            <div key={name}>
              <dt>{title[language]}</dt>
              <dd>{properties[name] === null ? t('personal.empty') : String(properties[name] ?? '')}</dd>
            </div>
          ))}
        </Revealed>
      ) : (
        <>
          <p>
            {t('personal.withheld', {
              fields: fields.map(({ title }) => title[language]).join(language === 'zh' ? '、' : ', '),
            })}
          </p>
          {asking ? (
            <Waiting label={t('ui.loading')} />
          ) : (
            <Button onClick={() => void ask()}>{t('personal.show')}</Button>
          )}
        </>
      )}
      {error !== null && <ProblemView error={error} />}
    </section>
  );
}

/** The button that had the focus is gone: the values take it. */
function Revealed({ children }: { readonly children: React.ReactNode }) {
  const place = useFocusOnMount<HTMLDListElement>();
  return (
    <dl ref={place} tabIndex={-1} className="card-fields">
      {children}
    </dl>
  );
}
