import Layers from 'lucide-react/icons/layers';
import MapIcon from 'lucide-react/icons/map';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { roleTitles } from '#core/rights/roles.ts';
import { groundLayers } from '../../map/field/ground-layers.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { MeMore } from '../me/me-more.tsx';
import { useSyncState } from '../sync/sync-state.ts';
import { Choice } from './choice.tsx';
import { DeviceFacts } from './device-facts.tsx';
import { useFieldLanguage } from './i18n.ts';
import { FIELD_LAYERS, FIELD_THEMES, useFieldPreferences } from './preferences.ts';
import { navigate } from './route.ts';
import { leaveField, useFieldSession } from './session.ts';

/** 我的: who works here, what the map shows, how the screen looks, what is stored. */
export function Panel() {
  const { t } = useTranslation();
  return (
    <div className="me">
      <Person />
      <button type="button" className="row-button" onClick={() => navigate(['areas'])}>
        <MapIcon size={24} aria-hidden />
        <strong>{t('pack.title')}</strong>
        <span>{t('pack.subtitle')}</span>
      </button>
      <MeMore />
      <MapLayers />
      <DeviceFacts />
      <Looks />
    </div>
  );
}

function Person() {
  const { t } = useTranslation();
  const language = useFieldLanguage();
  const person = useFieldSession((state) => state.person);
  const unsent = useSyncState((state) => state.unsentRecords + state.unsentPhotos);
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (!person) return null;
  const leave = () => {
    if (unsent > 0 && !asked) setAsked(true);
    else leaveField().catch(setError);
  };
  return (
    <section className="me-person" aria-label={t('shell.person')}>
      <h2>{person.name}</h2>
      <ul>
        {person.grants.map(({ id, role, regionName }) => (
          <li key={id}>{[roleTitles[role][language], regionName].filter(Boolean).join(' · ')}</li>
        ))}
      </ul>
      {asked && (
        <p className="notice-warning" role="alert">
          {t('shell.leaveUnsent', { count: unsent })}
        </p>
      )}
      {error !== null && <ProblemView error={error} />}
      <Button onClick={leave}>{t(asked ? 'shell.leaveAllTheSame' : 'shell.leave')}</Button>
    </section>
  );
}

function MapLayers() {
  const { t } = useTranslation();
  const language = useFieldLanguage();
  const { layers, toggleLayer } = useFieldPreferences();
  return (
    <section aria-labelledby="me-layers">
      <h2 id="me-layers">
        <Layers size={20} aria-hidden /> {t('shell.layers')}
      </h2>
      {FIELD_LAYERS.map((layer) => (
        <label key={layer} className="check-row">
          <input type="checkbox" checked={layers.includes(layer)} onChange={() => toggleLayer(layer)} />
          <span>{groundLayers.find(({ id }) => id === layer)?.title[language]}</span>
        </label>
      ))}
    </section>
  );
}

function Looks() {
  const { t } = useTranslation();
  const { theme, language, setTheme, setLanguage } = useFieldPreferences();
  return (
    <section aria-labelledby="me-looks">
      <h2 id="me-looks">{t('shell.looks')}</h2>
      <Choice
        label={t('shell.theme.name')}
        value={theme}
        options={FIELD_THEMES.map((value) => ({ value, label: t(`shell.theme.${value}`) }))}
        onChange={setTheme}
      />
      <Choice
        label={t('shell.language')}
        value={language}
        options={[
          { value: 'zh', label: '中文', lang: 'zh-CN' },
          { value: 'en', label: 'English', lang: 'en' },
        ]}
        onChange={setLanguage}
      />
    </section>
  );
}
