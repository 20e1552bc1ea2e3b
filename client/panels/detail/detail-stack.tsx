import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCoordinates } from '#core/geometry/format-coordinates.ts';
import { useFeature, useIdentify, useWorkspace } from '../../api/queries.ts';
import { useLanguage } from '../../app/i18n.ts';
import { announce } from '../../state/announcer.ts';
import { usePreferences } from '../../state/preferences.ts';
import { type Subject, sameRef, useSelection } from '../../state/selection.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Empty, Waiting } from '../../ui/progress.tsx';
import { FeatureCard } from './feature-card.tsx';
import { HitList } from './hit-list.tsx';
import { PlaceActions } from './place-actions.tsx';
import './detail.css';

/** 查看: the stack of everything that lies at a point, or one named feature. */
export function DetailStack({ subject }: { readonly subject: Subject }) {
  return subject.kind === 'point' ? <PointStack subject={subject} /> : <NamedFeature subject={subject} />;
}

function PointStack({ subject }: { readonly subject: Extract<Subject, { kind: 'point' }> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const notation = usePreferences((state) => state.notation);
  const { data, error, isPending, refetch } = useIdentify(subject.lonLat);
  const current = useSelection((state) => state.current);
  const setCurrent = useSelection((state) => state.setCurrent);
  const { data: workspace } = useWorkspace();
  const hits = data?.hits;
  const nameOf = ({ code, name }: { code: string; name: string }) =>
    (language === 'en' && workspace?.regions.find((region) => region.code === code)?.nameEn) || name;
  const shown = hits?.find((hit) => sameRef(hit, current)) ?? hits?.[0];

  useEffect(() => {
    if (!hits) return;
    const first = hits[0];
    setCurrent(first ? { layer: first.layer, id: first.id } : null);
    announce(t('detail.found', { count: hits.length }));
  }, [hits, setCurrent, t]);

  return (
    <>
      <div className="place">
        <p className="place-regions">
          {data?.regions.map(nameOf).join(' · ') || (isPending ? '…' : t('detail.outside'))}
        </p>
        <p className="place-position">{formatCoordinates(subject.lonLat, notation, language)}</p>
        <PlaceActions lonLat={subject.lonLat} />
      </div>
      {isPending && <Waiting label={t('detail.asking')} />}
      {error && <ProblemView error={error} onRetry={() => void refetch()} />}
      {hits?.length === 0 && <Empty title={t('detail.nothing')} hint={t('detail.nothingHint')} />}
      {hits && hits.length > 0 && (
        <HitList
          hits={hits}
          current={shown ?? null}
          takeFocus={subject.byKeyboard}
          onSelect={({ layer, id }) => setCurrent({ layer, id })}
        />
      )}
      {shown && <FeatureCard key={`${shown.layer}/${shown.id}`} feature={shown} />}
    </>
  );
}

function NamedFeature({ subject }: { readonly subject: Extract<Subject, { kind: 'feature' }> }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useFeature(subject.ref);
  if (isPending) return <Waiting label={t('ui.loading')} />;
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return <FeatureCard feature={data} />;
}
