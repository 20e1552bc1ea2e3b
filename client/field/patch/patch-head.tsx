import Camera from 'lucide-react/icons/camera';
import Footprints from 'lucide-react/icons/footprints';
import PencilRuler from 'lucide-react/icons/pencil-ruler';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslation } from 'react-i18next';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { registerOf } from '#core/patches/registers.ts';
import { nameIn } from '#core/vocabulary/code-list.ts';
import { patchClass1 } from '#core/vocabulary/lists/patch-class-1.ts';
import { patchState1 } from '#core/vocabulary/lists/patch-state-1.ts';
import { Button } from '../../ui/button.tsx';
import { useFieldLanguage } from '../app/i18n.ts';
import { navigate } from '../app/route.ts';
import { DeadlineMark } from '../tasks/deadline-mark.tsx';
import type { PhonePatch } from './phone-patches.ts';
import { areaWords } from './words.ts';

/** 图斑概要: number, state and deadline, why it came back, what it is, and where to go from here. */
export function PatchHead({ patch }: { readonly patch: PhonePatch }) {
  const { t } = useTranslation();
  const language = useFieldLanguage();
  const { state, outline, returnReason, uid } = patch;
  const { values, conflicts, withdrawn } = state;
  const area = outline ? geodesicArea(outline) : patch.areaSquareMeters;
  const facts: readonly [string, string][] = [
    [t('patch.register'), registerOf(patch.register).title[language]],
    [t('patch.class'), nameIn(patchClass1, patch.patchClass, language)],
    [t('patch.area'), areaWords(area, language)],
    [t('patch.place'), placeOf(patch)],
    [t('patch.foundOn'), String(values.found_on ?? '')],
    [t('patch.dueOn'), patch.deadline.dueOn ?? ''],
  ];
  return (
    <section className="patch-head" aria-label={patch.number}>
      <div className="patch-title">
        <h2>{patch.number}</h2>
        <span className="task-state">{nameIn(patchState1, state.state, language)}</span>
        <DeadlineMark deadline={patch.deadline} state={state.state} />
      </div>
      {returnReason && (
        <p className="patch-returned" role="note">
          <TriangleAlert size={24} aria-hidden />
          <span>
            <strong>{t('patch.returned')}</strong>
            {returnReason}
          </span>
        </p>
      )}
      {withdrawn && <p className="patch-notice">{t('patch.withdrawn', { reason: withdrawn.reason })}</p>}
      {conflicts.map((conflict, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conflicts have no name of their own
        <p key={index} className="patch-notice">
          <strong>{t('patch.conflict')}</strong>{' '}
          {conflict.kind === 'field'
            ? t('patch.conflictField', { field: t(`patch.field.${conflict.field}`) })
            : t(`patch.conflictOf.${conflict.kind}`)}
        </p>
      ))}
      <div className="patch-actions">
        <Button
          variant="primary"
          icon={<Footprints size={24} aria-hidden />}
          onClick={() => navigate(['walk', uid])}
        >
          {t('patch.walk')}
        </Button>
        <Button icon={<Camera size={24} aria-hidden />} onClick={() => navigate(['camera', uid])}>
          {t('patch.photo')}
        </Button>
        <Button icon={<PencilRuler size={24} aria-hidden />} onClick={() => navigate(['draw', uid])}>
          {t(outline ? 'patch.correct' : 'patch.draw')}
        </Button>
      </div>
      <dl className="field-facts">
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

/** Region and place; the place alone where it names the region itself. */
function placeOf({ regionName, location }: Pick<PhonePatch, 'regionName' | 'location'>): string {
  if (!location) return regionName;
  return location.includes(regionName) ? location : `${regionName} ${location}`;
}
